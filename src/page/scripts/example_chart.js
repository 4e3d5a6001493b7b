// Chapter 1's chart: the outputs after 0, 1, 2, ... training steps, each variant a line.

/** How many pieces a line has. */
const PIECES = 100;

/** The chart of these runs, by variant; the chosen one is solid and has a dot at step `now`. */
function exampleChart(example, runs, chosen, now) {
  const { left, right } = FRAME;
  const outputs = example.layers.at(-1);
  // Outputs of sigmoids lie between 0 and 1.
  const { x, y, level, curve, dot, text, draw } = chart([0, example.steps], 1,
    ['학습 단계에 따른 출력의 변화', 'The outputs over the training steps']);
  const at = Array.from({ length: PIECES + 1 }, (_, i) => i * example.steps / PIECES);
  const all = Object.entries(runs).flatMap(([variant, run]) =>
    outputs.map(({ unit }) => ({ variant, run, unit })));
  const lines = all.map(({ variant, run, unit }) => curve(
    at.map((n) => [n, run.valuesOf(n)[unit]]), variant === chosen ? 'chosen' : ''));
  const labels = all.map(({ variant, run, unit }) => {
    const end = run.valuesOf(example.steps)[unit];
    const ends = Object.values(runs).map((other) => other.valuesOf(example.steps)[unit]);
    // Towards the middle of the chart; where both end close together, one further than the other.
    const away = Math.abs(ends[0] - ends[1]) < 0.1 && variant !== chosen ? 26 : 10;
    const name = outputs.length === 1 ? both(...example.variants[variant].label, svg)
      : variant === chosen ? [unit] : [];
    return text(right - 4, y(end) + (end > 0.5 ? away + 6 : -away), 'end', ...name);
  });
  const values = runs[chosen].valuesOf(now);
  const aims = outputs.map(({ target }) => values[target]).filter((t) => t >= 0 && t <= 1);
  return draw(
    [0, 0.5, 1].map((tick) => [level(tick, 'grid'), text(left - 5, y(tick) + 4, 'end', `${tick}`)]),
    aims.map((t) => level(t, 'aim')), lines, labels,
    outputs.map(({ unit }) => dot(now, values[unit], 4.5)),
    text(left, y(0) + 20, 'middle', '0'), text(right, y(0) + 20, 'end', `${example.steps}`),
    text((left + right) / 2, y(0) + 20, 'middle', ...both('학습 단계', 'training steps', svg)));
}
