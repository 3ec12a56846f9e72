/**
 * The index by itself: all of the entry `forgetmenot/vectors`, and a part of `forgetmenot`.
 *
 * @example
 * import { VectorIndex } from "forgetmenot/vectors";
 * const index = await VectorIndex.create({ dims: 384 });
 * index.insert([1, 2], vectors);
 * const { ids, scores } = index.search(query, { k: 10 });
 */
export { isMemoryError } from "./errors.js";
export type { ErrorCode, MemoryError } from "./errors.js";

/** How the index is laid out. */
export interface IndexConfig {
  /** How many vectors are scanned from end to end before they are sealed into cells of near vectors. Default 16,384. */
  cellsAbove?: number;
  /**
   * How many vectors a segment must hold for an HNSW graph over it, where `mayBlock` allows one. Default 200,000. The entry
   * `forgetmenot/vectors` has no graphs: cells answer there whatever the size.
   */
  graphAbove?: number;
  /** Whether upkeep may take seconds at a stretch, as building a graph does: for a worker that does little else. Default `false`. */
  mayBlock?: boolean;
  /** The same vectors in the same order with the same seed make the same index. Default 0. */
  seed?: number;
}

/** Ids for `allowed`, prepared once. It follows the index: ids that come later count too. */
declare class Subset {
  private constructor();
  /** Lets go of it; otherwise garbage collection does. */
  free(): void;
}

export type { Subset };

export interface VectorSearchOptions {
  /** How many hits. Default 10; fewer come back if fewer are there or allowed. */
  k?: number;
  /** Only these ids may answer: they restrict before anything is ranked. For use again and again, prepare them: `subset(ids)`. */
  allowed?: Uint32Array | number[] | Subset;
  /** The recall to aim at, above 0; 1 is `exact`. Default 0.999, by measurements on the vectors themselves. */
  recall?: number;
  /** How many candidates get an int8 score (other indexes' `efSearch`), in place of `recall`. At least `k` do. */
  ef?: number;
  /** The exact answer, by a proof on the error of each score. Default `false`. */
  exact?: boolean;
}

export interface VectorHits {
  /** Best first; ties in the order of insertion. */
  ids: Uint32Array;
  /** Cosine similarity, −1 to 1, one for each id. */
  scores: Float32Array;
}

/**
 * Vectors by id (0 to 2³² − 1), searched by cosine similarity, in memory: the index that `Memory` is built on, for vectors
 * that are no memories. Calls are synchronous but for the two that load the wasm. At most 2²⁴ vectors.
 */
export class VectorIndex {
  private constructor();

  /** An empty index of vectors of `dims` numbers, 1 to 65,536. Errors: `invalid_input`. */
  static create(options: { dims: number; index?: IndexConfig }): Promise<VectorIndex>;
  /** Reads what `toBytes` wrote. Errors: `storage_corrupt` for anything else, down to a single bit; `invalid_input`. */
  static fromBytes(bytes: Uint8Array, options?: { index?: IndexConfig }): Promise<VectorIndex>;

  readonly dims: number;
  readonly size: number;

  /**
   * Puts vectors in, one after the other in `vectors`, `dims` numbers for each id, in place of those the ids had. They
   * are found from then on. Vectors need not be of length 1. Errors: `invalid_input` (NaN, infinite, all zeros: then none
   * is put in), `embedding_mismatch`, `out_of_memory`.
   */
  insert(ids: Uint32Array | number[], vectors: Float32Array | number[]): void;
  /** Takes vectors out; how many there were. They are not found from then on. */
  remove(ids: Uint32Array | number[]): number;
  has(id: number): boolean;
  subset(ids: Uint32Array | number[]): Subset;

  /** The nearest vectors. Errors: `invalid_input`, `embedding_mismatch`. */
  search(query: Float32Array | number[], options?: VectorSearchOptions): VectorHits;
  /** The same for several queries, one after the other: `counts` says how many hits are each one's. */
  searchMany(queries: Float32Array | number[], options?: VectorSearchOptions): VectorHits & { counts: Uint32Array };

  /**
   * Makes searches faster: measures the vectors and sorts them into cells, for about `budgetMs` milliseconds (default 8).
   * `true` if there is more to do. Call it when idle after inserts; searches need not wait for it.
   */
  maintain(budgetMs?: number): boolean;

  /** Everything, with a checksum: two bytes a number and some tens of bytes a vector. Errors: `out_of_memory`. */
  toBytes(): Uint8Array;
  stats(): {
    kind: "none" | "flat" | "cells" | "graph";
    kernel: "simd128" | "portable";
    size: number;
    segments: number;
    /** Rows of removed vectors that still take up place. */
    tombstones: number;
    /** Memory held, in bytes. */
    bytes: number;
    /** How many candidates the default search scores; null if all. */
    ef: number | null;
    /** How many vectors' sign bits the default search reads, about; null if it scores all. */
    rows: number | null;
    /** Whether `maintain` has nothing to do. */
    maintained: boolean;
  };
  /** Gives the memory back to the next index: WebAssembly's memory itself never shrinks. Unload the worker for that. */
  free(): void;
}
