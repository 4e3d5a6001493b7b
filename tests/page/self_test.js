// The page's test of itself: this file first, then the others, inside of the function that holds the
// page's scripts.

/**
 * The tests, pushed by each file; each is a function of `check(what, holds, found)` and of
 * `note(text)`, which reports what is measured.
 */
const SELF_TESTS = [];

/** What this crate computed for them: tests/page/cases.rs. */
const rust = JSON.parse(document.getElementById('cases').textContent);

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
  const lines = [`self-test: ${held} of ${all}`, ...failures, ...notes];
  document.querySelector('header').after(
    element('pre', { id: 'self-test', translate: 'no', role: 'status' }, lines.join('\n')));
}

/** The page's drawings with what this crate reads in them. */
function drawingCases() {
  return page.drawings.map((drawing, i) => ({ ...drawing, ...rust.drawings[i] }));
}
