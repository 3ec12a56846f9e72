// One data set through the systems.
import { figures, tokens } from "./measure.mjs";
import { ours, references } from "./systems.mjs";

/**
 * The figures of each system over all questions of the conversations. `only`: names of systems; `model`: the file of an
 * embedding model, in place of the package's own.
 */
export async function measure(conversations, { only, minilm, model, say = () => {} }) {
  const systems = Object.entries({ ...references(minilm), ...ours(model, minilm) }).filter(([name]) => !only || only.includes(name));
  const result = {};
  for (const [name, system] of systems) {
    say(name);
    const asked = [];
    for (const conversation of conversations) asked.push(...(await answers(system, conversation)));
    result[name] = figures(asked);
  }
  return result;
}

async function answers(system, conversation) {
  const sessionOf = new Map(conversation.turns.map((turn) => [turn.id, turn.session]));
  const tokensOf = new Map(conversation.turns.map((turn) => [turn.id, tokens(turn.content)]));
  const ask = await system(conversation);
  const asked = [];
  for (const { question, category, evidence } of conversation.questions) {
    asked.push({ category, evidence, sessionOf, tokensOf, ranking: await ask(question) });
  }
  await ask.close?.();
  return asked;
}
