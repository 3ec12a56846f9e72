/** Whether an error is this library's: then `code` and `retryable` can be relied on. */
export function isMemoryError(error) {
  return error instanceof Error && error.name === "MemoryError" && typeof error.code === "string";
}
