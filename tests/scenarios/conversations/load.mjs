// Reads the conversations beside this file and refuses what is not in their format (README.md).
import { readdirSync, readFileSync } from "node:fs";

export const LANGUAGES = ["en", "ko", "mixed"];

const KEYS = {
  file: { needs: ["assistant", "conversations"], may: [] },
  conversation: { needs: ["id", "language", "about", "sessions"], may: ["never"] },
  session: { needs: ["at", "turns"], may: [] },
  turn: { needs: ["user"], may: ["assistant", "learns", "ends", "asks"] },
  fact: { needs: ["id", "says"], may: ["optional", "not"] },
  ask: { needs: ["query", "answer"], may: [] },
};

/** All conversations, or one assistant's, each with `assistant`, in the order of the files' names. */
export function load(only, folder = new URL("./", import.meta.url)) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "scores.json").sort();
  const chosen = names.filter((name) => only === undefined || name === `${only}.json`);
  if (chosen.length === 0) throw new Error(`no conversations of ${only}: there are ${names.map((name) => name.slice(0, -5)).join(", ")}`);
  const seen = new Set();
  return chosen.flatMap((name) => {
    const file = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const problems = check(file);
    for (const { id } of file.conversations ?? []) {
      if (seen.has(id)) problems.push(`${id} is there twice`);
      seen.add(id);
    }
    if (`${file.assistant}.json` !== name) problems.push(`the assistant is ${file.assistant}`);
    if (problems.length > 0) throw new Error(`${name}:\n  ${problems.join("\n  ")}`);
    return file.conversations.map((conversation) => ({ assistant: file.assistant, ...conversation }));
  });
}

/** What is wrong with a file's content, in words. */
export function check(file) {
  const problems = [];
  const say = (where, what) => problems.push(`${where}: ${what}`);
  keys(file, "file", "file", say);
  for (const [at, conversation] of list(file.conversations, "conversations", say)) checkConversation(conversation, `${conversation?.id ?? at}`, say);
  return problems;
}

function checkConversation(conversation, where, say) {
  if (!keys(conversation, "conversation", where, say)) return;
  if (!LANGUAGES.includes(conversation.language)) say(where, `language is one of ${LANGUAGES.join(", ")}`);
  if (conversation.never !== undefined) strings(conversation.never, `${where}.never`, say);
  const known = new Set();
  let before = -Infinity;
  for (const [at, session] of list(conversation.sessions, `${where}.sessions`, say)) {
    const place = `${where}, session ${at + 1}`;
    if (!keys(session, "session", place, say)) continue;
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(session.at) ? Date.parse(session.at) : NaN;
    if (!(time > before)) say(place, "at is a time in RFC 3339, after the session before");
    before = time;
    for (const [number, turn] of list(session.turns, `${place}.turns`, say)) checkTurn(turn, `${place}, turn ${number + 1}`, known, say);
  }
}

function checkTurn(turn, where, known, say) {
  if (!keys(turn, "turn", where, say)) return;
  for (const key of ["user", "assistant"]) {
    if (turn[key] !== undefined && (typeof turn[key] !== "string" || turn[key].trim() === "")) say(where, `${key} is a text`);
  }
  for (const [, fact] of list(turn.learns ?? [], `${where}.learns`, say, 0)) {
    if (!keys(fact, "fact", where, say)) continue;
    for (const [, all] of list(fact.says, `${where}, ${fact.id}.says`, say)) strings(all, `${where}, ${fact.id}.says`, say);
    if (fact.not !== undefined) strings(fact.not, `${where}, ${fact.id}.not`, say);
    if (fact.optional !== undefined && fact.optional !== true) say(where, `${fact.id}.optional is true or left out`);
    known.add(fact.id);
  }
  for (const id of turn.ends ?? []) if (!known.has(id)) say(where, `ends ${id}, which was never learned`);
  for (const [, ask] of list(turn.asks ?? [], `${where}.asks`, say, 0)) {
    if (keys(ask, "ask", where, say) && !known.has(ask.answer)) say(where, `asks for ${ask.answer}, which was never learned`);
  }
}

/** Whether it is an object with the keys of its sort; says what is missing or unknown. */
function keys(value, sort, where, say) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    say(where, `a ${sort} is an object`);
    return false;
  }
  const { needs, may } = KEYS[sort];
  for (const key of needs) if (value[key] === undefined) say(where, `a ${sort} needs ${key}`);
  for (const key of Object.keys(value)) if (!needs.includes(key) && !may.includes(key)) say(where, `a ${sort} has no ${key}`);
  return needs.every((key) => value[key] !== undefined);
}

function list(value, where, say, least = 1) {
  if (Array.isArray(value) && value.length >= least) return [...value.entries()];
  say(where, `a list of at least ${least}`);
  return [];
}

function strings(value, where, say) {
  const good = Array.isArray(value) && value.length > 0 && value.every((string) => typeof string === "string" && string.trim() !== "");
  if (!good) say(where, "a list of strings, none of them empty");
}
