// Counts laws kept and broken, one line a law, and ends the process accordingly.

export class Report {
  #passed = 0;
  #failed = 0;

  /** Runs one law: `attempt` rejects when it is broken. */
  async law(name, attempt) {
    const started = performance.now();
    try {
      await attempt();
      this.#passed += 1;
      console.log(`ok    ${name} (${Math.round(performance.now() - started)} ms)`);
      return true;
    } catch (error) {
      this.#failed += 1;
      console.log(`FAIL  ${name}: ${error?.message ?? error}`);
      return false;
    }
  }

  /** Prints the count. A run without a single law is a failure too. */
  end() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }
}

/** Rejects when `promise` takes longer than a law ever should: a trap outside the law's own task settles nothing. */
export function inTime(promise, ms = 60_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
