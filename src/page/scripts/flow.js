// The network at work, at the top of the page: a forward pass, and a backward pass from the label
// that chapter 5 teaches, layer by layer.

const FLOW = { width: 400, height: 260, picture: 84, units: 12 };

/** How far the passes have come: 1 to L, the layers forward; L + 1 to 2 L backward; then ∂L/∂x. */
const flow = { step: 0 };

const FLOW_TEXTS = {
  picture: () => ['잉크가 들어갑니다.', 'Ink goes in.'],
  forward: () => ['순전파: 유닛마다 들어온 값에 가중치를 곱해 더합니다. 진할수록 큰 출력입니다.',
    'Forward: each unit multiplies what comes in by its weights and adds up. Strong colours are ' +
    'large outputs.'],
  answer: (label) => [`순전파 끝: 열 개의 확률입니다. 정답이 ${label}이라면 얼마나 틀렸을까요?`,
    `The forward pass ends with ten probabilities. How wrong are they, if ${label} is right?`],
  deltas: () => ['출력의 델타 p − t: 확률에서 목표(정답 1, 나머지 0)를 뺍니다.',
    'The output deltas p − t: probability minus target (1 for the right answer, else 0).'],
  backward: () => ['역전파: 델타가 순전파에 쓴 가중치를 거슬러 돌아옵니다.',
    'Backward: the deltas come back through the weights of the forward pass.'],
  input: () => ['입력까지 왔습니다. 파란 곳에 잉크가 더 있었더라면 정답에 가까워졌습니다.',
    'Back at the input: more ink on blue would have led towards the right answer.'],
};

/** The units of each layer that are drawn: of many, those with the largest deltas. */
function drawnUnits(deltas) {
  return deltas.map((layer) => [...layer.keys()]
    .sort((a, b) => Math.abs(layer[b]) - Math.abs(layer[a])).slice(0, FLOW.units)
    .sort((a, b) => a - b));
}

function showFlow() {
  const { image, network } = digit;
  byId('flow').hidden = !image;
  if (!image) return;
  const pass = passOf(network, image, teaching.label);
  const count = network.layers.length;
  const units = drawnUnits(pass.deltas);
  const isLit = (l) => l < flow.step;
  const isBack = (l) => flow.step > count && l >= 2 * count - flow.step;
  const x = (l) => FLOW.picture + (FLOW.width - FLOW.picture - 44) * (l + 1) / count;
  const y = (l, i) => (l < 0 ? FLOW.height / 2 : (i + 0.5) * FLOW.height / units[l].length);

  const edges = network.layers.flatMap(({ outputs, weights }, l) => {
    if (!isLit(l)) return [];
    const back = isBack(l) && (l === 0 ? flow.step > 2 * count : isBack(l - 1));
    const lines = units[l].flatMap((j, to) => (l === 0 ? [-1] : units[l - 1]).map((p, from) => {
      const source = back ? pass.deltas[l][j] : l === 0 ? pass.values[1][j] : pass.values[l][p];
      return { from, to, size: Math.abs(l === 0 ? source : source * weights[p * outputs + j]) };
    }));
    const largest = Math.max(...lines.map(({ size }) => size)) || 1;
    return lines.map(({ from, to, size }) => svg('line', {
      x1: x(l - 1), y1: y(l - 1, from), x2: x(l), y2: y(l, to),
      class: back ? 'backward' : 'forward', 'stroke-opacity': 0.7 * size / largest,
    }));
  });
  const nodes = units.flatMap((layer, l) => {
    const back = isBack(l);
    const all = back ? pass.deltas[l] : l === count - 1 ? pass.probabilities : pass.values[l + 1];
    const largest = largestOf(all) || 1;
    return layer.map((j, i) => svg('g', { class: back ? 'backward' : 'forward' },
      svg('circle', { cx: x(l), cy: y(l, i), r: 8 }),
      svg('circle', {
        cx: x(l), cy: y(l, i), r: 8, class: 'value',
        'fill-opacity': isLit(l) ? Math.abs(all[j]) / largest : 0,
      }),
      l < count - 1 ? [] : svg('text', { x: x(l) + 13, y: y(l, i) + 4 },
        `${j}${j === pass.label && flow.step >= count ? ' ✓' : ''}`)));
  });
  const errors = errorsBefore(network.layers[0], pass.deltas[0]);
  const canvas = flow.step <= 2 * count ? inkPicture(image, SIDE, ['', ''])
    : signedPicture(errors, SIDE, largestOf(errors), ['', '']);
  const side = FLOW.picture - 12;
  byId('flow-figure').replaceChildren(svg('svg', {
    viewBox: `0 0 ${FLOW.width} ${FLOW.height}`, class: 'flow', role: 'img',
    label: ['신경망을 지나는 순전파와 역전파', 'A forward and a backward pass through the network'],
  }, edges, svg('image', {
    href: canvas.toDataURL(), x: 6, y: (FLOW.height - side) / 2, width: side, height: side,
  }), nodes));
  const name = { 0: 'picture', [count]: 'answer', [count + 1]: 'deltas', [2 * count + 1]: 'input' };
  const passes = flow.step < count ? 'forward' : 'backward';
  say('flow-now', ...FLOW_TEXTS[name[flow.step] ?? passes](pass.label));
}

/** Goes on by a stage; after the last, from the start. */
function nextFlow() {
  flow.step = (flow.step + 1) % (2 * digit.network.layers.length + 2);
  showFlow();
  return flow.step;
}

const isFlowing = () => nextFlow() <= 2 * digit.network.layers.length;
const stopFlow = player('flow-play', 1100, isFlowing, () => {
  flow.step = 0;
  showFlow();
});
onClick('flow-next', () => {
  stopFlow();
  nextFlow();
});
onDigit(() => {
  flow.step = digit.network.layers.length;
  showFlow();
});
