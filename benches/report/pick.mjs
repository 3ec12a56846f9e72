// The figures of one job that a table or a plot shows.

/** The fastest setting of the sweep whose recall is at least `goal`. */
export function fastest(row, goal) {
  if (!Array.isArray(row.query)) return undefined;
  const right = row.query.filter(({ recall }) => recall >= goal);
  return right.sort((a, b) => a.p50 - b.p50)[0];
}

export const bestRecall = (row) => (Array.isArray(row.query) ? Math.max(...row.query.map(({ recall }) => recall)) : undefined);

/** CPU time where it could be read, else wall time: other work on the machine does not show in the former. */
export const cost = (part) => (part === undefined ? undefined : Number.isFinite(part.cpuMs) ? part.cpuMs : part.wallMs);

/** Jobs by host, set and size, in the order they ran. */
export function groups(results) {
  const found = new Map();
  for (const row of results) {
    const key = `${row.host} · ${row.set} · n = ${row.n.toLocaleString("en")}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}
