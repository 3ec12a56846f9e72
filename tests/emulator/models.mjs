// What each model can do, and what it refuses.

import { badArgument, modelNotFound } from "./errors.mjs";

const ALL = ["MINIMAL", "LOW", "MEDIUM", "HIGH"];
const NO_MINIMAL = ["LOW", "MEDIUM", "HIGH"];

const CHAT = ["generateContent", "countTokens", "createCachedContent", "batchGenerateContent"];
const EMBED = ["embedContent", "countTextTokens", "countTokens", "asyncBatchEmbedContent"];

/** A chat model; `levels`: thinking levels taken, `budget`: takes thinkingBudget, `senses`: files it takes. */
function chat(displayName, { levels = ALL, budget = true, thinking = true, senses = ["image", "audio"], ...rest } = {}) {
  return { displayName, methods: CHAT, input: 1_048_576, output: 65_536, levels, budget, thinking, senses, ...rest };
}

/** An embedding model; `unit`: vectors narrower than the full width come normalised. */
function embed(displayName, input, unit) {
  return { displayName, methods: EMBED, input, output: 1, minDims: 128, maxDims: 3072, unit };
}

const MODELS = {
  "gemini-3.8-flash": chat("Gemini 3.8 Flash", { levels: NO_MINIMAL }),
  "gemini-3.7-flash": chat("Gemini 3.7 Flash", { levels: NO_MINIMAL }),
  "gemini-3.6-flash": chat("Gemini 3.6 Flash"),
  "gemini-3.5-flash": chat("Gemini 3.5 Flash"),
  "gemini-3.5-flash-lite": chat("Gemini 3.5 Flash-Lite"),
  "gemini-3.1-flash-lite": chat("Gemini 3.1 Flash-Lite"),
  "gemini-3.1-pro-preview": chat("Gemini 3.1 Pro Preview", { levels: NO_MINIMAL }),
  "gemini-4-argon": chat("Gemini 4 Argon", { levels: NO_MINIMAL, budget: false }),
  "gemini-4-carbon": chat("Gemini 4 Carbon", { levels: NO_MINIMAL, budget: false }),
  "gemini-2.5-flash": chat("Gemini 2.5 Flash", { levels: [], reroutedTo: "gemini-3.5-flash-lite" }),
  "gemini-2.5-pro": chat("Gemini 2.5 Pro", { levels: [], reroutedTo: "gemini-3.8-flash" }),
  "gemini-2.5-flash-lite": chat("Gemini 2.5 Flash-Lite", { levels: [] }),
  "gemma-4-31b-it": chat("Gemma 4 31B", { senses: ["image"], levels: [], budget: false, thinking: false, input: 131_072, output: 32_768 }),
  "gemma-4-26b-a4b-it": chat("Gemma 4 26B A4B", { senses: ["image"], levels: [], budget: false, thinking: false, input: 131_072, output: 32_768 }),
  "gemini-flash-latest": chat("Gemini Flash Latest", { levels: NO_MINIMAL, aliasOf: "gemini-3.8-flash" }),
  "gemini-flash-lite-latest": chat("Gemini Flash-Lite Latest", { aliasOf: "gemini-3.5-flash-lite" }),
  "gemini-pro-latest": chat("Gemini Pro Latest", { levels: NO_MINIMAL, aliasOf: "gemini-3.1-pro-preview" }),
  "gemini-embedding-2": embed("Gemini Embedding 2", 8192, true),
  "gemini-embedding-001": embed("Gemini Embedding 001", 2048, false),
};

/** The day the 2.5 models stop answering as themselves. */
const REROUTE_DAY = "2026-12-01";

const METHOD_NEEDS = {
  generateContent: "generateContent",
  streamGenerateContent: "generateContent",
  embedContent: "embedContent",
  batchEmbedContents: "embedContent",
  countTokens: "countTokens",
};

/** The model's entry, or the 404 that retired (text-embedding-004, gemini-2.0-*) and unknown models get alike. */
export function findModel(name, version, method) {
  const model = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined;
  if (model === undefined || !model.methods.includes(METHOD_NEEDS[method])) throw modelNotFound(name, version, method);
  return model;
}

/** The `modelVersion` answered on `today` ("2026-11-22"): another model's once an old one is re-routed. */
export function answeringModel(name, today) {
  const model = MODELS[name];
  if (model.reroutedTo !== undefined && today >= REROUTE_DAY) return model.reroutedTo;
  return model.aliasOf ?? name;
}

/** Throws the service's 400 for a thinkingConfig the model does not take. */
export function checkThinking(model, config) {
  if (config === undefined) return;
  const { thinkingLevel: level, thinkingBudget: budget } = config;
  if (!model.thinking) throw badArgument("Thinking is not enabled for this model.");
  if (level !== undefined && budget !== undefined) {
    throw badArgument("You can only set only one of thinking budget and thinking level.");
  }
  if (budget !== undefined && !model.budget) throw badArgument("Thinking budget is not supported for this model.");
  if (level === undefined || level === "THINKING_LEVEL_UNSPECIFIED") return;
  if (model.levels.length === 0) throw badArgument("Thinking level is not supported for this model.");
  if (!model.levels.includes(level)) {
    throw badArgument(
      `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`,
    );
  }
}

function resource(name) {
  const model = MODELS[name];
  const out = {
    name: `models/${name}`,
    version: "001",
    displayName: model.displayName,
    description: model.displayName,
    inputTokenLimit: model.input,
    outputTokenLimit: model.output,
    supportedGenerationMethods: model.methods,
  };
  if (model.methods === CHAT) Object.assign(out, { temperature: 1, topP: 0.95, topK: 64, maxTemperature: 2 });
  if (model.thinking) out.thinking = true;
  return out;
}

/** `GET models/{name}`. */
export function getModel(name, version) {
  if (!Object.hasOwn(MODELS, name)) throw modelNotFound(name, version, "GetModel");
  return resource(name);
}

/** `GET models`: a page of 50 unless told (1000 at most); the token is the next index. */
export function listModels(query) {
  const size = Number(query.get("pageSize") ?? 50);
  const start = Number(query.get("pageToken") ?? 0);
  if (!Number.isInteger(size) || size < 0) throw badArgument("page_size must be a non-negative integer");
  if (!Number.isInteger(start) || start < 0) throw badArgument("page_token is invalid");
  const names = Object.keys(MODELS);
  const end = start + Math.min(size === 0 ? 50 : size, 1000);
  const page = { models: names.slice(start, end).map(resource) };
  if (end < names.length) page.nextPageToken = String(end);
  return page;
}
