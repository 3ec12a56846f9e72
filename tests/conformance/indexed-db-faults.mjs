// Hands behind the library's back, in a page or a worker: raw reads and writes, and faults made by patching the
// browser's own IndexedDB. `outside(kind)` may ask the runner to make the fault for real; false if it cannot.

const restored = [];

/** The schema that the library writes. */
const SCHEMA = 2;

/** Replaces a method until `heal`. */
function patch(prototype, method, make) {
  const original = prototype[method];
  prototype[method] = make(original);
  restored.push(() => (prototype[method] = original));
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function raw(name, mode, table, work) {
  const db = await settled(indexedDB.open(name));
  try {
    const transaction = db.transaction(table, mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const request = work(transaction.objectStore(table));
    await ended;
    return request.result;
  } finally {
    db.close();
  }
}

const lost = () => new DOMException("Connection to Indexed Database server lost", "UnknownError");

const faults = {
  // The second row of a batch ends its transaction, every time.
  Abort() {
    const rows = new WeakMap();
    patch(IDBObjectStore.prototype, "put", (put) => function (...row) {
      const request = put.apply(this, row);
      if (this.name !== "header") {
        const count = (rows.get(this.transaction) ?? 0) + 1;
        rows.set(this.transaction, count);
        if (count === 2) this.transaction.abort();
      }
      return request;
    });
  },

  Full() {
    patch(IDBObjectStore.prototype, "put", (put) => function (value, key) {
      if (value.byteLength > 40_000) throw new DOMException("no room", "QuotaExceededError");
      return put.call(this, value, key);
    });
  },

  async Newer(name) {
    const request = indexedDB.open(name, 99);
    request.onblocked = () => console.error("the store did not let go");
    (await settled(request)).close();
  },

  async FirstSchema(name) {
    const tables = ["meta", "memories", "vectors", "events", "log", "turns", "pending", "pages", "header"];
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const table of tables) request.result.createObjectStore(table);
      request.transaction.objectStore("header").put(["first", 1, "batch"], "header");
      request.transaction.objectStore("memories").put(new TextEncoder().encode("1"), "a");
    };
    (await settled(request)).close();
  },

  async Deleted(name) {
    await settled(indexedDB.deleteDatabase(name));
  },

  async CheckGone(name) {
    const left = await indexedDB.databases();
    if (left.some((database) => database.name === name)) throw new Error(`${name} was made anew`);
  },

  // As if the library's next schema met a tab that holds this one and does not listen.
  async Blocked(name) {
    const deaf = await settled(indexedDB.open(name));
    restored.push(() => deaf.close());
    patch(IDBFactory.prototype, "open", (open) => function (asked, version) {
      return open.call(this, asked, asked === name && version === SCHEMA ? SCHEMA + 1 : version);
    });
    // Healed, the library asks for its own again: nothing but an aborted upgrade leaves that version.
  },

  async DeletionHeldUp(name) {
    const deaf = await settled(indexedDB.open(name));
    const deletion = indexedDB.deleteDatabase(name);
    const deleted = settled(deletion);
    await new Promise((resolve) => (deletion.onblocked = resolve));
    restored.push(() => {
      deaf.close();
      return deleted;
    });
  },

  Lost() {
    let once = true;
    patch(IDBDatabase.prototype, "transaction", (transaction) => function (...of) {
      if (once) {
        once = false;
        this.close();
        this.dispatchEvent(new Event("close"));
      }
      return transaction.apply(this, of);
    });
  },

  LostForGood() {
    patch(IDBFactory.prototype, "open", () => () => {
      throw lost();
    });
    patch(IDBDatabase.prototype, "transaction", () => () => {
      throw lost();
    });
  },

  // Commits, and says that it was aborted: what a connection lost at the worst moment looks like.
  Doubt() {
    let once = true;
    patch(IDBDatabase.prototype, "transaction", (transaction) => function (tables, mode, options) {
      const begun = transaction.call(this, tables, mode, options);
      if (mode === "readwrite" && once) {
        once = false;
        begun.addEventListener("complete", (event) => {
          event.stopImmediatePropagation();
          this.close();
          begun.dispatchEvent(new Event("abort"));
        });
      }
      return begun;
    });
  },

  NotStrict() {
    patch(IDBObjectStore.prototype, "put", (put) => function (...row) {
      const { durability } = this.transaction;
      if (durability !== "strict") throw new DOMException(durability, "DataError");
      return put.apply(this, row);
    });
  },

  Header: (name) => raw(name, "readwrite", "header", (rows) => rows.put(["id", "one"], "header")),

  async Foreign(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("theirs");
    (await settled(request)).close();
  },

  NoChannel() {
    const { BroadcastChannel } = globalThis;
    delete globalThis.BroadcastChannel;
    restored.push(() => (globalThis.BroadcastChannel = BroadcastChannel));
  },

  Nonsense(name) {
    const channel = new BroadcastChannel(`forgetmenot:${name}`);
    for (const nonsense of [null, undefined, "7", -1, 1.5, NaN, Infinity, 2 ** 60, { seq: 3 }, [4], true]) {
      channel.postMessage(nonsense);
    }
    restored.push(() => channel.close());
  },
};

/** The `options` of a law. */
export function options(prefix, outside = async () => false) {
  return {
    prefix,
    tamper: (name, table, key, bytes) => raw(name, "readwrite", table, (rows) => rows.put(bytes, key)),
    peek: (name, table, key) => raw(name, "readonly", table, (rows) => rows.get(key)),
    async fault(kind, name) {
      if (!(await outside(kind))) await faults[kind](name);
    },
    async heal() {
      await outside("heal");
      for (const restore of restored.splice(0).reverse()) await restore();
    },
  };
}
