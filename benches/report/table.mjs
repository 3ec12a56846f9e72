// The table of a run, as Markdown: one section for each host, set and size.
import { readingTime } from "../lib/limits.mjs";
import { OURS } from "../settings.mjs";
import { kilobytes, markdown, milliseconds, ratio, significant } from "./format.mjs";
import { openTable } from "./open-table.mjs";
import { bestRecall, cost, fastest, groups } from "./pick.mjs";

export function tables({ machine, command, results, sizes, limits, open }) {
  const parts = [
    `${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}, commit ${machine.commit}; \`${command}\``,
  ];
  for (const [title, rows] of groups(results)) parts.push(`### ${title}`, main(rows), ...filters(rows), ...scans(rows, limits));
  const failed = results.flatMap(failures);
  if (failed.length > 0) parts.push("### What failed", failed.map((text) => `- ${text}`).join("\n"));
  if (sizes) parts.push("### Code shipped", sizeTable(sizes));
  if (limits) parts.push(`Reading memory from wasm: ${limits.map(({ mib, gbs }) => `${mib} MiB ${gbs.toFixed(1)}`).join(", ")} GB/s.`);
  if (open) parts.push("### Opening a whole memory", openTable(open));
  if (results.length > 0) parts.push(noise(results));
  return parts.join("\n\n");
}

/** A line of progress. */
export function line(row) {
  const where = `${row.host} ${row.set} n=${row.n} ${row.adapter}`;
  if (row.error || row.dnf) return `${where}: ${row.error ?? `stopped, ${row.dnf}`}`;
  const query = fastest(row, 0.99) ?? fastest(row, 0);
  return `${where}: built in ${milliseconds(cost(row.build))}${query ? `, ${milliseconds(query.p50)} at recall ${query.recall.toFixed(3)}` : ""}`;
}

function main(rows) {
  const ours = rows.find(({ adapter }) => adapter === OURS);
  const at = (goal) => (row) => fastest(row, goal)?.p50;
  const sorted = [...rows].sort((a, b) => (at(0.99)(a) ?? 1e9) - (at(0.99)(b) ?? 1e9));
  const columns = [
    ["query p50 / p95 at recall ≥ 0.99", (row) => query(row, 0.99, ours)],
    ["at ≥ 0.95", (row) => query(row, 0.95, ours)],
    ["best recall", (row) => bestRecall(row)?.toFixed(3) ?? "–"],
    ["to first answer (CPU)", (row) => ready(row, ours)],
    ["insert (CPU)", (row) => timed(cost(row.insert), cost(ours?.insert))],
    ["insert → found", (row) => seen(row.insert?.visibleMs, row.insert?.visible, ours?.insert?.visibleMs)],
    ["delete → gone", (row) => seen(row.remove?.goneMs, row.remove?.gone, ours?.remove?.goneMs)],
    ["save", (row) => (row.save?.error ? "fails" : row.save?.always ? "with each insert" : timed(row.save?.wallMs, ours?.save?.wallMs))],
    ["load the code", (row) => milliseconds(row.open?.initMs)],
    ["open → answer", (row) => (row.open?.error ? "fails" : timed(row.open?.totalMs, ours?.open?.totalMs))],
    ["B a vector: memory / disk", (row) => `${each(row.memory?.bytes, row.n)} / ${each(row.save?.bytes, row.n)}`],
  ];
  const shown = columns.filter(([, cell], i) => i === 3 || sorted.some((row) => !["–", "– / –"].includes(cell(row))));
  const cells = sorted.map((row) => [row.adapter, ...shown.map(([, cell]) => (row.error ? "failed" : cell(row)))]);
  return markdown(["", ...shown.map(([title]) => title)], cells);
}

function query(row, goal, ours) {
  const figures = fastest(row, goal);
  if (figures === undefined) return "–";
  const effort = figures.effort === null || figures.effort === undefined ? "" : `, ${figures.effort}`;
  return `${significant(figures.p50)} / ${significant(figures.p95)} ms${effort}${ratio(figures.p50, ours && ours !== row ? fastest(ours, goal)?.p50 : undefined)}`;
}

/** Upkeep after the first answer is told apart: answers are right without it, and faster after it. */
function ready(row, ours) {
  if (row.dnf) return `dnf: ${row.dnf}`;
  const { settleCpuMs, settleMs, firstRecall } = row.build;
  const upkeep = settleMs === undefined ? "" : `, fastest ${milliseconds(settleCpuMs ?? settleMs)} later`;
  return `${timed(cost(row.build), cost(ours?.build))}${firstRecall < 0.5 ? " (wrong)" : ""}${upkeep}`;
}

const timed = (value, ours) => `${milliseconds(value)}${value === ours ? "" : ratio(value, ours)}`;
const seen = (value, share, ours) => (share === undefined ? "–" : share === 1 ? timed(value, ours) : `${Math.round(share * 100)} % of them`);
const each = (bytes, n) => (Number.isFinite(bytes) ? Math.max(0, Math.round(bytes / n)).toLocaleString("en") : "–");

function filters(rows) {
  const filtered = rows.filter(({ filter }) => Array.isArray(filter));
  if (filtered.length === 0) return [];
  const shares = filtered[0].filter.map(({ share }) => share);
  const cell = ({ recall, p50, empty }) => (empty ? "nothing passes" : `${significant(p50)} ms, ${recall.toFixed(3)}`);
  const table = markdown(
    ["query through a filter that lets pass", ...shares.map((share) => `${share * 100} %`), "by"],
    filtered.map((row) => [row.adapter, ...row.filter.map(cell), row.filter[0].how]),
  );
  return [table];
}

/** How near the scans come to reading their bytes once. */
function scans(rows, limits) {
  if (!limits) return [];
  const lines = rows.flatMap((row) =>
    (Array.isArray(row.query) ? row.query : [])
      .filter(({ scanned, recall }) => scanned && recall >= 0.99)
      .slice(0, 2)
      .map(({ scanned, p50, effort, recall }) => {
        const floor = readingTime(scanned, limits);
        return `- ${row.adapter} (${effort ?? "default"}, recall ${recall.toFixed(3)}): ${significant(p50)} ms for ${kilobytes(scanned)}, ${(p50 / floor).toFixed(1)} × reading those bytes once`;
      }),
  );
  return lines.length > 0 ? [lines.join("\n")] : [];
}

function sizeTable(sizes) {
  const sorted = [...sizes].sort((a, b) => (a.brotli ?? 1e12) - (b.brotli ?? 1e12));
  return markdown(
    ["JavaScript and wasm a page downloads", "raw", "gzip", "brotli"],
    sorted.map(({ adapter, raw, gzip, brotli, error }) => [adapter, ...(error ? [error, "", ""] : [kilobytes(raw), kilobytes(gzip), kilobytes(brotli)])]),
  );
}

function failures(row) {
  const where = `${row.adapter}, ${row.host}, ${row.set}, n = ${row.n}`;
  const parts = ["query", "filter", "insert", "remove", "save", "open"].filter((part) => row[part]?.error);
  const lines = parts.map((part) => `${where}, ${part}: ${row[part].error}`);
  return row.error ? [`${where}: ${row.error}`, ...lines] : lines;
}

function noise(results) {
  const yards = results.flatMap(({ yardBefore, yardAfter }) => [yardBefore, yardAfter]).filter(Number.isFinite);
  const [low, high] = [Math.min(...yards), Math.max(...yards)];
  return `The same piece of work took ${significant(low)} to ${significant(high)} ms during this run: other load on the machine.`;
}
