// Chapter 1's chart: the outputs after 0, 1, 2, ... training steps, each variant a line.

const CHART = { width: 340, height: 210, left: 30, right: 332, top: 10, bottom: 180, points: 100 };

/** The chart of these runs, by variant; the chosen one is solid and has a dot at step `now`. */
function exampleChart(example, runs, chosen, now) {
  const { left, right, top, bottom } = CHART;
  const outputs = example.layers.at(-1);
  const x = (n) => left + (right - left) * n / example.steps;
  const y = (value) => bottom - (bottom - top) * value;   // outputs of sigmoids: 0 to 1
  const text = (at, anchor, ...content) =>
    svg('text', { x: at[0], y: at[1], 'text-anchor': anchor }, ...content);
  const level = (value, name) =>
    svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), class: name });

  const lines = Object.entries(runs).map(([variant, run]) => outputs.map(({ unit }) => {
    const at = (i) => i * example.steps / CHART.points;
    const points = Array.from({ length: CHART.points + 1 }, (_, i) =>
      `${x(at(i)).toFixed(1)},${y(run.valuesOf(at(i))[unit]).toFixed(1)}`);
    return svg('polyline', { points: points.join(' '), class: variant === chosen ? 'chosen' : '' });
  }));
  const labels = Object.entries(runs).map(([variant, run]) => outputs.map(({ unit }) => {
    const end = run.valuesOf(example.steps)[unit];
    const ends = Object.values(runs).map((other) => other.valuesOf(example.steps)[unit]);
    // Towards the middle of the chart; where both end close together, one further than the other.
    const away = Math.abs(ends[0] - ends[1]) < 0.1 && variant !== chosen ? 26 : 10;
    const place = [right - 4, y(end) + (end > 0.5 ? away + 6 : -away)];
    if (outputs.length === 1) {
      return text(place, 'end', ...both(...example.variants[variant].label, svg));
    }
    return variant === chosen ? text(place, 'end', unit) : [];
  }));
  const values = runs[chosen].valuesOf(now);
  return svg('svg', {
    viewBox: `0 0 ${CHART.width} ${CHART.height}`, class: 'steps', role: 'img',
    label: ['학습 단계에 따른 출력의 변화', 'The outputs over the training steps'],
  },
  [0, 0.5, 1].map((tick) => [
    level(tick, 'grid'), text([left - 5, y(tick) + 4], 'end', String(tick)),
  ]).flat(),
  outputs.map(({ target }) => [values[target]].filter((t) => t >= 0 && t <= 1)
    .map((t) => level(t, 'aim'))).flat(),
  lines.flat(), labels.flat(2),
  outputs.map(({ unit }) => svg('circle', { cx: x(now), cy: y(values[unit]), r: 4.5 })),
  text([left, bottom + 20], 'middle', '0'),
  text([right, bottom + 20], 'end', String(example.steps)),
  text([(left + right) / 2, bottom + 20], 'middle', ...both('학습 단계', 'training steps', svg)));
}
