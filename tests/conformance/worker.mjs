// A Durable Object per law, and the hands a law needs on its storage.
import { initSync, laws, run } from "./conformance.js";
import wasm from "./conformance_bg.wasm";

let ready = false;

export class LawObject {
  constructor(context) {
    this.storage = context.storage;
  }

  options() {
    return options(this.storage);
  }

  async fetch(request) {
    if (!ready) initSync({ module: wasm });
    ready = true;
    const { name } = await request.json();
    try {
      await run(name, "durable-object", this.options());
      return new Response("");
    } catch (error) {
      return new Response(String(error?.message ?? error));
    }
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/laws") {
      if (!ready) initSync({ module: wasm });
      ready = true;
      return Response.json(laws(searchParams.get("list")));
    }
    const objects = pathname === "/plain" ? env.PLAIN : env.LAWS;
    return objects.get(objects.idFromName(searchParams.get("object"))).fetch(request);
  },
};

/** A class without SQLite: the store must say what is missing. */
export class PlainObject extends LawObject {
  options() {
    return { ...options(this.storage), storage: this.storage };
  }
}

function options(storage) {
  const rows = (query, ...values) => storage.sql.exec(query, ...values).toArray();
  let broken = () => {};
  return {
    prefix: "object",
    // Passes everything on to the real storage, after `broken` had its say.
    storage: {
      get sql() {
        const { sql } = storage;
        return {
          exec(query, ...values) {
            broken(query, values);
            return sql.exec(query, ...values);
          },
        };
      },
      transactionSync: (body) => storage.transactionSync(body),
    },
    tamper: (_, table, key, bytes) =>
      void rows("INSERT OR REPLACE INTO forgetmenot_rows (tbl, key, value) VALUES (?, ?, ?)", table, key, bytes.slice().buffer),
    peek: (_, table, key) =>
      rows("SELECT value FROM forgetmenot_rows WHERE tbl = ? AND key = ?", table, key)[0]?.value,
    fault(kind) {
      let puts = 0;
      const faults = {
        Abort() {
          broken = (query) => {
            if (query.startsWith("INSERT") && (puts += 1) === 2) throw new Error("disk I/O error: SQLITE_IOERR");
          };
        },
        Full() {
          broken = (query, values) => {
            if (values[2]?.byteLength > 40_000) throw new Error("database or disk is full: SQLITE_FULL");
          };
        },
        FirstSchema() {
          const tables = [
            "CREATE TABLE forgetmenot_rows (tbl TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, key)) WITHOUT ROWID",
            "CREATE TABLE forgetmenot_header (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER, seq INTEGER)",
            "INSERT INTO forgetmenot_header (id, version, seq) VALUES (1, 1, 1)",
          ];
          for (const statement of tables) rows(statement);
          rows("INSERT INTO forgetmenot_rows (tbl, key, value) VALUES ('memories', 'a', ?)", new TextEncoder().encode("1").buffer);
        },
        Newer: () => rows("UPDATE forgetmenot_header SET version = 99"),
        Header: () => rows("UPDATE forgetmenot_header SET seq = 'one'"),
      };
      faults[kind]();
    },
    heal() {
      broken = () => {};
    },
  };
}
