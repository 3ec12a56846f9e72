// The curves of a growth run, with what they are expected to follow.
import { milliseconds } from "./format.mjs";
import { cost } from "./pick.mjs";

const ANCHOR = 10_000; // the expected lines go through the measured point nearest to this size

/** [{ title, file, unit, show, measured: [[n, value]], expected: [{ name, points }] }]; `rows` rise in n. */
export function curves(rows) {
  const effort = (wanted) => (row) => row.query?.find?.(({ effort: one }) => one === wanted)?.p50;
  const bytes = (value) => (value > 0 ? `${(value / 1e6).toFixed(1)} MB` : "–");
  return [
    curve(rows, "query, default", "query", effort("default"), [linear, root]),
    curve(rows, "query, exact", "exact", effort("exact"), [linear]),
    curve(rows, "vectors in → first answer", "build", (row) => cost(row.build), [linear]),
    curve(rows, "upkeep", "upkeep", (row) => row.build?.settleCpuMs, [linear, rootTimes]),
    curve(rows, "insert", "insert", (row) => cost(row.insert), [constant]),
    curve(rows, "memory held", "memory", (row) => row.memory?.own, [linear], bytes, "bytes"),
    curve(rows, "on disk", "disk", (row) => row.save?.bytes, [linear], bytes, "bytes"),
    curve(rows, "open → first answer", "open", (row) => row.open?.totalMs, [linear]),
  ];
}

/** The slope in double-logarithmic paper over the last third of the points: 1 is linear, 2 quadratic. */
export function exponent(points) {
  const known = points.filter(([, value]) => value > 0);
  const last = known.slice(-Math.max(2, Math.ceil(known.length / 3)));
  if (last.length < 2) return NaN;
  const [[n0, y0], [n1, y1]] = [last[0], last.at(-1)];
  return Math.log(y1 / y0) / Math.log(n1 / n0);
}

const constant = ["constant", () => 1];
const linear = ["∝ n", (n) => n];
const root = ["∝ √n", (n) => Math.sqrt(n)];
const rootTimes = ["∝ n √n", (n) => n * Math.sqrt(n)];

function curve(rows, title, file, figure, laws, show = milliseconds, unit = "milliseconds") {
  const measured = rows.map((row) => [row.n, figure(row) ?? NaN]);
  const known = measured.filter(([, value]) => value > 0);
  const [at, height] = known.find(([n]) => n >= ANCHOR) ?? known[0] ?? [1, 1];
  const expected = laws.map(([name, law]) => ({ name, points: known.map(([n]) => [n, (height * law(n)) / law(at)]) }));
  return { title, file, unit, show, measured, expected };
}
