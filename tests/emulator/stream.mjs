// streamGenerateContent: a reply in several GenerateContentResponses, as server-sent events or as one JSON array.

import { response } from "./generate.mjs";

const PIECE = 24;

/** The responses of a reply, in order: text in pieces, usage cumulative, the finish reason on the last. */
export function chunks(request, reply, parts, envelope) {
  if (parts === undefined || parts.length === 0 || reply.promptFeedback !== undefined || reply.noCandidates) {
    return [response(request, reply, { parts, ...envelope })];
  }
  const pieces = parts.flatMap((part) => (part.text === undefined ? [part] : pieceTexts(part)));
  return pieces.map((piece, at) =>
    response(request, reply, {
      parts: [piece],
      soFar: pieces.slice(0, at + 1),
      final: at === pieces.length - 1,
      ...envelope,
    }),
  );
}

function pieceTexts(part) {
  const letters = [...part.text];
  const out = [];
  for (let at = 0; at < Math.max(letters.length, 1); at += PIECE) {
    out.push({ ...part, text: letters.slice(at, at + PIECE).join("") });
  }
  return out;
}

/** The wire texts of a stream: one a response. */
export function frames(responses, sse) {
  if (sse) return responses.map((item) => `data: ${JSON.stringify(item)}\r\n\r\n`);
  return responses.map((item, at) => {
    const end = at === responses.length - 1 ? "\n]\n" : "\n";
    return `${at === 0 ? "[" : ",\r\n"}${JSON.stringify(item, null, 2)}${end}`;
  });
}

/** Cuts frames into network chunks of `bytes` bytes: through characters, through CRLF. */
export function cutBytes(texts, bytes) {
  const whole = Buffer.from(texts.join(""));
  const out = [];
  for (let at = 0; at < whole.length; at += bytes) out.push(whole.subarray(at, at + bytes));
  return out;
}
