// How much wasm memory there is, whoever made it: notes every memory that is created or exported from now on.
export function watchWasmMemory() {
  const memories = new Set();
  const note = (things) => {
    for (const thing of Object.values(things ?? {})) if (thing instanceof WebAssembly.Memory) memories.add(thing);
  };
  const imported = (imports) => {
    for (const names of Object.values(imports ?? {})) note(names);
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name]?.bind(WebAssembly);
    if (!real) continue;
    WebAssembly[name] = async (source, imports) => {
      imported(imports);
      const made = await real(source, imports);
      note((made.instance ?? made).exports);
      return made;
    };
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]) {
      imported(imports);
      const instance = new target(module, imports);
      note(instance.exports);
      return instance;
    },
  });
  return () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}
