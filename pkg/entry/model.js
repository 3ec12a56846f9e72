// The embedding model's file, by address: from a cache that is there offline, else over the network. What it holds is
// verified by who asked, who then asks for it `fresh` if it is wrong.
const CACHE = "forgetmenot-models";
/** More than one version of the package may live on an origin; older files than these go. */
const KEPT = 4;
const PATIENCE_MS = 300_000;

/** Reads a file. With its SHA-256 the cache is as good as the network; without, it only stands in for it. */
export async function readByUrl(url, sha256, fresh) {
  const address = new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  const cache = await openCache();
  // Who moves the file, or bundles it under another name, has it still.
  const key = sha256 && cache ? new URL(`/.forgetmenot/${sha256}`, globalThis.location?.origin ?? address) : address;
  if (sha256 && !fresh) {
    const kept = await cache?.match(key).catch(() => undefined);
    if (kept) return bytesOf(kept);
  }
  try {
    const response = await fetch(address, {
      cache: fresh ? "reload" : "default",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`${address.pathname}: HTTP status ${response.status}`);
    // What some servers send for any path that is not there.
    if (/^text\/html\b/.test(response.headers.get("content-type") ?? "")) throw new Error(`${address.pathname}: a page`);
    const bytes = await bytesOf(response);
    await keep(cache, key, bytes);
    return bytes;
  } catch (error) {
    const kept = sha256 || fresh ? undefined : await cache?.match(key).catch(() => undefined);
    if (kept) return bytesOf(kept);
    throw error;
  }
}

const bytesOf = async (response) => new Uint8Array(await response.arrayBuffer());

/** None on a page without https, nor in Node. */
async function openCache() {
  try {
    return await globalThis.caches?.open?.(CACHE);
  } catch {
    return undefined; // private mode, or the person blocked it
  }
}

async function keep(cache, key, bytes) {
  try {
    await cache?.put(key, new Response(bytes));
    const keys = (await cache?.keys()) ?? [];
    await Promise.all(keys.slice(0, -KEPT).map((old) => cache.delete(old)));
  } catch {
    // no room: it is fetched again next time
  }
}
