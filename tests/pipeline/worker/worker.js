// The whole pipeline where there is no window: IndexedDB, fetch and a stream.
import { Memory } from "/pkg/entry/browser.js";

const ANA = { userId: "ana" };

globalThis.onmessage = async ({ data: { baseUrl, apiKey } }) => {
  const config = { llm: { provider: "gemini", apiKey, baseUrl }, storage: { type: "indexeddb", name: "in-a-worker" } };
  try {
    let memory = await Memory.open(config);
    await memory.add("I live in Lisbon.", ANA);
    const { results: [update] } = await memory.add("Actually I moved to Porto.", ANA);
    await memory.close();
    memory = await Memory.open(config);
    const { results: [hit] } = await memory.search("Where does she live?", ANA);
    let answer = "";
    for await (const event of memory.chat("Where do I live?", { ...ANA, stream: true })) {
      if (event.type === "text") answer += event.text;
    }
    const { storage, index } = await memory.health();
    await memory.close();
    globalThis.postMessage({ update: update.event, found: hit.memory, answer, storage: storage.kind, kernel: index.kernel });
  } catch (error) {
    globalThis.postMessage({ error: `${error.code ?? error.name}: ${error.message}` });
  }
};
