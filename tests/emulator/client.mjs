// A raw client for the tests: what was sent is what is on the wire.

/** Sends one call and returns `{status, headers, text, json}`. `body` may be a string for bodies that are not JSON. */
export async function call(emulator, path, body, { method = "POST", key = emulator.key, headers = {}, signal } = {}) {
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { "content-type": "application/json", ...(key === null ? {} : { "x-goog-api-key": key }), ...headers },
    body: method === "GET" ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    signal,
  });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export const GENERATE = "/v1beta/models/gemini-3.8-flash:generateContent";
export const STREAM = "/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse";
export const EMBED = "/v1beta/models/gemini-embedding-2:embedContent";
export const BATCH = "/v1beta/models/gemini-embedding-2:batchEmbedContents";

/** A user turn. */
export const user = (text) => ({ role: "user", parts: [{ text }] });

/** A generate request to model text, with more fields. */
export const ask = (text, more = {}) => ({ contents: [user(text)], ...more });

/** A batch element. */
export const element = (text, more = {}) => ({ model: "models/gemini-embedding-2", content: { parts: [{ text }] }, ...more });
