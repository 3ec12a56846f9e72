// Free chat: a short answer that uses the recalled memories a prompt fences in.

import { similarity } from "../words.mjs";
import { parseObject } from "./sections.mjs";
import { factOf } from "./rules.mjs";
import { clauses } from "./clauses.mjs";

const FENCES = [/^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^\1\s*$/gm, /<([\w-]+)(?: [^>\n]*)?>([\s\S]*?)<\/\1(?: [^>\n]*)?>/g];
const ASKS = /[?？]\s*$|^(?:what|who|where|when|which|how|do|does|can|am|is|are|tell me|recommend|suggest)\b/i;
const RELATED = 0.1;
const MOST = 3;

/** The answer to a request's last turn. */
export function chat(request) {
  const text = (content) => (content?.parts ?? []).map((part) => part.text ?? "").join("\n");
  const users = request.contents.filter((content) => content.role !== "model");
  const memories = [request.systemInstruction, ...users].flatMap((content) => fencedMemories(text(content)));
  const message = withoutFences(text(users.at(-1))).trim();
  return answer(message, [...new Set(memories)]);
}

function answer(message, memories) {
  const say = /\p{Script=Hangul}/u.test(message) ? KOREAN : ENGLISH;
  const scored = memories.map((memory) => [similarity(message, memory), memory]).sort((a, b) => b[0] - a[0]);
  const best = scored[0]?.[0] ?? 0;
  const related = scored.filter(([score]) => score >= RELATED && score >= best / 3).slice(0, MOST);
  const asks = ASKS.test(message);
  if (asks && related.length > 0) return say.recall(related.map(([, memory]) => memory));
  if (asks) return say.unknown;
  if (clauses(message).some((clause) => factOf(clause.text))) return say.noted;
  return related.length > 0 ? say.recall(related.map(([, memory]) => memory)) : say.hello;
}

const ENGLISH = {
  recall: (memories) => `You told me: ${memories.map(secondPerson).join(" ")}`,
  unknown: "I do not know that about you yet. Tell me, and I will remember it.",
  noted: "Thank you for telling me. I will keep that in mind.",
  hello: "Hello! Tell me something about yourself, or ask me what I remember.",
};

const KOREAN = {
  recall: (memories) => `이렇게 알려 주셨어요: ${memories.map(sentence).join(" ")}`,
  unknown: "아직 그 점은 알지 못해요. 알려 주시면 기억할게요.",
  noted: "알려 주셔서 고마워요. 기억해 둘게요.",
  hello: "안녕하세요! 자신에 대해 들려주시거나, 제가 기억하는 것을 물어보세요.",
};

/** "User lives in Lisbon" → "You live in Lisbon." */
function secondPerson(memory) {
  const turned = sentence(memory)
    .replace(/^The user\b/i, "User")
    .replace(/^User's\b/, "Your")
    .replace(/^User is\b/, "You are")
    .replace(/^User was\b/, "You were")
    .replace(/^User has\b/, "You have")
    .replace(/^User does\b/, "You do")
    .replace(/^User no longer (\w+?)s\b/, "You no longer $1")
    .replace(/^User (\w+?)ies\b/, "You $1y")
    .replace(/^User (\w+?(?:ch|sh|x|z|ss|o))es\b/, "You $1")
    .replace(/^User (\w+?[^s])s\b/, "You $1")
    .replace(/^User\b/, "You");
  return turned.startsWith("You") ? turned.replace(/\btheir\b/g, "your").replace(/\bthem\b/g, "you") : turned;
}

function sentence(memory) {
  const bare = memory.trim();
  return /[.!?]$/.test(bare) ? bare : `${bare}.`;
}

function fencedBlocks(text) {
  return FENCES.flatMap((fence) => [...text.matchAll(fence)].map((match) => match[2]));
}

function withoutFences(text) {
  return FENCES.reduce((rest, fence) => rest.replace(fence, ""), text);
}

/** Memories in fenced blocks: a JSON array, JSON lines with a text, or bullets. */
function fencedMemories(text) {
  return fencedBlocks(text).flatMap((block) => {
    const whole = parseArray(block);
    if (whole !== undefined) return whole.flatMap(textOf);
    return block.split("\n").flatMap((line) => {
      const object = parseObject(line);
      if (object !== undefined) return textOf(object);
      const bullet = line.match(/^\s*(?:[-*•]|\d+[.)])\s+(.+)$/)?.[1];
      return bullet === undefined ? [] : textOf(parseObject(bullet) ?? unquote(bullet));
    });
  });
}

function textOf(item) {
  const text = typeof item === "string" ? item : (item?.text ?? item?.memory);
  return typeof text === "string" ? [text] : [];
}

function unquote(bullet) {
  return bullet.replace(/^\[[^\]]*\]\s*/, "").replace(/^\([^)]*\)\s*/, "").replace(/^"(.*)"$/, "$1");
}

function parseArray(block) {
  if (!block.trim().startsWith("[")) return undefined;
  try {
    return JSON.parse(block);
  } catch {
    return undefined;
  }
}
