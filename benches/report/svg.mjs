// A line chart as SVG: logarithmic axes, one line a series, its name at its end.

const WIDTH = 720;
const HEIGHT = 440;
const MARGIN = { left: 70, right: 170, top: 46, bottom: 50 };
const COLOURS = ["#d1495b", "#00798c", "#edae49", "#30638e", "#66a182", "#8d6a9f", "#b56576", "#5f6c7b", "#2e4057", "#9a8c98"];

/**
 * `series`: [{ name, points: [[x, y], …], strong?, dashed? }]; only positive values can be shown. `xs`: ticks of the
 * x axis (default: the powers of ten).
 */
export function lineChart({ title, xLabel, yLabel, series, xTicks }) {
  const drawn = series.map((one) => ({ ...one, points: one.points.filter(([x, y]) => x > 0 && y > 0) })).filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return undefined;
  const x = axis(all.map(([value]) => value), MARGIN.left, WIDTH - MARGIN.right, 1.15);
  const y = axis(all.map(([, value]) => value), HEIGHT - MARGIN.bottom, MARGIN.top, 1.6);
  const labels = spread(drawn.map(({ points }) => y.at(points.at(-1)[1])));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(MARGIN.left, 24, title, 'font-size="15" font-weight="600" fill="#222"'),
    ...(xTicks ?? x.ticks).map((tick) => grid(x.at(tick), undefined, short(tick))),
    ...y.ticks.map((tick) => grid(undefined, y.at(tick), short(tick))),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 12, xLabel, 'text-anchor="middle" fill="#444"'),
    `<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle" fill="#444">${escaped(yLabel)}</text>`,
    ...drawn.flatMap((one, i) => plotted(one, i, x, y, labels[i])),
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

function plotted({ name, points, strong, dashed }, i, x, y, labelAt) {
  const colour = strong ? "#111" : dashed ? "#999" : COLOURS[i % COLOURS.length];
  const at = points.map(([px, py]) => [x.at(px), y.at(py)].map((value) => value.toFixed(1)));
  const style = `stroke="${colour}" stroke-width="${strong ? 3 : 1.6}"${dashed ? ' stroke-dasharray="5 4"' : ""}`;
  return [
    `<polyline fill="none" ${style} points="${at.map((point) => point.join(",")).join(" ")}"/>`,
    ...(dashed ? [] : at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${strong ? 4 : 2.6}" fill="${colour}"/>`)),
    text(WIDTH - MARGIN.right + 10, labelAt + 4, name, `fill="${colour}"${strong ? ' font-weight="700"' : ""}`),
  ];
}

/** A logarithmic scale from `from` to `to` that holds all values and a little more. */
function axis(values, from, to, margin) {
  const low = Math.log10(Math.min(...values) / margin);
  const high = Math.log10(Math.max(...values) * margin);
  const ticks = [];
  for (let power = Math.ceil(low); power <= high; power++) ticks.push(10 ** power);
  return { at: (value) => from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from), ticks };
}

/** Labels pushed apart so that none covers another. */
function spread(heights) {
  const order = heights.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at);
  for (let i = 1; i < order.length; i++) order[i].at = Math.max(order[i].at, order[i - 1].at + 14);
  const over = order.length > 0 ? Math.max(0, order.at(-1).at - (HEIGHT - MARGIN.bottom)) : 0;
  const placed = [];
  for (const { at, i } of order) placed[i] = at - over;
  return placed;
}

function grid(x, y, label) {
  const line = 'stroke="#e5e5e5"';
  if (x !== undefined) {
    return `<line x1="${x}" x2="${x}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" ${line}/>${text(x, HEIGHT - MARGIN.bottom + 18, label, 'text-anchor="middle" fill="#666"')}`;
  }
  return `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" ${line}/>${text(MARGIN.left - 8, y + 4, label, 'text-anchor="end" fill="#666"')}`;
}

const text = (x, y, content, style) => `<text x="${x}" y="${y}" ${style}>${escaped(content)}</text>`;
const escaped = (content) => String(content).replace(/[&<>]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[char]);

function short(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1000) return `${value / 1000}k`;
  return String(Number(value.toPrecision(2)));
}
