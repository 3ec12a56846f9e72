// The HTTP side of the emulator: routes, CORS, keys, recording, and which handler answers.

import { once } from "node:events";
import http from "node:http";

import { brain } from "./brain.mjs";
import { controlPlane } from "./control.mjs";
import { checkBatch, checkEmbed, checkEmbedModel, embedBatch, embedOne } from "./embed.mjs";
import { ApiError, badArgument, badFields, invalidKey, invalidToken, missingKey, PASSING } from "./errors.mjs";
import { alterBody, alterReply, FaultQueue, raise } from "./faults.mjs";
import { applyLimits, checkGenerate, countTokens, replyParts, response, withThoughts } from "./generate.mjs";
import { answeringModel, findModel, getModel, listModels } from "./models.mjs";
import { parseMessage } from "./schema.mjs";
import { Sender } from "./sender.mjs";
import { chunks } from "./stream.mjs";

const EMBED_LIMIT = 4_194_304;
const GENERATE_LIMIT = 20_971_520;

/** POST methods: the message each takes and how much of it. */
const METHODS = {
  generateContent: { message: "GenerateContentRequest", limit: GENERATE_LIMIT },
  streamGenerateContent: { message: "GenerateContentRequest", limit: GENERATE_LIMIT },
  countTokens: { message: "CountTokensRequest", limit: GENERATE_LIMIT },
  embedContent: { message: "EmbedContentRequest", limit: EMBED_LIMIT },
  batchEmbedContents: { message: "BatchEmbedContentsRequest", limit: EMBED_LIMIT },
};

const CORS_HEADERS = ["content-type", "x-goog-api-key", "x-goog-api-client", "authorization"];
const SYSTEM_PARAMETERS = ["alt", "$alt", "key", "prettyPrint", "$prettyPrint", "fields", "$fields", "quotaUser", "access_token"];

/**
 * Starts the emulator on 127.0.0.1.
 *
 * `key`: the API key it takes · `token`: the OAuth token it takes · `today`: the service's date, which decides when old
 * models are re-routed · `control`: serve the control plane under `/__emulator__/` · `log`: called with a line a call.
 */
export async function startEmulator(options = {}) {
  const emulator = new Emulator(options);
  const server = http.createServer((request, reply) => emulator.serve(request, reply));
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    key: emulator.key,
    requests: emulator.requests,
    preflights: emulator.preflights,
    script: (replies) => emulator.script(replies),
    fault: (spec) => emulator.faults.add(spec),
    reset: () => emulator.reset(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

class Emulator {
  requests = [];
  preflights = [];
  faults = new FaultQueue();
  #script = [];
  #answers = 0;

  constructor({ key = "test-key", token = "test-token", today = "2026-11-22", control = false, log }) {
    Object.assign(this, { key, token, today, control, log });
  }

  /** Replies for the next generate calls: an array is used up in order, a function answers every call it does not
   *  return undefined for. */
  script(replies) {
    this.#script = typeof replies === "function" ? replies : [...this.#queued(), ...[replies].flat()];
  }

  reset() {
    this.requests.length = 0;
    this.preflights.length = 0;
    this.faults.clear();
    this.#script = [];
  }

  #queued() {
    return Array.isArray(this.#script) ? this.#script : [];
  }

  async serve(request, reply) {
    try {
      const url = new URL(request.url, "http://emulator");
      const bytes = await readBody(request);
      if (this.control && url.pathname.startsWith("/__emulator__/")) return controlPlane(this, request, url, bytes, reply);
      if (request.method === "OPTIONS") return this.#preflight(request, reply);
      const record = this.#record(request, url, bytes);
      const send = new Sender(request, reply, record);
      reply.on("close", () => this.log?.(`${request.method} ${record.path} ${record.status ?? "no answer"}`));
      try {
        await this.#answer(request, url, bytes, record, send);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        send.error(error, url);
      }
    } catch (error) {
      if (reply.destroyed) return;
      this.log?.(`emulator fault: ${error.stack}`);
      if (reply.headersSent) reply.destroy();
      else {
        const body = new ApiError("INTERNAL", `${PASSING.INTERNAL} (emulator: ${error.message})`);
        reply.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify(body));
      }
    }
  }

  async #answer(request, url, bytes, record, send) {
    const route = matchRoute(request.method, url.pathname);
    if (route === undefined) return send.html(404, "Not Found");
    this.#authorize(request, url);
    checkQuery(url, route);
    if (route.method === "models") {
      const body = route.model === undefined ? listModels(url.searchParams) : getModel(route.model, route.version);
      return this.#underFault(this.faults.take("models"), route, send, () => send.json(body));
    }
    const job = this.#prepare(route, record, bytes);
    return this.#underFault(this.faults.take(route.method), route, send, (fault) => job(fault, send, url));
  }

  /** Checks a POST request and returns what answers it. */
  #prepare({ method, model: name, version }, record, bytes) {
    const { message, limit } = METHODS[method];
    if (bytes.length > limit) throw badArgument(`Request payload size exceeds the limit: ${limit} bytes`);
    const body = parseMessage(message, parseJson(bytes));
    const model = findModel(name, version, method);
    if (method === "countTokens") {
      const counted = countTokens(body, name, model);
      return (_, send) => send.json(counted);
    }
    if (method === "embedContent" || method === "batchEmbedContents") {
      const batch = method === "batchEmbedContents";
      if (batch) checkBatch(body, name, model);
      else {
        checkEmbedModel(body.model, name, "EmbedContentRequest", false);
        checkEmbed(body, model);
      }
      const embed = batch ? embedBatch : embedOne;
      return (fault, send) => send.json(alterBody(embed(body, model), fault), fault);
    }
    checkGenerate(body, name, model);
    return (fault, send, url) => this.#generate(method, name, body, record, fault, send, url);
  }

  async #generate(method, name, request, record, fault, send, url) {
    this.#answers += 1;
    const scripted = await this.#nextScripted(record);
    const said = scripted ?? applyLimits(brain(request), request.generationConfig);
    const reply = alterReply(said, fault);
    const parts = withThoughts(request, replyParts(reply));
    const envelope = { model: answeringModel(name, this.today), id: `emu-${String(this.#answers).padStart(6, "0")}` };
    if (method === "generateContent") return send.json(response(request, reply, { parts, ...envelope }), fault);
    const sse = url.searchParams.get("alt") === "sse" || url.searchParams.get("$alt") === "sse";
    return send.stream(chunks(request, reply, parts, envelope), sse, fault);
  }

  async #nextScripted(record) {
    if (typeof this.#script === "function") return this.#script(record);
    const next = this.#script.shift();
    return typeof next === "function" ? next(record) : next;
  }

  /** Runs `job`, unless the fault answers or breaks the connection in its place. */
  async #underFault(fault, { method, model }, send, job) {
    raise(fault, method, model);
    switch (fault?.kind) {
      case "hang": return undefined;
      case "cut_headers": return send.cut();
      case "html": return send.html(fault.status ?? 502, "Server Error");
      default: return job(fault);
    }
  }

  #authorize(request, url) {
    const bearer = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
    const key = request.headers["x-goog-api-key"] ?? url.searchParams.get("key");
    if (bearer !== undefined && bearer !== this.token) throw invalidToken();
    if (bearer !== undefined) return;
    if (key === null || key === "") throw missingKey();
    if (key !== this.key) throw invalidKey();
  }

  /** Only four request headers pass; any other one gets a 403 that the browser shows as a CORS failure. */
  #preflight(request, reply) {
    const list = request.headers["access-control-request-headers"] ?? "";
    const asked = list.split(",").map((name) => name.trim().toLowerCase());
    const allowed = asked.every((name) => name === "" || CORS_HEADERS.includes(name));
    const { origin } = request.headers;
    this.preflights.push({ path: redactPath(request.url), origin, headers: asked, allowed });
    if (!allowed || origin === undefined) return reply.writeHead(403, { "content-length": 0 }).end();
    return reply.writeHead(200, {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT",
      "access-control-allow-headers": CORS_HEADERS.join(","),
      "access-control-max-age": "3600",
      vary: "origin",
      "content-length": 0,
    }).end();
  }

  #record(request, url, bytes) {
    const headers = { ...request.headers };
    if (headers["x-goog-api-key"] !== undefined) headers["x-goog-api-key"] = "[redacted]";
    if (headers.authorization !== undefined) headers.authorization = "[redacted]";
    const record = { method: request.method, path: redactPath(request.url), headers, body: readable(bytes) };
    this.requests.push(record);
    return record;
  }
}

function matchRoute(verb, path) {
  const [, version, rest] = path.match(/^\/(v1|v1beta)\/models(.*)$/) ?? [];
  if (version === undefined) return undefined;
  if (verb === "GET" || verb === "HEAD") {
    if (rest === "") return { version, method: "models", model: undefined };
    const model = rest.match(/^\/([^/:]+)$/)?.[1];
    return model && { version, method: "models", model };
  }
  const [, model, method] = rest.match(/^\/([^/:]+):(\w+)$/) ?? [];
  return verb === "POST" && Object.hasOwn(METHODS, method ?? "") ? { version, method, model } : undefined;
}

function checkQuery(url, route) {
  const listing = route.method === "models" && route.model === undefined;
  const known = listing ? [...SYSTEM_PARAMETERS, "pageSize", "pageToken"] : SYSTEM_PARAMETERS;
  for (const name of url.searchParams.keys()) {
    if (known.includes(name)) continue;
    const description =
      `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. ` +
      `Field '${name}' could not be found in request message.`;
    throw badFields([{ field: "", description }]);
  }
}

function parseJson(bytes) {
  const text = bytes.toString("utf8");
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw badArgument(`Invalid JSON payload received. Unexpected token.\n${text.slice(0, 40)}\n^`);
  }
}

function readable(bytes) {
  try {
    return bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8"));
  } catch {
    return bytes.toString("utf8");
  }
}

function redactPath(path) {
  return path.replace(/([?&](key|access_token)=)[^&]*/g, "$1[redacted]");
}

async function readBody(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}
