// The README's table: every size of a host and set in one table, the figures that decide.
import { OURS } from "../settings.mjs";
import { markdown, milliseconds, ratio, significant } from "./format.mjs";
import { cost, fastest } from "./pick.mjs";

const MARKS = ["js-exact", "reference-bits", "reference-int8"];

export function shortTables({ machine, command, results }) {
  const parts = [`${machine.date}, ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; \`${command}\``];
  const places = [...new Set(results.map(({ host, set }) => `${host} · ${set}`))];
  for (const place of places) {
    const rows = results.filter(({ host, set }) => place === `${host} · ${set}`);
    parts.push(`**${place}**`, oneTable(rows));
  }
  return parts.join("\n\n");
}

function oneTable(rows) {
  const sizes = [...new Set(rows.map(({ n }) => n))].sort((a, b) => a - b);
  const names = [...new Set(rows.map(({ adapter }) => adapter))];
  const figure = (adapter, n) => rows.find((row) => row.adapter === adapter && row.n === n);
  const query = (adapter, n) => figure(adapter, n) && fastest(figure(adapter, n), 0.99)?.p50;
  const at = sizes.includes(10_000) ? 10_000 : sizes.at(-1); // the size of the other columns
  const sorted = names.sort((a, b) => (query(a, at) ?? 1e9) - (query(b, at) ?? 1e9));
  const head = [
    "", ...sizes.map((n) => `query, n = ${n.toLocaleString("en")}`), `to first answer, n = ${at.toLocaleString("en")}`,
    "insert", "open → answer", "B a vector on disk", "query, 1 % pass",
  ];
  return markdown(
    head,
    sorted.map((name) => {
      const row = figure(name, at);
      const cells = sizes.map((n) => queryCell(query(name, n), query(OURS, n), figure(name, n), name));
      return [MARKS.includes(name) ? `*${name}*` : name === OURS ? `**${name}**` : name, ...cells, ...others(row)];
    }),
  );
}

function queryCell(p50, ours, row, name) {
  if (row === undefined) return "–";
  if (row.error) return "failed";
  if (row.dnf) return "build too long";
  if (p50 === undefined) return "recall < 0.99";
  return `${significant(p50)} ms${name === OURS ? "" : ratio(p50, ours)}`;
}

function others(row) {
  if (row === undefined || row.error) return Array(5).fill("–");
  if (row.dnf) return ["too long", "–", "–", "–", "–"];
  const filtered = Array.isArray(row.filter) ? row.filter.find(({ share }) => share === 0.01) : undefined;
  const passing = filtered && !filtered.empty ? `${significant(filtered.p50)} ms${filtered.recall < 0.95 ? `, recall ${filtered.recall.toFixed(2)}` : ""}` : "–";
  return [
    milliseconds(cost(row.build)), milliseconds(cost(row.insert)),
    row.open?.error ? "fails" : milliseconds(row.open?.totalMs),
    row.save?.bytes > 0 ? Math.round(row.save.bytes / row.n).toLocaleString("en") : "–", passing,
  ];
}
