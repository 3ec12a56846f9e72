// The index by itself: what the entry has, and what it has not.
import { VectorIndex, isMemoryError } from "forgetmenot/vectors";
import type { ErrorCode, IndexConfig, MemoryError, Subset, VectorHits, VectorSearchOptions } from "forgetmenot/vectors";
import { VectorIndex as OfTheWhole } from "forgetmenot";
import type { IndexConfig as LayoutOfTheWhole } from "forgetmenot";

const layout: IndexConfig = { cellsAbove: 1_000, graphAbove: 2_000, mayBlock: true, seed: 7 };
const index: VectorIndex = await VectorIndex.create({ dims: 2, index: layout });
index.insert([1, 2], new Float32Array(4));
const subset: Subset = index.subset([1]);
const options: VectorSearchOptions = { k: 3, allowed: subset, recall: 0.99 };
const hits: VectorHits = index.search([1, 0], options);
const counts: Uint32Array = index.searchMany([1, 0, 0, 1], { exact: true }).counts;
const more: boolean = index.maintain(4);
const again = await VectorIndex.fromBytes(index.toBytes(), { index: { seed: 7 } });
try {
  again.remove([hits.ids[0] ?? 0, counts.length]);
} catch (error) {
  if (isMemoryError(error)) {
    const known: MemoryError = error;
    const code: ErrorCode = known.code;
    void [code, more];
  }
}

// One definition: an index of either entry is of the same type, and laid out by the same options.
const whole: LayoutOfTheWhole = layout;
const other: OfTheWhole = again;
void [whole, other];

// @ts-expect-error there is no Memory in it
await import("forgetmenot/vectors").then(({ Memory }) => Memory);
// @ts-expect-error a number is no layout
await VectorIndex.create({ dims: 2, index: 5 });
// @ts-expect-error misspelt
await VectorIndex.create({ dims: 2, index: { cellAbove: 5 } });
// @ts-expect-error it is created, not constructed
new VectorIndex();
// @ts-expect-error a search wants numbers
index.search("tea");
