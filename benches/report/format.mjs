// Figures as people read them.

export function milliseconds(value) {
  if (value === undefined || value === null || !Number.isFinite(value)) return "–";
  if (value >= 10_000) return `${Math.round(value / 1000)} s`;
  if (value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  return `${significant(value)} ms`;
}

export function significant(value) {
  if (value < 0.005) return "< 0.005"; // a page's clock has such steps
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4;
  return value.toFixed(digits);
}

export const kilobytes = (bytes) => (bytes === undefined ? "–" : `${Math.round(bytes / 1000).toLocaleString("en")} kB`);

/** "×8.2" of a figure against ours: how many times ours it is. */
export function ratio(value, ours) {
  if (!(value > 0) || !(ours > 0)) return "";
  const times = value / ours;
  return ` (×${times >= 100 ? Math.round(times) : times >= 10 ? times.toFixed(0) : times.toFixed(1)})`;
}

/** A Markdown table; `rows` are arrays of text. */
export function markdown(head, rows) {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
