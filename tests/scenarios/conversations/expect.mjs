// What should be known after each turn of a conversation.

/**
 * One state a turn, in order: `{ turn, at, facts, outdated }`. `facts`: id → the fact that holds; `outdated`: id → values it had and
 * has no longer. `at`: when the turn is said, a minute after the one before.
 */
export function expected(conversation) {
  const facts = new Map();
  const outdated = new Map();
  const retire = (id) => {
    const fact = facts.get(id);
    if (fact === undefined) return;
    outdated.set(id, [...(outdated.get(id) ?? []), fact]);
    facts.delete(id);
  };
  return conversation.sessions.flatMap((session) =>
    session.turns.map((turn, number) => {
      for (const fact of turn.learns ?? []) {
        if (!sameFact(facts.get(fact.id), fact)) retire(fact.id);
        facts.set(fact.id, fact);
        const others = outdated.get(fact.id)?.filter((value) => !sameFact(value, fact));
        if (others !== undefined) outdated.set(fact.id, others);
      }
      for (const id of turn.ends ?? []) retire(id);
      return { turn, at: Date.parse(session.at) + number * 60_000, facts: new Map(facts), outdated: new Map(outdated) };
    }),
  );
}

function sameFact(one, other) {
  return one !== undefined && JSON.stringify(one.says) === JSON.stringify(other.says);
}
