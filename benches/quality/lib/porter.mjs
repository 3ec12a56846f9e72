// Porter's stemmer ("An algorithm for suffix stripping", Program 14(3), 1980), whole.

const isVowel = (word, at) => "aeiou".includes(word[at]) || (word[at] === "y" && at > 0 && !isVowel(word, at - 1));
const hasVowel = (stem) => [...stem].some((_, at) => isVowel(stem, at));
const endsDouble = (stem) => stem.length > 1 && stem.at(-1) === stem.at(-2) && !isVowel(stem, stem.length - 1);
const endsShort = (stem) => {
  const n = stem.length;
  return n > 2 && !isVowel(stem, n - 3) && isVowel(stem, n - 2) && !isVowel(stem, n - 1) && !"wxy".includes(stem[n - 1]);
};

/** How often a vowel is followed by a consonant. */
function measure(stem) {
  let count = 0;
  for (let at = 1; at < stem.length; at++) if (isVowel(stem, at - 1) && !isVowel(stem, at)) count += 1;
  return count;
}

const STEP_2 = pairs("ational ate tional tion enci ence anci ance izer ize abli able alli al entli ent eli e ousli ous ization ize ation ate ator ate alism al iveness ive fulness ful ousness ous aliti al iviti ive biliti ble");
const STEP_3 = pairs("icate ic ative - alize al iciti ic ical ic ful - ness -");
const STEP_4 = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(" ");

export function stem(word) {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let w = word;
  if (/(ss|i)es$/.test(w)) w = w.slice(0, -2);
  else if (/[^s]s$/.test(w)) w = w.slice(0, -1);
  w = past(w);
  if (w.endsWith("y") && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replace(replace(w, STEP_2), STEP_3);
  w = strip(w);
  if (w.endsWith("e")) {
    const rest = w.slice(0, -1);
    if (measure(rest) > 1 || (measure(rest) === 1 && !endsShort(rest))) w = rest;
  }
  return measure(w) > 1 && w.endsWith("ll") ? w.slice(0, -1) : w;
}

function past(w) {
  if (w.endsWith("eed")) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const rest = /(ed|ing)$/.test(w) ? w.replace(/(ed|ing)$/, "") : undefined;
  if (rest === undefined || !hasVowel(rest)) return w;
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (endsDouble(rest) && !/[lsz]$/.test(rest)) return rest.slice(0, -1);
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

function replace(w, steps) {
  const step = steps.find(([ending]) => w.endsWith(ending));
  if (!step) return w;
  const rest = w.slice(0, -step[0].length);
  return measure(rest) > 0 ? rest + step[1] : w;
}

function strip(w) {
  const ending = STEP_4.filter((e) => w.endsWith(e)).sort((a, b) => b.length - a.length)[0];
  if (!ending) return w;
  const rest = w.slice(0, -ending.length);
  return measure(rest) > 1 && (ending !== "ion" || /[st]$/.test(rest)) ? rest : w;
}

function pairs(text) {
  const all = text.split(" ");
  const list = [];
  for (let at = 0; at < all.length; at += 2) list.push([all[at], all[at + 1] === "-" ? "" : all[at + 1]]);
  return list.sort(([a], [b]) => b.length - a.length);
}
