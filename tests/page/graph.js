// The computational graph shows one node after the other, forward, then back.

SELF_TESTS.push(function computationalGraph(check) {
  const texts = (shown) => [...document.querySelectorAll('#graph text')]
    .filter((text) => getComputedStyle(text).visibility === (shown ? 'visible' : 'hidden'))
    .map(({ textContent }) => textContent);
  const press = (name) => byId(`graph-${name}`).click();
  const { corrected: { del_w_output: step } } = rust.examples;
  const derivative = Number((-step / page.examples.tutorial.rate.η).toPrecision(4));
  check('at first only what is given is shown', texts(true).includes('w1 = 0.4') &&
    !texts(true).some((text) => text.startsWith('h = ')), texts(true));
  const seen = [];
  while (byId('graph-next').getAttribute('aria-disabled') !== 'true') {
    press('next');
    seen.push(texts(true).length);
    if (seen.length > 99) break;
  }
  check('each step shows more', seen.every((count, i) => i === 0 || count > seen[i - 1]), seen);
  check('9 nodes forward, the 1, and 9 back', seen.length === 19, seen.length);
  check('in the end nothing is hidden', texts(false).length === 0, texts(false));
  check('and the derivative of v is the crate’s', texts(true).includes(`${derivative}`), derivative);
  press('back');
  check('back hides the last step', texts(false).length === 2, texts(false));
  press('play');
  check('play is pressed', byId('graph-play').getAttribute('aria-pressed') === 'true');
  press('play');
  check('and paused', byId('graph-play').getAttribute('aria-pressed') === 'false');
});
