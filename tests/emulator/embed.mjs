// embedContent and batchEmbedContents: deterministic vectors whose angles mean something. A text is a bag of features
// (words, themes, n-grams); each feature is a pseudo-random direction; the vector is their weighted sum.

import { badArgument, badRule } from "./errors.mjs";
import { estimateTokens } from "./usage.mjs";
import { features } from "./words.mjs";

const MAX_BATCH = 100;
const TASK_PREFIX = /^(task: [^|]* \| (query|sentence): |title: [^|]* \| text: )/;

/** Refuses what the service refuses of one embed request; `path` names it in the error. */
export function checkEmbed(request, model, path = "EmbedContentRequest") {
  if (request.content === undefined) throw badRule(`${path}.content`, "contents is not specified");
  const parts = request.content.parts ?? [];
  if (parts.length === 0) throw badRule(`${path}.content.parts`, "contents.parts must not be empty.");
  for (const [at, part] of parts.entries()) {
    if (part.text === "" || (part.text === undefined && part.inlineData === undefined && part.fileData === undefined)) {
      throw badRule(`${path}.content.parts[${at}].data`, "required oneof field 'data' must have one initialized field");
    }
    if (part.text === undefined && !model.unit) throw badArgument("Only text content is supported by this model.");
  }
  const dims = request.outputDimensionality;
  if (dims !== undefined && (dims < model.minDims || dims > model.maxDims)) {
    throw badRule(
      `${path}.output_dimensionality`,
      `output_dimensionality must be in the range [${model.minDims}, ${model.maxDims}]`,
    );
  }
}

/** `models/{name}` where the request names its model; optional on embedContent, required in a batch. */
export function checkEmbedModel(named, name, path, required) {
  if (named === undefined && !required) return;
  if (!/^models\/[^/]+$/.test(named ?? "")) throw badRule(`${path}.model`, "unexpected model name format");
  if (named !== `models/${name}`) throw badRule(`${path}.model`, "model name must match the model of the request URL");
}

export function checkBatch(body, name, model) {
  const path = "BatchEmbedContentsRequest";
  checkEmbedModel(body.model, name, path, false);
  const requests = body.requests ?? [];
  if (requests.length === 0) throw badRule(`${path}.requests`, "requests is not specified");
  if (requests.length > MAX_BATCH) {
    throw badRule(`${path}.requests`, `at most ${MAX_BATCH} requests can be in one batch`);
  }
  for (const [at, request] of requests.entries()) {
    checkEmbedModel(request.model, name, `${path}.requests[${at}]`, true);
    checkEmbed(request, model, `${path}.requests[${at}]`);
  }
}

/** The answer to embedContent. */
export function embedOne(request, model) {
  return { embedding: embedding(request, model), ...usage([request], model) };
}

/** The answer to batchEmbedContents: one vector a request, in order. */
export function embedBatch(body, model) {
  return { embeddings: body.requests.map((request) => embedding(request, model)), ...usage(body.requests, model) };
}

/** Several parts of one content make one fused vector. */
function embedding(request, model) {
  const dims = request.outputDimensionality ?? model.maxDims;
  const texts = request.content.parts.map(
    (part) => part.text ?? `${part.inlineData?.mimeType ?? ""} ${part.inlineData?.data?.slice(0, 64) ?? part.fileData?.fileUri}`,
  );
  if (request.title !== undefined) texts.push(request.title);
  return { values: vector(texts.join("\n"), dims, model) };
}

/** A text's vector: the first `dims` numbers of the full one, brought back to length 1 where the model does so. */
export function vector(text, dims, model = { maxDims: 3072, unit: true }) {
  const sum = new Float64Array(model.unit ? dims : model.maxDims);
  const bag = features(text.replace(TASK_PREFIX, ""));
  if (bag.size === 0) bag.set(`x:${text}`, 1);
  for (const [name, weight] of bag) {
    const way = direction(name, model.maxDims);
    for (let at = 0; at < sum.length; at++) sum[at] += weight * way[at];
  }
  const kept = sum.subarray(0, dims);
  const scale = length(model.unit ? kept : sum);
  return Array.from(kept, (value) => Number((value / scale).toFixed(9)));
}

const directions = new Map();
const CACHED_DIRECTIONS = 2000;

/** The pseudo-random direction of a feature: FNV-1a of its name seeds a mulberry32 stream. */
function direction(name, width) {
  const cached = directions.get(name);
  if (cached?.length === width) return cached;
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 0x01000193);
  const way = new Float32Array(width);
  for (let at = 0; at < width; at++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    way[at] = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  }
  if (directions.size >= CACHED_DIRECTIONS) directions.delete(directions.keys().next().value);
  directions.set(name, way);
  return way;
}

function length(values) {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Only gemini-embedding-2 reports what an embedding took. */
function usage(requests, model) {
  if (!model.unit) return {};
  const count = requests.reduce((sum, request) => sum + estimateTokens(request.content), 0);
  return { usageMetadata: { promptTokenCount: count, promptTokenDetails: [{ modality: "TEXT", tokenCount: count }] } };
}
