// Hands the page's query to the worker and leaves what the worker says for the test.
const worker = new Worker("worker.js", { type: "module" });
worker.onmessage = ({ data }) => { globalThis.outcome = data; };
worker.onerror = (event) => { globalThis.outcome = { error: event.message }; };
worker.postMessage(Object.fromEntries(new URLSearchParams(location.search)));
