// Cuts a message into clauses that each say one thing, and puts the user's words into the third person.

const OPENERS = /^(?:(?:actually|well|oh|ok|okay|yes|no|also|and|but|so|hi|hello|hey|hi there|by the way|btw|sorry|anyway|right|sure|thanks|사실|참|아|음|안녕하세요|안녕|그리고|근데)[,!.:\s]+)+/i;

/** Clauses of a message, each `{text, question}`. "I'm vegan and allergic to nuts" gives two that both start with I'm. */
export function clauses(message) {
  const plain = message.replaceAll("’", "'").replace(/\b(St|Mr|Mrs|Ms|Dr)\./g, "$1");
  const sentences = plain.match(/[^.!?。！？\n]+(?:\.(?=\p{L}|\d)[^.!?。！？\n]+)*[.!?。！？]*/gu) ?? [];
  return sentences.flatMap((sentence) => {
    const question = /[?？]\s*$/.test(sentence);
    const bare = sentence.replace(/[.!?。！？\s]+$/u, "").trim().replace(OPENERS, "");
    return splitClauses(bare).map((text) => ({ text: text.replace(OPENERS, "").trim(), question }));
  }).filter((clause) => clause.text !== "");
}

/** Splits where a new subject or a new predicate of "I" starts. */
function splitClauses(sentence) {
  if (/\b(forget|delete|remove)\b/i.test(sentence)) return [sentence];
  const introduced = sentence.match(/^(I'm|I am|My name is) (\p{Lu}[\p{L}'-]+),? (?:and I'm )?(an? .+)$/u);
  if (introduced) return [`${introduced[1]} ${introduced[2]}`, ...splitClauses(`I'm ${introduced[3]}`)];
  const parts = sentence.split(
    /,?\s+(?:and|but|because|while|so)\s+(?=(?:I|my|we)\b|I'|(?:live|work|moved|love|like|hate|prefer|enjoy|have|don't)\b|(?:allergic|vegetarian|vegan)\b)|[,;]\s+(?=(?:I|my)\b|I'|(?:allergic|vegetarian|vegan)\b)/i,
  );
  let subject = "I";
  return parts.map((part) => {
    if (/^(?:I'm|I am)\b/i.test(part)) subject = "I'm";
    else if (/^I\b/i.test(part)) subject = "I";
    if (/^(?:allergic|vegetarian|vegan)\b/i.test(part)) return `I'm ${part}`;
    if (/^(?:live|work|moved|love|like|hate|prefer|enjoy|have|don't)\b/i.test(part)) return `I ${part}`;
    return part;
  });
}

const PERSONS = [
  [/\bmyself\b/gi, "themselves"],
  [/\bmy\b/gi, "their"],
  [/\bmine\b/gi, "theirs"],
  [/\bI'm\b|\bI am\b/g, "they are"],
  [/\bI've\b/g, "they have"],
  [/\bI\b/g, "they"],
  [/\bme\b/gi, "them"],
];

/** The user's own words as another would report them. */
export function thirdPerson(text) {
  return PERSONS.reduce((out, [pattern, with_]) => out.replace(pattern, with_), text).trim();
}

/** "work" → "works", "study" → "studies", "go" → "goes". */
export function thirdPersonVerb(verb) {
  if (verb === "have") return "has";
  if (/(s|x|z|ch|sh|o)$/.test(verb)) return `${verb}es`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return `${verb}s`;
}
