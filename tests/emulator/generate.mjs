// generateContent and countTokens: what is refused, and how an answer is put together.

import { ApiError, badArgument, badRule } from "./errors.mjs";
import { checkJsonSchema, checkOpenApiSchema, fromOpenApi } from "./jsonschema.mjs";
import { checkInline } from "./media.mjs";
import { checkThinking } from "./models.mjs";
import { estimateTokens, promptTokens, usageMetadata } from "./usage.mjs";

const MIME_TYPES = ["text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum"];
const REQUEST = "GenerateContentRequest";
const CONFIG = `${REQUEST}.generation_config`;

/** Refuses what the service refuses of a parsed generate request to model `name`. */
export function checkGenerate(request, name, model) {
  if (request.model !== undefined && request.model !== `models/${name}`) {
    throw badRule(`${REQUEST}.model`, "model name must match the model of the request URL");
  }
  checkContents(request.contents, REQUEST, model.senses);
  if (request.systemInstruction !== undefined) checkParts(request.systemInstruction, `${REQUEST}.system_instruction`, []);
  if (request.contents.at(-1).role === "model") throw badArgument("Requests ending with a model turn are not supported.");
  if (request.cachedContent !== undefined) {
    throw new ApiError("PERMISSION_DENIED", "CachedContent not found (or permission denied)");
  }
  const config = request.generationConfig ?? {};
  checkRanges(config, model);
  checkResponseFormat(config);
  checkThinking(model, config.thinkingConfig);
  if (request.tools !== undefined && config.responseMimeType === "application/json" && model.levels.length === 0) {
    throw badArgument("Function calling with a response mime type: 'application/json' is unsupported");
  }
}

function checkContents(contents, path, senses) {
  if (contents === undefined || contents.length === 0) throw badRule(`${path}.contents`, "contents is not specified");
  contents.forEach((content, at) => checkContent(content, `${path}.contents[${at}]`, senses));
}

function checkContent(content, path, senses) {
  if (!["user", "model", "", undefined].includes(content.role)) {
    throw badArgument("Please use a valid role: user, model.");
  }
  checkParts(content, path, senses);
}

function checkParts(content, path, senses) {
  if ((content.parts ?? []).length === 0) throw badRule(`${path}.parts`, "contents.parts must not be empty.");
  for (const [at, part] of content.parts.entries()) {
    const { thought, thoughtSignature, partMetadata, videoMetadata, mediaResolution, ...data } = part;
    if (Object.keys(data).length === 0 || (data.text === "" && thoughtSignature === undefined)) {
      throw badRule(`${path}.parts[${at}].data`, "required oneof field 'data' must have one initialized field");
    }
    if (part.inlineData !== undefined) checkInline(part.inlineData, `${path}.parts[${at}]`, senses);
  }
}

function checkRanges(config, model) {
  const range = (key, label, min, max) => {
    const value = config[key];
    if (value !== undefined && !(value >= min && value <= max)) {
      throw badRule(`${CONFIG}.${label}`, `${label} must be in the range [${min}, ${max}].`);
    }
  };
  range("temperature", "temperature", 0, 2);
  range("topP", "top_p", 0, 1);
  range("topK", "top_k", 1, 1000);
  range("candidateCount", "candidate_count", 1, 8);
  range("maxOutputTokens", "max_output_tokens", 1, model.output);
  range("presencePenalty", "presence_penalty", -2, 2);
  range("frequencyPenalty", "frequency_penalty", -2, 2);
  if ((config.stopSequences?.length ?? 0) > 5) throw badRule(`${CONFIG}.stop_sequences`, "at most 5 stop sequences");
  const budget = config.thinkingConfig?.thinkingBudget;
  if (budget !== undefined && (budget < -1 || budget > 32_768)) {
    throw badRule(`${CONFIG}.thinking_config.thinking_budget`, "thinking_budget must be in the range [-1, 32768].");
  }
}

function checkResponseFormat(config) {
  const mime = config.responseMimeType;
  if (mime !== undefined && mime !== "" && !MIME_TYPES.includes(mime)) {
    throw badRule(`${CONFIG}.response_mime_type`, `allowed mimetypes are ${MIME_TYPES.map((m) => `\`${m}\``).join(", ")}.`);
  }
  const { responseSchema, responseJsonSchema, responseJsonSchemaOrdered } = config;
  const jsonSchema = responseJsonSchema ?? responseJsonSchemaOrdered;
  if (responseSchema !== undefined && jsonSchema !== undefined) {
    throw badRule(CONFIG, "only one of response_schema and response_json_schema can be set");
  }
  if (responseSchema !== undefined) {
    if (mime !== "application/json" && mime !== "text/x.enum") throw needsMime("response_schema");
    checkOpenApiSchema(responseSchema);
  }
  if (jsonSchema !== undefined) {
    if (mime !== "application/json") throw needsMime("response_json_schema");
    checkJsonSchema(jsonSchema);
  }
}

function needsMime(field) {
  return badRule(`${CONFIG}.${field}`, `${field} requires response_mime_type to be application/json`);
}

/** The JSON schema a request asks its answer to follow, if any. */
export function responseSchema(request) {
  const config = request.generationConfig ?? {};
  if (config.responseSchema !== undefined) return fromOpenApi(config.responseSchema);
  return config.responseJsonSchema ?? config.responseJsonSchemaOrdered;
}

/** countTokens takes contents or a whole request, never both. */
export function countTokens(body, name, model) {
  const { contents, generateContentRequest: whole } = body;
  if (contents !== undefined && whole !== undefined) {
    throw badRule("CountTokensRequest", "only one of contents and generate_content_request can be set");
  }
  if (whole !== undefined && whole.model !== `models/${name}`) {
    throw badRule("CountTokensRequest.generate_content_request.model", "unexpected model name format");
  }
  checkContents(whole?.contents ?? contents, "CountTokensRequest", model.senses);
  const totalTokens = whole === undefined ? estimateTokens(contents) : promptTokens(whole);
  return { totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] };
}

/** The parts of a scripted or computed reply: `{text}`, `{json}` or `{parts}`. */
export function replyParts(reply) {
  if (reply.parts !== undefined) return reply.parts;
  if (reply.json !== undefined) return [{ text: JSON.stringify(reply.json) }];
  return reply.text === undefined ? undefined : [{ text: reply.text }];
}

/** Cuts a computed reply at the request's stop sequences and token limit, as a model would be cut. */
export function applyLimits(reply, config = {}) {
  const parts = replyParts(reply);
  if (parts?.length !== 1 || parts[0].text === undefined) return reply;
  let { text } = parts[0];
  for (const stop of config.stopSequences ?? []) {
    if (stop !== "" && text.includes(stop)) text = text.slice(0, text.indexOf(stop));
  }
  const limit = config.maxOutputTokens ?? Infinity;
  if (estimateTokens(text) <= limit) return { text };
  const letters = [...text];
  while (estimateTokens(letters.join("")) > limit) letters.pop();
  return { text: letters.join(""), finishReason: "MAX_TOKENS" };
}

/** One GenerateContentResponse. `parts` undefined leaves the content out; `final` carries the finish reason. */
export function response(request, reply, { parts, soFar = parts ?? [], final = true, model, id }) {
  const out = {};
  if (reply.promptFeedback !== undefined) {
    out.promptFeedback = reply.promptFeedback;
  } else if (!reply.noCandidates) {
    const candidate = {};
    if (parts !== undefined) candidate.content = reply.noParts ? { role: "model" } : { parts, role: "model" };
    if (final) candidate.finishReason = reply.finishReason ?? "STOP";
    if (final && reply.finishMessage !== undefined) candidate.finishMessage = reply.finishMessage;
    const count = request.generationConfig?.candidateCount ?? 1;
    out.candidates = Array.from({ length: count }, (_, index) => ({ ...candidate, index }));
  }
  out.usageMetadata = usageMetadata(request, soFar);
  out.modelVersion = reply.modelVersion ?? model;
  out.responseId = id;
  return out;
}

/** Parts with the thoughts a request asked to see put first. */
export function withThoughts(request, parts) {
  if (!request.generationConfig?.thinkingConfig?.includeThoughts || parts === undefined) return parts;
  return [{ text: "**Reading the request**\n\nWhat is asked, and of what?", thought: true }, ...parts];
}
