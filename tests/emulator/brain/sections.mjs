// Reads the `## Heading` sections of a prompt.

/** The lines after `## heading`, up to a blank line or the next heading. */
export function sectionLines(prompt, heading) {
  const lines = prompt.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(`## ${heading}`);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line === "" || line.startsWith("## "));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The section's JSON lines; lines that are not JSON objects are left out. */
export function jsonLines(prompt, heading) {
  return sectionLines(prompt, heading).flatMap((line) => {
    const value = parseObject(line);
    return value === undefined ? [] : [value];
  });
}

export function parseObject(line) {
  if (!line.trim().startsWith("{")) return undefined;
  try {
    return JSON.parse(line.trim().replace(/,$/, ""));
  } catch {
    return undefined;
  }
}
