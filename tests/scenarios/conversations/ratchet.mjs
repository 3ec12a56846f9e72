// No score falls: what was reached is recorded in scores.json, and a run is held against it.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("./scores.json", import.meta.url);
/** How far a rate may fall, so that a changed tie is no failure. */
const SLACK = 0.01;
const HIGHER = ["precision", "recall", "f1", "answered"];
const LOWER = ["junk"];
const COUNTED = ["wrongUpdates", "stale", "duplicates", "leaks"];
const SIZE = ["conversations", "turns", "expected", "asks"];

/** A result in the shape that is recorded: mode → language → figures. */
export function recorded(result) {
  const round = (value) => (value === null ? null : Math.round(value * 1000) / 1000);
  const row = (figures) => ({
    ...Object.fromEntries([...HIGHER, ...LOWER].map((name) => [name, round(figures[name])])),
    ...Object.fromEntries([...COUNTED, ...SIZE].map((name) => [name, figures.counts[name]])),
  });
  const rows = (languages) => Object.fromEntries(Object.entries(languages).map(([language, figures]) => [language, row(figures)]));
  return Object.fromEntries(Object.entries(result).map(([mode, { languages }]) => [mode, rows(languages)]));
}

/** In words, what is worse in `now` than in `before`, both as recorded. */
export function worse(now, before) {
  return Object.entries(before).flatMap(([mode, languages]) =>
    Object.entries(languages).flatMap(([language, was]) => {
      const is = now[mode]?.[language];
      if (is === undefined) return [`${mode}, ${language}: not measured`];
      const other = SIZE.filter((name) => is[name] !== was[name]);
      if (other.length > 0) return [`${mode}, ${language}: the conversations have changed (${other.join(", ")}): record anew with --update`];
      const told = (name) => `${mode}, ${language}: ${name} was ${was[name]}, is ${is[name]}`;
      return [
        ...HIGHER.filter((name) => was[name] !== null && !(is[name] >= was[name] - SLACK)),
        ...LOWER.filter((name) => was[name] !== null && is[name] > was[name] + SLACK),
        ...COUNTED.filter((name) => is[name] > was[name]),
      ].map(told);
    }),
  );
}

export function readScores() {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

export function writeScores(scores) {
  writeFileSync(FILE, `${JSON.stringify(scores, null, 2)}\n`);
}
