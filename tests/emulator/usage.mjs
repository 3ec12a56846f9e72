// Token estimates: four UTF-8 bytes a token, at least one for anything.

import { fileTokens } from "./media.mjs";

/** The tokens of a text, a Content, or a list of them. */
export function estimateTokens(value) {
  if (value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + estimateTokens(item), 0);
  if (typeof value === "string") return Math.ceil(Buffer.byteLength(value) / 4);
  if (value.parts !== undefined) return estimateTokens(value.parts);
  if (value.inlineData !== undefined) return fileTokens(value.inlineData);
  return estimateTokens(value.text ?? JSON.stringify(value));
}

/** What a generate request puts in: contents, instructions, tools. */
export function promptTokens(request) {
  const tools = request.tools === undefined ? 0 : estimateTokens(JSON.stringify(request.tools));
  return estimateTokens(request.contents) + estimateTokens(request.systemInstruction) + tools;
}

/** usageMetadata for an answer of `parts` so far. */
export function usageMetadata(request, parts) {
  const prompt = promptTokens(request);
  const thoughts = estimateTokens(parts.filter((part) => part.thought));
  const candidates = estimateTokens(parts.filter((part) => !part.thought));
  const usage = {
    promptTokenCount: prompt,
    candidatesTokenCount: candidates,
    totalTokenCount: prompt + thoughts + candidates,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: prompt }],
  };
  if (thoughts > 0) usage.thoughtsTokenCount = thoughts;
  return usage;
}
