// A local stand-in for the embedding service: it knows the vector of every text of the real384 set.
import { readFileSync } from "node:fs";
import path from "node:path";

import { readSet } from "../data/sets.mjs";
import { DATA } from "../lib/paths.mjs";

const PREFIX = /^(task: [^|]* \| query: |title: none \| text: )/;
export const MODEL = "gemini-embedding-2";
export const ROUTE = `/v1beta/models/${MODEL}:batchEmbedContents`;

/** `texts`: the rows' own; `questions`: held-out ones; `route`: answers the service's batch request. */
export function knownTexts(rows, dim = 384) {
  const set = readSet(`real${dim}`, rows, { extra: 0, queries: 1000, k: 10 });
  const all = JSON.parse(readFileSync(path.join(DATA, "texts.json"), "utf8"));
  const asked = set.queries.length / dim;
  const questions = all.slice(0, asked);
  const texts = all.slice(asked, asked + rows);
  const found = new Map();
  texts.forEach((text, row) => found.set(text, set.rows.subarray(row * dim, (row + 1) * dim)));
  questions.forEach((text, row) => found.set(text, set.queries.subarray(row * dim, (row + 1) * dim)));
  return { texts, questions, route: answering(found) };
}

function answering(found) {
  return async (request, reply) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { requests } = JSON.parse(Buffer.concat(chunks).toString());
    const embeddings = requests.map(({ content }) => {
      const text = content.parts.map((part) => part.text).join("").replace(PREFIX, "");
      const vector = found.get(text);
      if (!vector) throw new Error("a text that is not of the set");
      return { values: Array.from(vector, (x) => Number(x.toPrecision(7))) };
    });
    reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ embeddings }));
  };
}
