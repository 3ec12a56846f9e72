// The failures a client must survive. A fault is `{kind, times = 1, on?, …options}`: it applies to the next `times`
// calls of the methods it fits (or of `on`, one name or several). Only requests the service would accept use one up.

import { ApiError, PASSING, quotaExceeded } from "./errors.mjs";
import { replyParts } from "./generate.mjs";

const GENERATE = ["generateContent", "streamGenerateContent"];
const STREAM = ["streamGenerateContent"];
const EMBED = ["embedContent", "batchEmbedContents"];
const ANY = [...GENERATE, ...EMBED, "countTokens", "models"];

/** kind → the methods it fits, and one of: `error` (answered instead), `reply` (changes what the model says), `body`
 *  (changes an embed answer), or neither: the server and the stream act on the kind itself. */
const KINDS = {
  rate_limit: {
    on: [...GENERATE, ...EMBED],
    error: (fault, model, embed) => quotaExceeded({ model, embed, retryDelay: fault.retryDelay }),
  },
  quota_day: {
    on: [...GENERATE, ...EMBED],
    error: (_, model, embed) => quotaExceeded({ model, embed, per: "day", retryDelay: null }),
  },
  internal: { on: ANY, error: () => new ApiError("INTERNAL", PASSING.INTERNAL) },
  unavailable: { on: ANY, error: () => new ApiError("UNAVAILABLE", PASSING.UNAVAILABLE) },
  deadline: { on: ANY, error: () => new ApiError("DEADLINE_EXCEEDED", PASSING.DEADLINE_EXCEEDED) },
  error: { on: ANY, error: (fault) => new ApiError(fault.status, fault.message ?? fault.status, fault.details) },

  html: { on: ANY },
  hang: { on: ANY },
  cut_headers: { on: ANY },
  cut_body: { on: ANY },
  not_json: { on: [...GENERATE, ...EMBED] },

  truncated: { on: GENERATE, reply: truncated },
  thoughts: { on: GENERATE, reply: thoughts },
  fenced: { on: GENERATE, reply: fenced },
  wrong_ids: { on: GENERATE, reply: wrongIds },
  empty_candidates: { on: GENERATE, reply: (reply) => ({ ...reply, noCandidates: true }) },
  no_content: { on: GENERATE, reply: (reply, fault) => ({ finishReason: fault.finishReason ?? "STOP" }) },
  no_parts: {
    on: GENERATE,
    reply: (_, fault) => ({ parts: [], noParts: true, finishReason: fault.finishReason ?? "MAX_TOKENS" }),
  },
  finish: { on: GENERATE, reply: (_, fault) => ({ finishReason: fault.reason ?? "SAFETY" }) },
  blocked: {
    on: GENERATE,
    reply: (_, fault) => ({ promptFeedback: { blockReason: fault.reason ?? "SAFETY", safetyRatings: [] } }),
  },

  stream_error: { on: STREAM },
  cut_stream: { on: STREAM },
  slow_stream: { on: STREAM },
  split_stream: { on: STREAM },

  wrong_width: {
    on: EMBED,
    body: (body, fault) => eachVector(body, (values) => values.slice(0, fault.dims ?? values.length - 1)),
  },
  fewer_vectors: {
    on: ["batchEmbedContents"],
    body: (body, fault) => ({ ...body, embeddings: body.embeddings.slice(0, -(fault.missing ?? 1)) }),
  },
  nan: {
    on: EMBED,
    body: (body, fault) => eachVector(body, (values) => [fault.as === "null" ? null : "NaN", ...values.slice(1)]),
  },
  zero_vectors: { on: EMBED, body: (body) => eachVector(body, (values) => values.map(() => 0)) },
};

/** The kinds there are, for the README and for whoever asks. */
export const FAULT_KINDS = Object.keys(KINDS);

/** Faults waiting for the calls they fit. */
export class FaultQueue {
  #waiting = [];

  add(spec) {
    for (const fault of [spec].flat()) {
      if (!Object.hasOwn(KINDS, fault?.kind)) {
        throw new TypeError(`unknown fault kind ${JSON.stringify(fault?.kind)}; known: ${FAULT_KINDS.join(" ")}`);
      }
      this.#waiting.push({ times: 1, ...fault });
    }
  }

  /** The first waiting fault that fits `method`, used up once. */
  take(method) {
    const fits = (fault) => [fault.on ?? KINDS[fault.kind].on].flat().includes(method);
    const fault = this.#waiting.find(fits);
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.#waiting.splice(this.#waiting.indexOf(fault), 1);
    return fault;
  }

  clear() {
    this.#waiting = [];
  }
}

/** Throws where the fault is an error answer. */
export function raise(fault, method, model) {
  const make = fault && KINDS[fault.kind].error;
  if (make) throw make(fault, model, EMBED.includes(method));
}

/** What the model says under the fault. */
export function alterReply(reply, fault) {
  return (fault && KINDS[fault.kind].reply)?.(reply, fault) ?? reply;
}

/** The embed answer under the fault. */
export function alterBody(body, fault) {
  return (fault && KINDS[fault.kind].body)?.(body, fault) ?? body;
}

function textOf(reply) {
  return (replyParts(reply) ?? []).map((part) => part.text ?? "").join("");
}

/** `finishReason: "STOP"` makes it silent: cut, and no word of it. `keep`: the share of the text left, 0 to 1. */
function truncated(reply, fault) {
  const letters = [...textOf(reply)];
  const text = letters.slice(0, Math.floor(letters.length * (fault.keep ?? 0.5))).join("");
  return { text, finishReason: fault.finishReason ?? "MAX_TOKENS" };
}

function thoughts(reply) {
  const parts = [{ text: "**Weighing the facts**\n\n{\"not\": \"the answer\"}", thought: true }, ...(replyParts(reply) ?? [])];
  const signed = parts.map((part, at) => (at === parts.length - 1 ? { ...part, thoughtSignature: "c2lnbmF0dXJl" } : part));
  return { ...reply, parts: signed };
}

function fenced(reply) {
  const text = `Here is the JSON requested:\n\`\`\`json\n${textOf(reply)}\n\`\`\`\nLet me know if {more} is needed.`;
  return { ...reply, parts: [{ text }] };
}

/** Numbers nobody gave: memories 999, facts shifted by 100, messages 999. */
function wrongIds(reply) {
  const json = JSON.parse(textOf(reply));
  for (const decision of json.decisions ?? []) Object.assign(decision, { memory: 999, fact: decision.fact + 100 });
  for (const fact of json.facts ?? []) fact.messages = [999];
  return { ...reply, json };
}

function eachVector(body, change) {
  const altered = ({ values }) => ({ values: change(values) });
  if (body.embedding) return { ...body, embedding: altered(body.embedding) };
  return { ...body, embeddings: body.embeddings.map(altered) };
}
