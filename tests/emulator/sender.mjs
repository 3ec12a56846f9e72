// Sends an answer: whole, in pieces, or, under a fault, broken.

import { setTimeout as sleep } from "node:timers/promises";

import { ApiError, htmlPage, PASSING } from "./errors.mjs";
import { cutBytes, frames } from "./stream.mjs";

const NOT_JSON = '{"candidates": [{"content": NaN';

/** Writes one answer. */
export class Sender {
  constructor(request, reply, record) {
    Object.assign(this, { request, reply, record });
    const { origin } = request.headers;
    this.cors = origin === undefined ? {} : { "access-control-allow-origin": origin, vary: "origin" };
  }

  json(body, fault, code = 200) {
    const text = fault?.kind === "not_json" ? (fault.text ?? NOT_JSON) : JSON.stringify(body, null, 2);
    const bytes = Buffer.from(text);
    this.#head(code, "application/json; charset=UTF-8", { "content-length": bytes.length });
    if (fault?.kind !== "cut_body") return void this.reply.end(bytes);
    return void this.reply.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => this.cut());
  }

  error(error, url) {
    // A stream asked for as a JSON array gets its error in an array too.
    const array = url.pathname.endsWith(":streamGenerateContent") && url.searchParams.get("alt") !== "sse";
    this.json(array ? [error.toJSON()] : error.toJSON(), undefined, error.code);
  }

  html(code, title) {
    this.cors = {}; // the front end's own pages know nothing of origins
    this.#head(code, "text/html; charset=UTF-8");
    this.reply.end(htmlPage(code, title));
  }

  async stream(responses, sse, fault) {
    const cut = fault?.kind === "cut_stream" || fault?.kind === "cut_body";
    const after = Math.min(fault?.after ?? 1, responses.length - 1);
    const sent = fault?.kind === "stream_error" ? [...responses.slice(0, after), streamError(fault)] : responses;
    let texts = frames(sent, sse);
    if (fault?.kind === "not_json") texts = [sse ? 'data: {"candidates": [NaN\r\n\r\n' : "[{NaN"];
    if (cut) texts = [...texts.slice(0, after), texts[after].slice(0, texts[after].length / 2)];
    const pieces = fault?.kind === "split_stream" ? cutBytes(texts, fault.bytes ?? 7) : texts;
    this.#head(200, sse ? "text/event-stream" : "application/json; charset=UTF-8");
    for (const piece of pieces) {
      if (this.reply.destroyed) return;
      await new Promise((done) => this.reply.write(piece, done));
      // A moment between writes keeps the network from joining them again.
      await sleep(fault?.kind === "slow_stream" ? (fault.delayMs ?? 500) : 1);
    }
    if (cut) this.cut();
    else this.reply.end();
  }

  cut() {
    this.reply.socket?.destroy();
  }

  #head(code, type, more = {}) {
    this.record.status = code;
    this.reply.socket?.setNoDelay(true);
    this.reply.writeHead(code, { "content-type": type, ...this.cors, ...more });
  }
}

function streamError({ status = "UNAVAILABLE", message }) {
  return new ApiError(status, message ?? PASSING[status] ?? "The stream failed.");
}
