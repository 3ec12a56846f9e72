// SQLite with sqlite-vec in wasm: a vec0 table with the attribute as a metadata column, which its scan filters on.
// Saved as the database's image. Its build is for pages.
import start from "sqlite-vec-wasm/dist/sqlite3.mjs";

import { attribute } from "../measure/filters.mjs";
import { rowOf } from "./support.mjs";

const quiet = { print() {}, printErr() {} };

export default {
  name: "sqlite-vec",
  kind: "flat f32 in SQLite",
  efforts: null,
  init: async (env) => start({ wasmBinary: await env.asset("node_modules/sqlite-vec-wasm/dist/sqlite3.wasm"), ...quiet }),
  create({ dim, lib }) {
    const db = new lib.oo1.DB(":memory:");
    db.exec(`create virtual table v using vec0(e float[${dim}], u float)`);
    return wrap(lib, db, dim);
  },
  async open({ dim, lib, place }) {
    const image = await place.get("sqlite");
    const db = new lib.oo1.DB();
    const { SQLITE_DESERIALIZE_FREEONCLOSE: free, SQLITE_DESERIALIZE_RESIZEABLE: grow } = lib.capi;
    const at = lib.wasm.allocFromTypedArray(image);
    lib.capi.sqlite3_deserialize(db.pointer, "main", at, image.length, image.length, free | grow);
    return wrap(lib, db, dim);
  },
};

function wrap(lib, db, dim) {
  const blob = (vector) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  const insert = db.prepare("insert into v(rowid, e, u) values (?, ?, ?)");
  const all = db.prepare("select rowid from v where e match ? and k = ? order by distance");
  const some = db.prepare("select rowid from v where e match ? and k = ? and u < ? order by distance");
  const ask = (statement, query, ...more) => {
    statement.bindAsBlob(1, blob(query));
    more.forEach((value, i) => statement.bind(i + 2, value));
    const ids = [];
    while (statement.step()) ids.push(statement.get(0) - 1);
    statement.reset(true);
    return ids;
  };
  return {
    add(rows, count, first) {
      if (count > 1) db.exec("begin");
      for (let i = 0; i < count; i++) {
        insert.bind(1, first + i + 1);
        insert.bindAsBlob(2, blob(rowOf(rows, i, dim)));
        insert.bind(3, attribute(first + i));
        insert.step();
        insert.reset(true);
      }
      if (count > 1) db.exec("commit");
    },
    search: (query, k) => ask(all, query, Math.min(k, 4096)), // its own limit
    searchWithin: (query, k, _, { share }) => ask(some, query, k, share),
    remove: (ids) => ids.forEach((id) => db.exec(`delete from v where rowid = ${id + 1}`)),
    async save(place) {
      const image = lib.capi.sqlite3_js_db_export(db);
      await place.put("sqlite", image);
      return { bytes: image.length };
    },
  };
}
