//! The laws of the kernel in a build without simd128: one file and the kernel's own sources, compiled by rustc in a
//! second or two, where a second build of everything would take minutes. `run-portable.mjs` builds and runs it.

#![expect(unsafe_code, reason = "a plain wasm export keeps its name by an unsafe attribute")]

extern crate self as forgetmenot;

#[path = "kernels.rs"]
mod kernels;

#[path = "../../src/index/kernel/mod.rs"]
pub mod kernel;

/// Where the laws look for it.
pub mod index {
    pub use crate::kernel;
}

macro_rules! export {
    ($($room:ident::$law:ident),+ $(,)?) => {
        $(
            #[unsafe(no_mangle)]
            extern "C" fn $law() {
                $room::$law();
            }
        )+
    };
}

kernels::laws_of_every_kernel!(export);
export!(kernels::the_kernel_is_portable);
