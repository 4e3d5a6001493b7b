'use strict';
// The page's test of itself: open it with #self-test in the address.

/**
 * The tests, pushed by the file that they test; each is a function of `check(what, holds, found)`
 * and of `note(text)`, which reports what is measured.
 */
const SELF_TESTS = [];

/** Whether two numbers agree but for rounding, the larger one's 1e-12 at most. */
function agree(a, b) {
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}

/** Runs all tests and writes `self-test: N of N`, every failure and every note into the page. */
function runSelfTests() {
  let [held, all] = [0, 0];
  const [failures, notes] = [[], []];
  const check = (what, holds, found = '') => {
    all += 1;
    if (holds) held += 1;
    else failures.push(`failed: ${what} ${found}`);
  };
  for (const test of SELF_TESTS) {
    try {
      test(check, (text) => notes.push(`note: ${text}`));
    } catch (error) {
      check(test.name, false, error.stack);
    }
  }
  byId('self-test')?.remove();
  const lines = [`self-test: ${held} of ${all}`, ...failures, ...notes];
  document.querySelector('header').after(
    element('pre', { id: 'self-test', translate: 'no', role: 'status' }, lines.join('\n')));
}
