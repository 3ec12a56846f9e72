// Error codes in plain sentences that say what to do.

import { isMemoryError } from "/pkg/entry/browser.js";

/** What helps: trying again, another key, a reload of the page; or nothing that a button can do. */
const PLAIN = {
  network: ["the network is away. Check the connection, then retry.", "retry"],
  timeout: ["the model took too long to answer. Retry in a moment.", "retry"],
  model_unavailable: ["the model service is overloaded or failing. Retry in a moment.", "retry"],
  model_rate_limited: ["too many requests in a short time. Wait a minute, then retry.", "retry"],
  model_quota: ["the key's quota is used up. Wait until it renews, or use another key.", "key"],
  model_auth: ["the service refused the key. Check it, or enter another one.", "key"],
  model_not_found: ["the model is not offered under this name any more. A newer release of this library is needed.", null],
  model_rejected: ["the service refused the request. Write it differently, then try again.", "retry"],
  model_blocked: ["the service's safety rules blocked this message. Write it differently.", null],
  model_truncated: ["the model's answer was cut short. Retry.", "retry"],
  model_bad_reply: ["the model's answer made no sense. Retry.", "retry"],
  embedding_mismatch: ["the memories were indexed by another model. Forget everything, or go back to the model used before.", null],
  aborted: ["stopped.", "retry"],
  closed: ["this page let go of its memory. Reload the page.", "reload"],
  not_configured: ["a model is needed for this. Add a key.", "key"],
  not_found: ["this memory is gone already, perhaps forgotten in another tab.", null],
  invalid_input: ["the message is too long or empty. Shorten it.", null],
  storage_full: ["this device is out of space. Free some, or forget memories; nothing was half written.", "retry"],
  out_of_memory: ["there are more memories than this page can hold. Forget some, or close other tabs, then reload.", "reload"],
  storage_unavailable: ["the browser gives no access to its database, as in some private windows. Retry, or use a normal window.", "retry"],
  storage_blocked: ["another tab holds an older version of this page open. Close it, then retry.", "retry"],
  storage_newer: ["these memories were written by a newer release of this page. Reload it to get that release.", "reload"],
  storage_conflict: ["another tab wrote at the same moment. Retry.", "retry"],
  storage_corrupt: ["stored memories are damaged and could not be read. Reload the page; if it happens again, export and forget everything.", "reload"],
};

/**
 * An error, or a `{ code, message }` as in `pending`, as `{ code, text, help }`. `text` starts lower-case and ends with a
 * full stop; `help` is "retry", "key", "reload" or null.
 */
export function explain(error) {
  const known = isMemoryError(error) || typeof error?.code === "string";
  const code = known ? error.code : "internal";
  const [text, help] = PLAIN[code] ?? [`something went wrong that should not have (${error?.message ?? error}). Reload the page.`, "reload"];
  const seconds = Math.ceil((error?.retryAfterMs ?? 0) / 1000);
  const wait = help === "retry" && seconds > 0 ? ` The service asks to wait ${seconds} s.` : "";
  return { code, text: text + wait, help };
}

/** The same text as a sentence of its own. */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
