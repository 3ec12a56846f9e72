// Small files made in code: a PNG that says what it shows, a WAV that says what is heard.

import { deflateSync } from "node:zlib";

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 0xff] ^ (sum >>> 8), 0xffffffff) >>> 0;

function u32(value, order = "BE") {
  const bytes = Buffer.alloc(4);
  bytes[`writeUInt32${order}`](value);
  return bytes;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc(body))]);
}

/** A grey PNG of `size` by `size` pixels with the texts given (tEXt). */
export function png(texts = {}, size = 2) {
  const said = Object.entries(texts).map(([key, value]) => chunk("tEXt", Buffer.from(`${key}\0${value}`)));
  const header = Buffer.concat([u32(size), u32(size), Buffer.from([8, 0, 0, 0, 0])]);
  const rows = Array.from({ length: size }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(size, 0x80)]));
  const pixels = deflateSync(Buffer.concat(rows));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), ...said, chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A WAV of silence, 8 kHz, one byte a sample; `comment` stands in it as its INFO comment. */
export function wav(comment = "", samples = 80) {
  const list = (id, ...parts) => Buffer.concat([Buffer.from(id), u32(Buffer.concat(parts).length, "LE"), ...parts]);
  const format = Buffer.concat([Buffer.from([1, 0, 1, 0]), u32(8000, "LE"), u32(8000, "LE"), Buffer.from([1, 0, 8, 0])]);
  const said = Buffer.from(comment);
  const padded = Buffer.concat([said, Buffer.alloc(said.length % 2)]);
  const info = comment === "" ? [] : [list("LIST", Buffer.from("INFO"), list("ICMT", padded))];
  return list("RIFF", Buffer.from("WAVE"), list("fmt ", format), ...info, list("data", Buffer.alloc(samples, 0x80)));
}
