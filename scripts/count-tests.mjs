// How many tests passed and failed, from what a test runner printed.

const COLOURS = /\x1b\[[0-9;]*m/g;
const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed;/gm;
const OWN = /^(\d+) passed, (\d+) failed$/gm;
const NODE_PASS = /^(?:ℹ|#) pass (\d+)$/gm;
const NODE_FAIL = /^(?:ℹ|#) (?:fail|cancelled) (\d+)$/gm;

/** Sums over every runner's closing lines in `output`: a suite may run several. */
export function countTests(output) {
  const text = output.replace(COLOURS, "");
  const sum = (pattern, group) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[group]), 0);
  return {
    passed: sum(CARGO, 1) + sum(OWN, 1) + sum(NODE_PASS, 1),
    failed: sum(CARGO, 2) + sum(OWN, 2) + sum(NODE_FAIL, 1),
  };
}
