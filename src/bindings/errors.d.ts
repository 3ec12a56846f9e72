/** What is thrown, by every entry of the package. */
export type ErrorCode =
  | "invalid_input" | "invalid_config" | "invalid_filter" | "scope_required" | "not_found" | "not_configured"
  | "closed" | "aborted"
  | "storage_full" | "out_of_memory" | "storage_unavailable" | "storage_blocked" | "storage_newer" | "storage_conflict" | "storage_corrupt"
  | "model_auth" | "model_rate_limited" | "model_quota" | "budget_exceeded" | "model_not_found" | "model_rejected" | "model_blocked"
  | "model_truncated" | "model_bad_reply" | "model_unavailable" | "model_corrupt" | "embedding_mismatch"
  | "network" | "timeout" | "internal";

/** Every error the library throws. Messages say what to do and never hold a key or a memory's text. */
export interface MemoryError extends Error {
  readonly name: "MemoryError";
  readonly code: ErrorCode;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

export function isMemoryError(error: unknown): error is MemoryError;
