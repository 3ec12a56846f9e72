// All conversations through a mode, scored by language.
import { expected } from "./expect.mjs";
import { LANGUAGES } from "./load.mjs";
import { start } from "./modes.mjs";
import { play } from "./play.mjs";
import { figures, score, sum } from "./score.mjs";

/** mode → `{ languages: { en, ko, mixed, all }, misses: [{ where, what }] }`. */
export async function measure(conversations, modes) {
  const result = {};
  for (const mode of modes) result[mode] = await measureOne(conversations, mode);
  return result;
}

async function measureOne(conversations, mode) {
  const reader = await start(mode);
  const scored = [];
  const misses = [];
  try {
    for (const conversation of conversations) {
      const states = expected(conversation);
      const played = await play(await reader.open(), states);
      const counts = score(conversation, states, played, (what, where) => misses.push({ where, what }));
      scored.push({ language: conversation.language, counts });
    }
  } finally {
    await reader.close();
  }
  const of = (wanted) => scored.filter(({ language }) => wanted === "all" || language === wanted).map(({ counts }) => counts);
  const rows = [...LANGUAGES, "all"].map((language) => [language, of(language)]).filter(([, all]) => all.length > 0);
  return { languages: Object.fromEntries(rows.map(([language, all]) => [language, figures(sum(all))])), misses };
}
