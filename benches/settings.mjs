// What is run by default, and the limits that keep a slow peer from holding up the rest.

export const OURS = "forgetmenot";
export const REFERENCES = ["js-exact", "reference-bits", "reference-int8"];

/** Every peer, with the largest size at which it is still run: above it, it fails or takes minutes a figure. */
export const PEERS = {
  "hnswlib-wasm": { upTo: 100_000 },
  edgevec: { upTo: 10_000 },
  "voy-search": { upTo: 50_000 },
  "rvf-wasm": { upTo: 100_000 },
  "ruvector-wasm": { upTo: 50_000 },
  "sqlite-vec": { upTo: 100_000, hosts: ["chromium"] },
  orama: { upTo: 10_000 },
  "client-vector-search": { upTo: 50_000 },
  hnsw: { upTo: 10_000 },
  mememo: { upTo: 10_000 },
  usearch: { upTo: 100_000, hosts: ["node"] },
  "pglite-pgvector": { upTo: 10_000 },
  "entity-db": { upTo: 1_000, hosts: ["chromium"] },
  "idb-vector": { upTo: 1_000, hosts: ["chromium"] },
  mem0: { upTo: 50_000, hosts: ["node"] },
};

export const METRICS = ["query", "filter", "insert", "delete", "disk", "size", "limits", "open"];
export const NOT_BY_DEFAULT = ["open"]; // fills a whole store first: minutes

const FULL = {
  k: 10,
  queries: 500, // at most; fewer where they do not fit the budget
  leastQueries: 20,
  passes: 3,
  extra: 210, // rows for the inserts
  queryBudgetMs: 2500, // each effort of the sweep
  insertBudgetMs: 4000,
  buildBudgetMs: 150_000, // of CPU; a build over it is reported as not finished
  jobLimitMs: 600_000,
};
const QUICK = { ...FULL, queries: 100, leastQueries: 10, passes: 2, queryBudgetMs: 400, insertBudgetMs: 800, buildBudgetMs: 60_000 };

export const budgets = ({ quick, build }) => ({ ...(quick ? QUICK : FULL), ...(build && { buildBudgetMs: build * 1000 }) });
export const DEFAULTS = { n: [1_000, 10_000, 50_000, 100_000], dims: [384, 768], hosts: ["node", "chromium"] };
