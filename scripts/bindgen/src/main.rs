//! `bindgen IN.wasm OUT_DIR NAME`: JavaScript glue for the `web` target, without generated TypeScript
//! (the contract is src/bindings/types.d.ts).

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or_else(|| anyhow::anyhow!("usage: bindgen IN.wasm OUT_DIR NAME"));
    let (input, out_dir, name) = (PathBuf::from(next()?), PathBuf::from(next()?), next()?);
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .out_name(&name)
        .generate(out_dir)
}
