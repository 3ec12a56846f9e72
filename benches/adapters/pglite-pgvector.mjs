// Postgres in wasm with pgvector's HNSW (m 16, ef_construction 64, its defaults), built after the rows are in.
// A filter is a where clause with iterative scans. Opened from IndexedDB in a page, from a folder in Node.
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";

import { attribute } from "../measure/filters.mjs";
import { rowOf, upTo } from "./support.mjs";

export default {
  name: "pglite-pgvector",
  kind: "HNSW f32 in Postgres, m 16, ef_construction 64",
  efforts: [10, 20, 40, 80, 160, 320, 640, 1000],
  async create({ dim, env }) {
    const pg = await connect(env);
    await pg.exec(`create extension if not exists vector; create table m (id int, u real, v vector(${dim}));
      alter table m alter v set storage plain; set maintenance_work_mem = '512MB'`);
    return wrap(pg);
  },
  open: async ({ env }) => wrap(await connect(env)),
};

async function connect(env) {
  const dataDir = env.host === "chromium" ? "idb://bench" : env.place.path("pg");
  const pg = await PGlite.create({ dataDir, extensions: { vector }, relaxedDurability: true });
  await pg.exec("set hnsw.iterative_scan = strict_order").catch(() => {});
  return pg;
}

function wrap(pg) {
  const text = (row) => `[${row.join(",")}]`;
  const ids = async (sql, parameters) => (await pg.query(sql, parameters)).rows.map(({ id }) => id);
  return {
    async add(rows, count, first) {
      const dim = rows.length / count;
      await pg.query("insert into m select * from unnest($1::int[], $2::real[], $3::text[]::vector[])", [
        upTo(count, (i) => first + i), upTo(count, (i) => attribute(first + i)), upTo(count, (i) => text(rowOf(rows, i, dim))),
      ]);
    },
    ready: () => pg.exec("create index on m using hnsw (v vector_ip_ops) with (m = 16, ef_construction = 64)"),
    setEffort: (effort) => pg.exec(`set hnsw.ef_search = ${Math.min(1000, effort)}`),
    search: (query, k) => ids(`select id from m order by v <#> $1::vector limit ${k}`, [text(query)]),
    searchWithin: (query, k, _, { share }) => ids(`select id from m where u < ${share} order by v <#> $1::vector limit ${k}`, [text(query)]),
    remove: (gone) => pg.query("delete from m where id = any($1::int[])", [gone]),
    async save() {
      await pg.exec("checkpoint");
      await pg.syncToFs?.();
      return { always: true };
    },
    close: () => pg.close(),
  };
}
