// The rules that turn one clause into one fact: [pattern, kind, what to write]. The first that matches wins.

import { themes } from "../words.mjs";
import { thirdPerson, thirdPersonVerb } from "./clauses.mjs";

const NATIONAL = /^(?:korean|german|french|spanish|portuguese|italian|english|american|british|chinese|japanese|irish|dutch|polish|indian|canadian|australian|brazilian|mexican|russian|turkish|swedish|muslim|jewish|christian|catholic|buddhist|hindu)$/i;
const NOT_STATES = /^(?:fine|good|great|well|ok|okay|sorry|sure|glad|happy to|not sure|just|going to|gonna|asking|wondering|curious|looking for|trying|back|here|afraid)\b/i;
const PRESENT = "play|speak|study|drive|run|own|use|drink|eat|need|want|plan|teach|collect|write|read|cook|practice|practise|train|swim|hike|cycle|commute|sleep|wake|avoid|smoke|sing|paint|garden|volunteer";
const PAST = "went|visited|bought|got|started|finished|adopted|married|broke|lost|won|joined|quit|left|sold|met|graduated|booked|learned|learnt|studied|lived|had|ran|saw";

/** Takes trailing remarks off a place or a name. */
function trim(value) {
  return thirdPerson(value)
    .replace(/\s+(?:now|currently|these days|at the moment|as of .+|since .+|last (?:week|month|year|night)|this (?:week|month|year)|yesterday|today|recently|with .+|for (?:a|\d).+)$/i, "")
    .replace(/[,;:\s]+$/, "");
}

const name = (value) => value.replace(/\b\p{Ll}/u, (letter) => letter.toUpperCase()).trim();

const ENGLISH = [
  [/^don't forget\b/i, null, () => null],
  [/^(?:please |can you |could you |you can |i want you to )?(?:please )?forget (?:that |about |what i said about |everything about |the fact that )?(.+)$/i, "forget", (m) => `User asked to forget: ${thirdPerson(m[1]).replace(/^they live\b/, "lives").replace(/^they are\b/, "is")}`],
  [/^(?:please )?(?:delete|remove|erase) (?:the )?(?:memory (?:of|about|that) )?(.+?)(?: from (?:your )?memory)?$/i, "forget", (m) => `User asked to forget: ${thirdPerson(m[1])}`],
  [/\bmy (?:full )?name is (?!not\b)([\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)/iu, "profile", (m) => `User's name is ${name(m[1])}`],
  [/^(?:you can |please )?call me ([\p{L}'-]+)$/iu, "profile", (m) => `User's name is ${name(m[1])}`],
  [/^(?:I'm|I am) (\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)(?=$|,)/u, "profile", (m) => (NATIONAL.test(m[1]) ? `User is ${m[1]}` : `User's name is ${m[1]}`)],
  [/\bI (?:no longer|don't) live in (.+)/i, "profile", (m) => `User no longer lives in ${trim(m[1])}`],
  [/\b(?:I|we) (?:now |currently |still )?live in (.+)/i, "profile", (m) => `User lives in ${trim(m[1])}`],
  [/\b(?:I'm|I am) (?:now |currently )?(?:living|based) in (.+)/i, "profile", (m) => `User lives in ${trim(m[1])}`],
  [/\b(?:I|we)(?:'ve| have)? (?:just |recently |now )?moved (?:back )?(?:from .+? )?to (.+)/i, "profile", (m) => `User lives in ${trim(m[1])}`],
  [/\b(?:I'm|I am|I come) from (.+)/i, "profile", (m) => `User is from ${trim(m[1])}`],
  [/\bI (?:now |currently )?work (as|at|for|in) (.+)/i, "profile", (m) => `User works ${m[1] === "for" ? "at" : m[1]} ${trim(m[2])}`],
  [/\b(?:I'm|I am) (?:now |currently )?working (as|at|for) (.+)/i, "profile", (m) => `User works ${m[1] === "for" ? "at" : m[1]} ${trim(m[2])}`],
  [/\b(?:I'm|I am) (no longer |not )(?:an? )?(vegetarian|vegan|pescatarian)/i, "preference", (m) => `User is no longer ${m[2].toLowerCase()}`],
  [/\b(?:I'm|I am|I've become|I became|I'm now) (?:now |a |an |strictly )*(vegetarian|vegan|pescatarian)/i, "preference", (m) => `User is ${m[1].toLowerCase()}`],
  [/\b(?:I'm|I am) (?:also )?(allergic to .+)/i, "fact", (m) => `User is ${trim(m[1])}`],
  [/\bI have (?:a |an )?(?:bad |severe )?(.+?) allergy$/i, "fact", (m) => `User is allergic to ${m[1]}`],
  [/\bmy (?:favou?rite) (.+?) (?:is|are) (.+)/i, "preference", (m) => `User's favorite ${m[1]} is ${thirdPerson(m[2])}`],
  [/\bI (?:really |also |absolutely |do )*(like|love|enjoy|adore|prefer) (.+)/i, "preference", (m) => `User ${thirdPersonVerb(m[1].toLowerCase())} ${thirdPerson(m[2])}`],
  [/\bI (?:really )?(?:don't|do not) (?:really )?(like|eat|drink|want|enjoy|have|own|drive|smoke)\b ?(.*)/i, "preference", (m) => `User does not ${m[1].toLowerCase()} ${thirdPerson(m[2])}`.trim()],
  [/\bI (?:really )?(?:hate|can't stand|cannot stand|detest) (.+)/i, "preference", (m) => `User hates ${thirdPerson(m[1])}`],
  [/\bI dislike (.+)/i, "preference", (m) => `User does not like ${thirdPerson(m[1])}`],
  [/\bI have (?:a |two |three )?(?:quick |another )*questions?\b/i, null, () => null],
  [/\bI have an? (dog|cat|puppy|kitten|rabbit|hamster|parrot|son|daughter|brother|sister) (?:called|named) ([\p{L}'-]+)/iu, "fact", (m) => `User's ${m[1]} is called ${name(m[2])}`],
  [/\bI(?:'ve got| have got| have) (.+)/i, "fact", (m) => `User has ${thirdPerson(m[1])}`],
  [/\b(?:my) ([\p{L} -]+?)(?:'s name is| is called| is named|, called) ([\p{L}'-]+)/iu, "fact", (m) => `User's ${m[1]} is called ${name(m[2])}`],
  [/^my ([\p{L} -]+?) (?:is|are) (.+)/iu, "fact", (m) => `User's ${m[1]} is ${thirdPerson(m[2])}`],
  [/\b(?:I'm|I am) (an? .+)/i, "profile", (m) => `User ${themes(m[1]).includes("work") ? "works as" : "is"} ${trim(m[1])}`],
  [/\b(?:I'm|I am) (learning|studying|training|planning|building|writing|reading|getting|expecting|married|single|retired|pregnant|afraid|\d+ years old)(.*)/i, "fact", (m) => `User is ${thirdPerson(m[1] + m[2])}`],
  [/\bI used to (.+)/i, "fact", (m) => `User used to ${thirdPerson(m[1])}`],
  [new RegExp(`\\bI (?:always |often |usually |also |never )?(${PRESENT}) (.+)`, "i"), "fact", (m) => `User ${/\bnever\b/i.test(m[0]) ? "never " : ""}${thirdPersonVerb(m[1].toLowerCase())} ${thirdPerson(m[2])}`],
  [new RegExp(`\\b(?:I|we) (?:just |recently )?(${PAST}) (.+)`, "i"), "event", (m) => `User ${m[1].toLowerCase()} ${thirdPerson(m[2])}`],
];

/** Copulas and polite endings that close a Korean noun phrase. */
const END = "(?:이에요|예요|이예요|입니다|이야|야|이라고 해요|라고 해요|라고 합니다|이고|고)?$";

const KOREAN = [
  [/(.+?)(?:은|는|을|를|라는 걸|다는 걸|다는 것은|에 대해서?|에 대한 건)? ?잊어/u, "forget", (m) => `사용자가 잊어 달라고 함: ${m[1]}`],
  [new RegExp(`(?:제|내|저의|나의) 이름은 ([\\p{L}]+?)${END}`, "u"), "profile", (m) => `사용자의 이름은 ${m[1]}`],
  [/(?:저는 |나는 |전 |난 )?(?:지금 |이제 )?([\p{L}]+?)에(?:서)? (?:살아|살고|삽니다|살게)/u, "profile", (m) => `사용자는 ${m[1]}에 산다`],
  [/(?:저는 |나는 |전 |난 )?(?:지난.+? |최근에 |얼마 전에 )?([\p{L}]+?)(?:으로|로) 이사/u, "profile", (m) => `사용자는 ${m[1]}에 산다`],
  [/(?:저는 |나는 |전 |난 )?([\p{L} ]+?)에서 (?:일해|일하|일합|근무)/u, "profile", (m) => `사용자는 ${m[1]}에서 일한다`],
  [/(채식주의자|비건)/u, "preference", (m) => `사용자는 ${m[1]}이다`],
  [/(?:저는 |나는 |전 |난 )?([\p{L}]+?)(?:에)? 알레르기가 있/u, "fact", (m) => `사용자는 ${m[1]} 알레르기가 있다`],
  [/(?:(?:제|우리|내) )?(강아지|고양이|개|아들|딸|동생)(?:의)? 이름은 ([\p{L}]+?)(?:이에요|예요|입니다|이야|야|다)?$/u, "fact", (m) => `사용자의 ${m[1]} 이름은 ${m[2]}`],
  [/(?:저는 |나는 |전 |난 )?(?:정말 |아주 )?([\p{L} ]+?)(?:을|를|이|가)? (?:정말 |아주 )?(?:안 좋아|싫어|못 먹)/u, "preference", (m) => `사용자는 ${object(m[1])} 싫어한다`],
  [/(?:저는 |나는 |전 |난 )?(?:정말 |아주 )?([\p{L} ]+?)(?:을|를|이|가)? (?:정말 |아주 |제일 )?좋아/u, "preference", (m) => `사용자는 ${object(m[1])} 좋아한다`],
];

/** The noun with 을 or 를, by whether its last syllable ends in a consonant. */
function object(noun) {
  const code = noun.codePointAt(noun.length - 1) - 0xac00;
  return `${noun}${code >= 0 && code < 11_172 && code % 28 > 0 ? "을" : "를"}`;
}

/** `{kind, text}` of a clause, or undefined where it says nothing to keep. Kind "forget" is a request to forget. */
export function factOf(clause) {
  const rules = /\p{Script=Hangul}/u.test(clause) ? KOREAN : ENGLISH;
  if (/^(?:I'm|I am) /i.test(clause) && NOT_STATES.test(clause.replace(/^(?:I'm|I am) /i, ""))) return undefined;
  for (const [pattern, kind, write] of rules) {
    const match = clause.match(pattern);
    if (match === null) continue;
    const text = write(match);
    return text === null ? undefined : { kind, text };
  }
  return undefined;
}
