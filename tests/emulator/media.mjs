// Files in a request: what the service takes of them, and what a file says about itself.

import { badArgument, badRule } from "./errors.mjs";

/** https://ai.google.dev/gemini-api/docs/image-understanding, …/audio. */
const IMAGES = ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"];
const SOUNDS = ["audio/wav", "audio/mp3", "audio/aiff", "audio/aac", "audio/ogg", "audio/flac"];

const text = (bytes, from, to) => bytes.subarray(from, to).toString("latin1");
const RIFF = (form) => (bytes) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === form;
const BEGINS = {
  "image/png": (bytes) => text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n",
  "image/jpeg": (bytes) => text(bytes, 0, 3) === "\xff\xd8\xff",
  "image/webp": RIFF("WEBP"),
  "image/heic": (bytes) => text(bytes, 4, 8) === "ftyp",
  "image/heif": (bytes) => text(bytes, 4, 8) === "ftyp",
  "audio/wav": RIFF("WAVE"),
  "audio/mp3": (bytes) => text(bytes, 0, 3) === "ID3" || bytes[0] === 0xff,
  "audio/aiff": (bytes) => text(bytes, 0, 4) === "FORM",
  "audio/aac": (bytes) => text(bytes, 0, 4) === "ADIF" || bytes[0] === 0xff,
  "audio/ogg": (bytes) => text(bytes, 0, 4) === "OggS",
  "audio/flac": (bytes) => text(bytes, 0, 4) === "fLaC",
};

/** Refuses what the service refuses of a part's file. `senses`: what the model takes, of `image` and `audio`. */
export function checkInline({ mimeType, data }, path, senses) {
  if (mimeType === undefined || mimeType === "") throw badRule(`${path}.inline_data.mime_type`, "mime_type is not specified");
  const kind = IMAGES.includes(mimeType) ? "image" : SOUNDS.includes(mimeType) ? "audio" : undefined;
  if (kind === undefined) throw badArgument(`Unsupported MIME type: ${mimeType}`);
  const name = kind === "image" ? "Image" : "Audio";
  if (!senses.includes(kind)) throw badArgument(`${name} input modality is not enabled for this model.`);
  const bytes = Buffer.from(data ?? "", "base64");
  if (bytes.length === 0 || !BEGINS[mimeType](bytes)) {
    throw badArgument(`Unable to process input ${kind}. Please retry or report in https://developers.generativeai.google/guide/troubleshooting`);
  }
}

/** The tokens a file takes: 258 a picture, 32 a second of sound at 16 kB a second. */
export function fileTokens({ mimeType, data }) {
  return mimeType?.startsWith("image/") ? 258 : Math.ceil(((data ?? "").length * 3) / 4 / 500);
}

/**
 * What a file says about itself, as a model would describe it: a PNG's `Description` and `Text` (tEXt), a WAV's comment (INFO, ICMT)
 * as what is said in it, else its size. Nothing is heard or seen that is not written there.
 */
export function described({ mimeType, data }) {
  const bytes = Buffer.from(data, "base64");
  if (mimeType === "image/png") {
    const texts = pngTexts(bytes);
    const description = texts.Description ?? `A picture of ${bytes.readUInt32BE(16)} by ${bytes.readUInt32BE(20)} pixels.`;
    return { description, ...(texts.Text && { textInImage: texts.Text }), language: "en" };
  }
  if (mimeType === "audio/wav") {
    const said = wavComment(bytes);
    return { description: said ? "Somebody speaks." : `A sound of ${bytes.length} bytes.`, ...(said && { transcript: said }), language: "en" };
  }
  const kind = mimeType.startsWith("image/") ? "picture" : "sound";
  return { description: `A ${kind} of ${bytes.length} bytes.`, language: "en" };
}

/** The tEXt chunks of a PNG by keyword; the file may be cut off anywhere. */
function pngTexts(bytes) {
  const found = {};
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    const zero = chunk.indexOf(0);
    if (text(bytes, at + 4, at + 8) === "tEXt" && zero > 0) found[text(chunk, 0, zero)] = chunk.subarray(zero + 1).toString("utf8");
    at += 12 + length;
  }
  return found;
}

/** The comment in a WAV's INFO list. */
function wavComment(bytes) {
  const at = bytes.indexOf("ICMT");
  if (at < 0 || at + 8 > bytes.length) return undefined;
  return bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4)).toString("utf8").replace(/\0+$/, "");
}
