// The vectors of a real transformer (all-MiniLM-L6-v2), by text: made by the Python environment of `npm run bench`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { embedTexts, hasEnvironment } from "../../data/prepare.mjs";

const DIM = 384;

/** Undefined if the environment is not there; `make` makes it. */
export function minilm(conversations, { make }) {
  if (!make && !hasEnvironment()) return undefined;
  const questions = conversations.flatMap((c) => c.questions.map((q) => q.question));
  const turns = conversations.flatMap((c) => c.turns.flatMap((turn) => [`${turn.speaker}: ${turn.content}`, turn.content]));
  const folder = mkdtempSync(path.join(tmpdir(), "bench-minilm-"));
  try {
    const texts = path.join(folder, "texts.json");
    writeFileSync(texts, JSON.stringify([...questions, ...turns]));
    embedTexts(texts, folder, questions.length);
    const rows = ["query", "base"].flatMap((part) => {
      const bytes = readFileSync(path.join(folder, `real${DIM}.${part}.f32`));
      const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      return Array.from({ length: numbers.length / DIM }, (_, at) => numbers.subarray(at * DIM, (at + 1) * DIM));
    });
    return new Map([...questions, ...turns].map((text, at) => [text, rows[at]]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
