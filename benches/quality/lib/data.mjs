// Conversations with questions, as LoCoMo has them: see ../README.md for the shape.
import { readFileSync } from "node:fs";

const MONTHS = "january february march april may june july august september october november december".split(" ");
const DAY = 86_400_000;
const BETWEEN_TURNS = 20_000;

/** The conversations of a file, each turn with its moment and its text as it is remembered. */
export function conversations(file) {
  const all = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(all) || all.length === 0) throw new Error(`${file}: no list of conversations`);
  return all.map((conversation, n) => {
    const where = `${file}: conversation ${conversation.id ?? n}`;
    for (const field of ["turns", "questions"]) {
      if (!Array.isArray(conversation[field])) throw new Error(`${where} has no ${field}`);
    }
    const turns = withMoments(conversation.turns);
    const known = new Set(turns.map((turn) => turn.id));
    if (known.size !== turns.length) throw new Error(`${where}: an id comes twice`);
    const asked = conversation.questions.map((question) => ({
      ...question,
      evidence: [...new Set(question.evidence)].filter((id) => known.has(id)),
    }));
    const questions = asked.filter((question) => question.evidence.length > 0);
    return { id: String(conversation.id ?? n), turns, questions, unanswerable: asked.length - questions.length };
  });
}

/** A photo is told by its caption. */
export const textOf = (turn) => (turn.caption ? `${turn.text} (${turn.caption})` : turn.text);

/** Sessions in the order of the file; a date that cannot be read is a day after the session before. */
function withMoments(turns) {
  let last = Date.UTC(2024, 0, 1);
  let session, at;
  return turns.map((turn) => {
    if (turn.session !== session) {
      session = turn.session;
      at = moment(turn.date) ?? last + DAY;
      last = at;
    } else {
      at += BETWEEN_TURNS;
    }
    return { ...turn, session: String(turn.session), content: textOf(turn), at: new Date(at).toISOString() };
  });
}

/** `1:56 pm on 8 May, 2023`, or what Date reads. */
function moment(date) {
  const said = /^(\d+):(\d+) (am|pm) on (\d+) (\w+),? (\d+)$/i.exec(String(date ?? "").trim());
  if (said) {
    const [, hour, minute, half, day, name, year] = said;
    const month = MONTHS.indexOf(name.toLowerCase());
    if (month >= 0) return Date.UTC(year, month, day, (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0), minute);
  }
  const read = Date.parse(date);
  return Number.isNaN(read) ? undefined : read;
}
