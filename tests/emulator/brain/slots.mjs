// What a sentence about the user fills in: "User lives in Lisbon" → lives = lisbon. Two sentences with the same slot
// and other values contradict each other; with the same value they say the same.

import { keywords, stem, tokens } from "../words.mjs";

/** A fact that is a request to forget; it fills no slot. */
export const FORGET = /^(?:the )?user asked to forget:?\s*(.+)$|^사용자가 잊어 달라고 함:?\s*(.+)$/iu;

const DIETS = "vegetarian vegan pescatarian omnivore omnivorous carnivore keto gluten-free halal kosher";
const DIET = new RegExp(`\\b(?:is|was|am|'m|became|follows|on) (no longer |not )?(?:an? )?(${DIETS.replaceAll(" ", "|")})\\b`);

/** [pattern, slot or how to name it, value]. First match of each pattern counts. */
const PATTERNS = [
  [/\bname is ([\p{L}'-]+(?: [\p{L}'-]+)?)$|\bis called ([\p{L}'-]+)$|^(?:user is )?named ([\p{L}'-]+)$/u, nameSlot],
  [/\b(no longer )?(?:lives?|living|resides?) in (.+)|\b(?:has |have |just )*mov(?:ed|es|ing) to (.+)/, "lives"],
  [/\bis from (.+)|\bcomes from (.+)/, "origin"],
  [/\bworks? as (?:an? )?(.+?)(?= (?:at|for|from|in) |$)/, "occupation"],
  [/\bworks? (?:as .+? )?(?:at|for) (.+)/, "employer"],
  [DIET, "diet"],
  [/사용자의 이름은 (.+?)(?:이다|다)?$/u, "name"],
  [/사용자는 (.+?)에 산다/u, "lives"],
  [/사용자는 (.+?)에서 일한다/u, "employer"],
  [/사용자는 (채식주의자|비건)/u, "diet"],
];

const TASTE = /\b(does not like|doesn't like|do not like|don't like|dislikes?|hates?|likes?|loves?|enjoys?|adores?) (.+)/;
const TASTE_KO = /사용자는 (.+?)(?:을|를) (좋아한다|싫어한다)/u;
const ATTRIBUTE = /^(?:the )?user's (?!name\b)([\p{L} -]+?) is (?:called |named )?(.+)$/u;

/** Slot → value of a sentence. */
export function slots(text) {
  if (FORGET.test(text)) return new Map();
  const line = text.normalize("NFC").toLowerCase().replaceAll("’", "'").replace(/[.!]+$/, "").trim();
  const out = new Map();
  for (const [pattern, slot] of PATTERNS) {
    const match = line.match(pattern);
    if (match === null) continue;
    const name = typeof slot === "function" ? slot(line) : slot;
    const value = plain(match.slice(1).filter((part) => part !== undefined).join(" "));
    if (name !== undefined && value !== "") out.set(name, value);
  }
  const attribute = line.match(ATTRIBUTE);
  if (attribute) out.set(`${plain(attribute[1])} is`, plain(attribute[2]));
  const taste = line.match(TASTE);
  if (taste && !out.has("diet")) out.set(`taste:${object(taste[2])}`, /not|n't|dislike|hate/.test(taste[1]) ? "no" : "yes");
  const tasteKo = line.match(TASTE_KO);
  if (tasteKo) out.set(`taste:${tasteKo[1]}`, tasteKo[2] === "싫어한다" ? "no" : "yes");
  return out;
}

/** "user's dog is called Rex" fills the dog's name, not the user's. */
function nameSlot(line) {
  const another = /user's [\p{L} -]+?(?:'s name)? is (?:called|named)|user's [\p{L}-]+'s name is/u.test(line);
  return another ? undefined : "name";
}

function plain(value) {
  return tokens(value.replace(/\b(now|currently|these days|anymore|any more|today)\b/g, "")).join(" ");
}

function object(value) {
  return [...keywords(value)].map(stem).sort().join(" ");
}
