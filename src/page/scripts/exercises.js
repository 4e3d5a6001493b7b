// Exercises: boxes to fill in, compared with the page's own numbers. A number that a typical mistake
// gives is answered by the name of the mistake.
//
// An exercise has `make(random)`, which gives { given: names and numbers, boxes }; a box has its
// name, the right number, and the numbers of mistakes by their texts.

/** What is said of a number: it is right, a mistake by its name, or wrong. */
const VERDICTS = {
  right: ['✓ 맞습니다.', '✓ Right.'],
  wrong: ['아직 아닙니다.', 'Not yet.'],
  sign: ['크기는 맞지만 부호가 반대입니다.', 'Right but for the sign.'],
  slope: ['σ′(활성화 함수의 도함수)가 빠졌습니다.', 'σ′, the slope of the activation, is missing.'],
  input: ['입력이 빠졌습니다.', 'The input is missing.'],
  weight: ['돌아오는 길의 가중치가 빠졌습니다.', 'The weight on the way back is missing.'],
  sum: ['세 exp의 합으로 나누지 않았습니다.', 'Not divided by the sum of the three.'],
  target: ['목표를 빼지 않았습니다.', 'The target has not been subtracted.'],
  off: ['ReLU가 꺼져 있습니다(z < 0).', 'The ReLU is off (z < 0).'],
  other: ['다른 입력을 곱했습니다.', 'That is the product with another input.'],
};

const EXERCISES = [
  {
    id: 'three', title: ['가중치 세 개의 역전파', 'Three weights, backward'],
    hints: [['출력에서 시작합니다: δ_y = (y − t) · σ′, 그리고 σ′ = y(1 − y).',
      'Start at the output: δ_y = (y − t) · σ′, where σ′ = y(1 − y).'],
    ['δ_h = δ_y · v · h(1 − h). 가중치의 기울기는 입력 × 델타입니다.',
      'δ_h = δ_y · v · h(1 − h). The derivative with respect to a weight is input · delta.']],
    make(random) {
      const some = () => (random(17) - 8) / 10 || 0.9;
      const inputs = { x1: some(), x2: some() };
      const start = { ...inputs, w1: some(), w2: some(), v: some(), t: random(2), η: 0.5 };
      const v = new ExampleRun(EXAMPLES.tutorial, {}, start).valuesOf(0);
      const slope = (y) => y * (1 - y);
      return {
        given: { x1: v.x1, w1: v.w1, v: v.v, h: v.h, y: v.y, t: v.t },
        boxes: [
          { name: 'δ_y', right: v.δ_y, slope: v.y - v.t, target: v.y * slope(v.y) },
          { name: '∂L/∂v', right: v['∂L/∂v'], input: v.δ_y, slope: (v.y - v.t) * v.h },
          { name: 'δ_h', right: v.δ_h, weight: v.δ_y * slope(v.h), slope: v.δ_y * v.v },
          { name: '∂L/∂w1', right: v['∂L/∂w1'], input: v.δ_h, other: v.δ_h * v.x2 },
        ],
      };
    },
  },
  {
    id: 'softmax', title: ['소프트맥스와 교차 엔트로피', 'Softmax, cross-entropy'],
    hints: [['p2는 exp z2를 세 exp의 합으로 나눈 값이고, L = −log p2입니다.',
      'p2 is exp z2 over the sum of the three; L = −log p2.'],
    ['점수로 미분하면 p − t입니다.', 'The derivative with respect to a score is p − t.']],
    make(random) {
      const scores = [0, 1, 2].map(() => (random(31) - 10) / 10);
      const { p, gradient, loss } = softmaxColumns(scores, [0, 1, 0]);
      return {
        given: { z1: scores[0], z2: scores[1], z3: scores[2], t1: 0, t2: 1, t3: 0 },
        boxes: [
          { name: 'p2', right: p[1], sum: Math.exp(scores[1]) },
          { name: 'L', right: loss, sign: -loss },
          { name: '∂L/∂z1', right: gradient[0] },
          { name: '∂L/∂z2', right: gradient[1], target: p[1] },
        ],
      };
    },
  },
  {
    id: 'relu', title: ['꺼진 ReLU', 'A ReLU that is off'],
    hints: [['z = x1·w1 + x2·w2 + b의 부호를 보세요.', 'Look at the sign of z = x1·w1 + x2·w2 + b.'],
      ['z < 0이면 출력도 도함수도 0입니다. 0에는 무엇을 곱해도 0입니다.',
        'For z < 0 both the output and the derivative are 0, and 0 times anything is 0.']],
    make(random) {
      const [x1, w1, x2, w2] = [1 + random(9), -1 - random(9), 1 + random(9), 1].map((x) => x / 10);
      const b = -w2 * x2 - random(5) / 10;
      const e = (1 + random(9)) / 10;
      return {
        given: { x1, w1, x2, w2, b, '∂L/∂y': e },
        boxes: [
          { name: 'z', right: x1 * w1 + x2 * w2 + b, other: x1 * w1 + x2 * w2 },
          { name: 'y', right: 0, off: x1 * w1 + x2 * w2 + b },
          { name: 'δ', right: 0, off: e },
          { name: '∂L/∂w1', right: 0, off: x1 * e },
        ],
      };
    },
  },
  {
    id: 'matrix', title: ['2 × 3 층의 ∂L/∂W', '∂L/∂W of a 2 × 3 layer'],
    hints: [['∂L/∂W = XᵀD입니다. 샘플이 하나이므로 X는 한 행입니다.',
      '∂L/∂W = XᵀD; with one sample, X is a single row.'],
    ['i행 j열은 입력 i × 델타 j입니다.', 'Row i, column j is input i times delta j.']],
    make(random) {
      const some = () => (random(19) - 9) / 10 || 1;
      const [x, delta] = [[some(), some()], [some(), some(), some()]];
      const named = (name, values) => values.map((value, i) => [`${name}${i + 1}`, value]);
      return {
        given: Object.fromEntries([...named('x', x), ...named('δ_', delta)]),
        boxes: x.flatMap((input, i) => delta.map((d, j) => ({
          name: `∂L/∂w${i + 1}${j + 1}`, right: input * d, input: d, other: x[1 - i] * d,
        }))),
      };
    },
  },
];

/** What is said of a number in a box: 'right', the name of a mistake, or 'wrong'. */
function judged({ name, right, ...mistakes }, found) {
  const isNear = (number) => Math.abs(found - number) <= 5e-5 + 2e-3 * Math.abs(number);
  if (isNear(right)) return 'right';
  if (isNear(-right)) return 'sign';
  return Object.keys(mistakes).find((mistake) => isNear(mistakes[mistake])) ?? 'wrong';
}

/** The exercises that were solved, kept where the browser allows it. */
const solved = {
  key: 'backprop: solved exercises',
  read() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? []; } catch { return []; }
  },
  add(id) {
    try { localStorage.setItem(this.key, JSON.stringify([...new Set([...this.read(), id])])); }
    catch { /* A browser that keeps nothing: the boxes still say what is right. */ }
  },
};

function showProgress() {
  const done = solved.read();
  say('exercise-progress', `${EXERCISES.length}문제 가운데 ${done.length}문제를 풀었습니다.`,
    `${done.length} of ${EXERCISES.length} solved.`);
  for (const { id } of EXERCISES) byId(`exercise-${id}-done`).hidden = !done.includes(id);
}

function exerciseCard({ id, make, title, hints }, seed) {
  const random = randomNumbers(seed);
  const [given, boxes] = [element('p', { class: 'mono', translate: 'no' }), element('div')];
  const renew = () => {
    const exercise = make(random);
    given.replaceChildren(...Object.entries(exercise.given).flatMap(([name, value]) =>
      [element('span', { class: 'given' }, symbol(name), ` = ${number(value, 4)}`), ' ']));
    const verdicts = exercise.boxes.map(() => 'wrong');
    boxes.replaceChildren(...exercise.boxes.map((box, i) => boxFor(box, (verdict) => {
      verdicts[i] = verdict;
      if (verdicts.some((one) => one !== 'right')) return;
      solved.add(id);
      showProgress();
    })));
  };
  renew();
  return element('div', { class: 'card exercise', id: `exercise-${id}` },
    element('h3', {}, both(...title), ' ',
      element('span', { id: `exercise-${id}-done`, class: 'update', translate: 'no' }, '✓')),
    given, boxes,
    element('div', { class: 'buttons' },
      hints.map((text, i) => element('details', {},
        element('summary', {}, both(`힌트 ${i + 1}`, `Hint ${i + 1}`)),
        element('p', { class: 'soft' }, both(...text)))),
      element('button', { type: 'button', onclick: renew }, both('새 숫자', 'New numbers'))));
}

/** A box to fill in, and what is said of its number. */
function boxFor(box, tell) {
  const said = element('span', { role: 'status' });
  const input = element('input', {
    type: 'text', inputmode: 'text', autocomplete: 'off', size: 9, label: [box.name, box.name],
    oninput: () => {
      const text = input.value.trim().replace('\u2212', '-').replace(',', '.');
      const verdict = text === '' || Number.isNaN(Number(text)) ? '' : judged(box, Number(text));
      said.className = verdict === 'right' ? 'update' : 'backward';
      said.replaceChildren(...verdict ? both(...VERDICTS[verdict]) : []);
      tell(verdict);
    },
  });
  return element('p', { class: 'box' }, element('label', {},
    element('span', { class: 'mono', translate: 'no' }, symbol(box.name), ' ='), input), said);
}

byId('exercise-cards').append(...EXERCISES.map((one, i) => exerciseCard(one, 7 + i)));
showProgress();
