// The loss of one unit over its only weight: the curve, its tangent, and a step against the slope.

const CURVE = { width: 340, height: 210, left: 34, right: 332, top: 12, bottom: 176, w: [-5, 5] };
const CURVE_TARGET = 0.7;
const CURVE_LARGEST = 0.25;
const CURVE_START = { w: -2.5, rate: Math.log(10) };

/** At a weight: the output y = σ(w), the loss ½ (y - t)², and the slope (y - t) y (1 - y). */
function lossAt(w) {
  const y = ACTIVATIONS.sigmoid.forward(w);
  return { y, loss: 0.5 * (y - CURVE_TARGET) ** 2, slope: (y - CURVE_TARGET) * (y * (1 - y)) };
}

function curveSettings() {
  return { w: Number(byId('curve-w').value), rate: Math.exp(Number(byId('curve-rate').value)) };
}

/** The weight after a step, in the figure. */
function stepped({ w, rate }) {
  return Math.max(CURVE.w[0], Math.min(w - rate * lossAt(w).slope, CURVE.w[1]));
}

function showCurve() {
  const { left, right, top, bottom, w: [from, to] } = CURVE;
  const x = (w) => left + (right - left) * (w - from) / (to - from);
  const y = (loss) => bottom - (bottom - top) * loss / CURVE_LARGEST;
  const settings = curveSettings();
  const { w, rate } = settings;
  const here = lossAt(w);
  const next = stepped(settings);
  const points = Array.from({ length: 101 }, (_, i) => from + (to - from) * i / 100)
    .map((at) => `${x(at).toFixed(1)},${y(lossAt(at).loss).toFixed(1)}`);
  const tangent = (at) => y(here.loss + here.slope * (at - w));
  const reach = 1.6;
  const text = (at, anchor, content) =>
    svg('text', { x: at[0], y: at[1], 'text-anchor': anchor }, content);
  byId('curve-figure').replaceChildren(svg('svg', {
    viewBox: `0 0 ${CURVE.width} ${CURVE.height}`, class: 'steps', role: 'img', translate: 'no',
    label: ['가중치에 따른 손실의 곡선과 접선', 'The loss over the weight, and its tangent'],
  },
  svg('line', { x1: left, x2: right, y1: bottom, y2: bottom, class: 'grid' }),
  svg('polyline', { points: points.join(' '), class: 'chosen' }),
  svg('line', {
    x1: x(w - reach), y1: tangent(w - reach), x2: x(w + reach), y2: tangent(w + reach),
    class: 'tangent',
  }),
  svg('line', { x1: x(w), x2: x(next), y1: bottom + 8, y2: bottom + 8, class: 'step' }),
  svg('circle', { cx: x(next), cy: bottom + 8, r: 3, class: 'next' }),
  svg('circle', { cx: x(next), cy: y(lossAt(next).loss), r: 4.5, class: 'next' }),
  svg('circle', { cx: x(w), cy: y(here.loss), r: 5 }),
  text([left - 5, top + 4], 'end', 'L'), text([left - 5, bottom + 4], 'end', '0'),
  text([left, bottom + 28], 'middle', `\u2212${-from}`), text([right, bottom + 28], 'end', `w ${to}`)));
  const put = (x) => (x < 0 ? `(${number(x, 4)})` : number(x, 4));
  byId('curve-numbers').replaceChildren(...[
    `L = ½ (${number(here.y, 4)} − ${CURVE_TARGET})² = ${number(here.loss, 4)}`,
    `∂L/∂w = (y − t) · y · (1 − y) = ${number(here.slope, 4)}`,
    `w⁺ = ${number(w, 4)} − ${number(rate, 3)} · ${put(here.slope)} = ${number(next, 4)}`,
  ].map((line) => element('span', {}, line)));
}

function resetCurve() {
  byId('curve-w').value = CURVE_START.w;
  byId('curve-rate').value = CURVE_START.rate;
  showCurve();
}

for (const id of ['curve-w', 'curve-rate']) byId(id).addEventListener('input', showCurve);
byId('curve-reset').addEventListener('click', resetCurve);
byId('curve-step').addEventListener('click', () => {
  byId('curve-w').value = stepped(curveSettings());
  showCurve();
});
resetCurve();
