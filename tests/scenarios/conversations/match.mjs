// Whether a memory says a fact, by its words.

/** How a sentence says of itself that it speaks of the past. */
const PAST = /\b(?:no longer|any ?more|used to|formerly|former|previous(?:ly)?|until|stopped|quit|gave up|was|were|had been)\b|더 ?이상|예전|이전에|전에는|그만두|끊었|았었|었었/u;

/** One spelling for what readers take for the same text: case, width, accents, apostrophes, thousands. */
export function normalise(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Script=Latin}\p{Mn}+/gu, (letter) => letter[0])
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’`]/g, "'")
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

const patterns = new Map();

/**
 * Whether a normalised text holds `wanted`. A Latin word must begin there ("run" is in "running", not in "prune"), a number must be
 * the whole number ("7" is not in "17" or "7.5"); spaces do not count around Hangul and between a number and its unit.
 */
export function holds(text, wanted) {
  if (!patterns.has(wanted)) patterns.set(wanted, pattern(normalise(wanted)));
  return patterns.get(wanted).test(text);
}

function pattern(wanted) {
  const escaped = wanted
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/(\d) ?(?=\p{L})/gu, "$1\\s*")
    .replace(/ ?(\p{Script=Hangul}) ?/gu, "\\s*$1\\s*")
    .replace(/ /g, "\\s+");
  const before = /^\d/.test(wanted) ? "(?<![\\d\\p{Script=Latin}])(?<!\\d[.,:])" : /^\p{Script=Latin}/u.test(wanted) ? "(?<![\\d\\p{Script=Latin}])" : "";
  const after = /\d$/.test(wanted) ? "(?!\\d|[.,]\\d)" : "";
  return new RegExp(before + escaped + after, "u");
}

/** Whether a memory says a fact: all strings of one of its alternatives, and none of what it must `not` hold. */
export function says(memory, fact) {
  const text = normalise(memory);
  if (fact.not?.some((string) => holds(text, string))) return false;
  return fact.says.some((all) => all.every((string) => holds(text, string)));
}

/** Whether a memory says of itself that it is history. */
export function isHistory(memory) {
  return PAST.test(normalise(memory));
}
