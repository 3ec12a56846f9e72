// A file with everything: the memories, every decision about them, the turns still waiting.

import { el } from "./dom.js";
import { ALL } from "./session.js";

/** Collects what is remembered and hands it to the browser as a download. Resolves to the number of memories in it. */
export async function download(session) {
  const memories = [];
  for (const item of await session.list(ALL)) memories.push({ ...item, history: await session.history(item.id) });
  const file = {
    format: "forgetmenot-demo/1",
    exportedAt: new Date().toISOString(),
    userId: "me",
    memories,
    pending: await session.pending(),
  };
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
  const anchor = el("a", { href: url, download: `forgetmenot-${file.exportedAt.slice(0, 10)}.json`, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  // The browser reads the file after this task; by then a minute is more than enough.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return memories.length;
}
