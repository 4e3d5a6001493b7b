// The loss of one unit over its only weight: the curve, its tangent, and a step against the slope.

const CURVE = { ends: [-5, 5], largest: 0.25, target: 0.7, start: { w: -2.5, rate: Math.log(10) } };

/** At a weight: the output y = σ(w), the loss ½ (y - t)², and the slope (y - t) y (1 - y). */
function lossAt(w) {
  const y = ACTIVATIONS.sigmoid.forward(w);
  return { y, loss: 0.5 * (y - CURVE.target) ** 2, slope: (y - CURVE.target) * (y * (1 - y)) };
}

function curveSettings() {
  return { w: Number(byId('curve-w').value), rate: Math.exp(Number(byId('curve-rate').value)) };
}

/** The weight after a step, in the figure. */
function stepped({ w, rate }) {
  const [from, to] = CURVE.ends;
  return Math.max(from, Math.min(w - rate * lossAt(w).slope, to));
}

function showCurve() {
  const { x, y, line, level, curve, dot, text, draw } = chart(CURVE.ends, CURVE.largest,
    ['가중치에 따른 손실의 곡선과 접선', 'The loss over the weight, and its tangent']);
  const [{ left, right }, [from, to], zero] = [FRAME, CURVE.ends, y(0)];
  const settings = curveSettings();
  const { w, rate } = settings;
  const [here, next] = [lossAt(w), stepped(settings)];
  const points = Array.from({ length: 101 }, (_, i) => from + (to - from) * i / 100);
  const tangent = (at) => [x(at), y(here.loss + here.slope * (at - w))];
  byId('curve-figure').replaceChildren(draw(
    level(0, 'grid'), curve(points.map((at) => [at, lossAt(at).loss]), 'chosen'),
    line(...tangent(w - 1.6), ...tangent(w + 1.6), 'tangent'),
    line(x(w), zero + 8, x(next), zero + 8, 'step'),
    svg('circle', { cx: x(next), cy: zero + 8, r: 3, class: 'next' }),
    dot(next, lossAt(next).loss, 4.5, 'next'), dot(w, here.loss, 5),
    text(left - 5, y(CURVE.largest) + 4, 'end', 'L'), text(left - 5, zero + 4, 'end', '0'),
    text(left, zero + 28, 'middle', `\u2212${-from}`), text(right, zero + 28, 'end', `w ${to}`)));
  const put = (x) => (x < 0 ? `(${number(x, 4)})` : number(x, 4));
  byId('curve-numbers').replaceChildren(...[
    `L = ½ (${number(here.y, 4)} − ${CURVE.target})² = ${number(here.loss, 4)}`,
    `∂L/∂w = (y − t) · y · (1 − y) = ${number(here.slope, 4)}`,
    `w⁺ = ${number(w, 4)} − ${number(rate, 3)} · ${put(here.slope)} = ${number(next, 4)}`,
  ].map((line) => element('span', {}, line)));
}

function resetCurve() {
  byId('curve-w').value = CURVE.start.w;
  byId('curve-rate').value = CURVE.start.rate;
  showCurve();
}

for (const id of ['curve-w', 'curve-rate']) byId(id).addEventListener('input', showCurve);
onClick('curve-reset', resetCurve);
onClick('curve-step', () => {
  byId('curve-w').value = stepped(curveSettings());
  showCurve();
});
resetCurve();
