// The default replies: what the emulator says when nothing is scripted. Deterministic, and good enough for a demo.

import { chat } from "./brain/chat.mjs";
import { decide } from "./brain/decide.mjs";
import { extract } from "./brain/extract.mjs";
import { responseSchema } from "./generate.mjs";
import { conform, violations } from "./jsonschema.mjs";
import { described } from "./media.mjs";

/** The reply to a parsed GenerateContentRequest: `{json}` where it carries a schema, else `{text}`. */
export function brain(request) {
  const schema = responseSchema(request);
  if (schema === undefined) return { text: chat(request) };
  const json = conform(schema, structured(schema, request));
  const broken = violations(schema, json);
  if (broken.length > 0) throw new Error(`the reply breaks the schema of the request: ${broken.join("; ")}`);
  return { json };
}

/** Which of the three structured calls it is shows in the schema's properties; any other gets its plainest instance. */
function structured(schema, request) {
  const asked = Object.keys(schema.properties ?? {});
  const prompt = promptText(request);
  if (asked.includes("decisions")) return decide(prompt);
  if (asked.includes("facts")) return extract(prompt, kindsOf(schema));
  if (asked.includes("description")) {
    const file = request.contents.flatMap((content) => content.parts).find((part) => part.inlineData !== undefined);
    return file && described(file.inlineData);
  }
  return undefined;
}

function kindsOf(schema) {
  return schema.properties.facts?.items?.properties?.kind?.enum ?? [];
}

/** The user's turns as one text. */
function promptText(request) {
  const turns = request.contents.filter((content) => content.role !== "model");
  return turns.flatMap((content) => content.parts.map((part) => part.text ?? "")).join("\n");
}
