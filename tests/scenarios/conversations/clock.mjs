// The clock of a conversation in place of the machine's, so that a run in any year and time zone gives the same result.

process.env.TZ = "UTC";
const real = Date.now;

/** `Date.now` counts from `at` (milliseconds) on; `restore` gives the machine's clock back. */
export function setClock(at) {
  const from = real();
  Date.now = () => at + (real() - from);
}

export function restoreClock() {
  Date.now = real;
}
