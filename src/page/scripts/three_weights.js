// Chapter 1: the choice of the example, the steps, what the reader has put in, and the results.

const EXPLANATIONS = {
  'forward': ['입력마다 가중치를 곱해 모두 더하고(가중합 z), 시그모이드에 넣습니다.',
    'Multiply each input by its weight and add up (the weighted sum z); then apply the sigmoid.'],
  'loss': ['손실 L은 예측이 목표에서 얼마나 떨어져 있는지를 수 하나로 나타냅니다.',
    'The loss L says in one number how far the prediction is from the target.'],
  'output delta': ['델타 δ = ∂L/∂z는 가중합 z가 조금 커질 때 손실이 변하는 비율입니다. 출력층에서는 목표와의 ' +
    '차이에 시그모이드의 도함수를 곱합니다.',
  'The delta δ = ∂L/∂z says how fast the loss changes with the weighted sum z. At the output it ' +
    'is the difference from the target times the slope of the sigmoid.'],
  'absolute delta': ['튜토리얼은 이것을 에러텀(여기서는 term)이라고 부르고, 차이에 절댓값을 취합니다. 예측이 ' +
    '너무 큰지 너무 작은지를 나타내는 부호가 여기서 사라집니다.',
  'The tutorial calls it the error term (term, here) and takes the absolute value of the ' +
    'difference. Its sign, which tells whether the prediction is too high or too low, is lost.'],
  'hidden delta': ['다음 층의 델타가 가중치를 거슬러 돌아옵니다. 여러 유닛에서 돌아오면 모두 더하고, ' +
    '시그모이드의 도함수를 곱합니다.',
  'The deltas of the next layer come back through the weights. From several units they add up. ' +
    'Then multiply by the slope of the sigmoid.'],
  'early delta': ['순전파에 쓴 가중치가 아니라 이미 갱신한 가중치(⁺)로 델타를 되돌립니다. 그래서 이 델타는 ' +
    '손실의 미분이 아닙니다.',
  'The deltas come back through weights that have already changed (⁺), not those that the ' +
    'forward pass used. So this delta is not the derivative of the loss.'],
  'gradient': ['가중치의 기울기는 그 가중치에 들어온 입력 × 그 가중치가 이어지는 유닛의 델타입니다.',
    'The derivative with respect to a weight is its input times the delta of the unit that it ' +
    'leads to.'],
  'absolute gradient': ['튜토리얼의 갱신량 del은 입력 × 에러텀에 학습률 η까지 곱한 값입니다.',
    'The tutorial’s step, del, is input times error term, times the learning rate η.'],
  'update': ['가중치를 기울기의 반대쪽으로, 학습률 η를 곱한 만큼 옮깁니다.',
    'Each weight moves against its derivative, by the learning rate η times as far.'],
  'absolute update': ['튜토리얼은 갱신량을 가중치에서 뺍니다.',
    'The tutorial subtracts the step from the weight.'],
};

const STEP_NAMES = {
  forward: ['순전파', 'Forward'], loss: ['손실', 'Loss'], delta: ['역전파', 'Backward'],
  gradient: ['기울기', 'Gradient'], update: ['갱신', 'Update'],
};

const STEP_COLOURS = {
  forward: 'forward', loss: 'backward', delta: 'backward', gradient: 'backward', update: 'update',
};

/** What is shown: `position` counts the single steps from the start, over all training steps. */
const lesson = { name: 'tutorial', variant: 'corrected', position: 0, weight: null };

function chooseExample(name, variant = Object.keys(EXAMPLES[name].variants)[0]) {
  Object.assign(lesson, { name, variant, position: 0, weight: null });
  lesson.start = startOf(EXAMPLES[name]);
  lesson.figure = exampleFigure(EXAMPLES[name], (weight) => {
    lesson.weight = lesson.weight === weight ? null : weight;
    showLesson();
  });
  byId('example-figure').replaceChildren(lesson.figure.node);
  const variants = Object.entries(EXAMPLES[name].variants).map(([value, { label }]) =>
    element('label', {}, element('input', {
      type: 'radio', name: 'example-variant', value, checked: value === variant,
      onchange: () => { lesson.variant = value; showLesson(); },
    }), both(...label)));
  byId('example-variants').replaceChildren(...variants);
  for (const note of document.querySelectorAll('[data-example]')) {
    note.hidden = note.dataset.example !== name;
  }
  for (const choice of document.getElementsByName('example-name')) {
    choice.checked = choice.value === name;
  }
  showInputs(EXAMPLES[name]);
  startRuns();
}

/** Computes everything anew from the starting values. */
function startRuns() {
  const example = EXAMPLES[lesson.name];
  lesson.runs = Object.fromEntries(Object.entries(example.variants).map(([name, variant]) =>
    [name, new ExampleRun(example, variant, { ...lesson.start })]));
  lesson.position = Math.min(lesson.position, lesson.runs[lesson.variant].plan.length);
  showLesson();
}

/** How many training steps are finished. */
function finishedSteps() {
  return Math.floor(lesson.position / lesson.runs[lesson.variant].plan.length);
}

function moveTo(position) {
  const last = EXAMPLES[lesson.name].steps * lesson.runs[lesson.variant].plan.length;
  lesson.position = Math.max(0, Math.min(position, last));
  showLesson();
}

const MOVES = {
  'example-back': () => moveTo(lesson.position - 1),
  'example-next': () => moveTo(lesson.position + 1),
  'example-step': () => moveBySteps(1),
  'example-jump': () => moveBySteps(EXAMPLES[lesson.name].jump),
  'example-reset': () => chooseExample(lesson.name, lesson.variant),
};

/** Goes on to the end of a training step. */
function moveBySteps(steps) {
  moveTo((finishedSteps() + steps) * lesson.runs[lesson.variant].plan.length);
}

function showLesson() {
  const example = EXAMPLES[lesson.name];
  const { plan } = lesson.runs[lesson.variant];
  const before = Math.max(0, Math.floor((lesson.position - 1) / plan.length));
  const done = plan.slice(0, lesson.position - before * plan.length);
  const values = lesson.runs[lesson.variant].valuesOf(before);
  const known = new Set([
    ...Object.keys(lesson.start), ...done.flatMap(({ lines }) => lines.map(({ name }) => name)),
  ]);
  lesson.figure.show(values, known, done.at(-1), lesson.weight);
  showStep(done.at(-1), values, [before + 1, done.length, plan.length]);
  showWeight(example, values);
  showResults(example);
  disable(byId('example-back'), lesson.position === 0);
  for (const id of ['example-next', 'example-step', 'example-jump']) {
    disable(byId(id), finishedSteps() === example.steps);
  }
  byId('example-jump').replaceChildren(
    ...both(`${example.jump}번 학습`, `${example.jump} training steps`));
}

/** An equation on several lines: name = formula, = numbers put in, = result. */
function equation({ name, formula }, values) {
  const put = (one) => (values[one] < 0 ? element('span', {}, '(', fourDigits(values[one]), ')')
    : fourDigits(values[one]));
  return element('p', { class: 'equation', translate: 'no' },
    element('span', {}, symbol(name), ' = ', ...formulaNodes(formula, values, symbol)),
    element('span', {}, '= ', ...formulaNodes(formula, values, put)),
    element('strong', {}, '= ', fourDigits(values[name])));
}

/** The sentences about a step: what it does, and what the variant does in another way. */
function explanationsOf({ kind, unit }) {
  const { layers, variants } = EXAMPLES[lesson.name];
  const { absolute, early } = variants[lesson.variant];
  if (kind !== 'delta') return [EXPLANATIONS[absolute && `absolute ${kind}`] ?? EXPLANATIONS[kind]];
  const atOutput = layers.at(-1).some((output) => output.unit === unit);
  return [
    EXPLANATIONS[atOutput ? 'output delta' : 'hidden delta'],
    ...(absolute && atOutput ? [EXPLANATIONS['absolute delta']] : []),
    ...(early && !atOutput ? [EXPLANATIONS['early delta']] : []),
  ];
}

/** '첫 번째', '2번째'. */
function ordinal(n) {
  return n === 1 ? '첫 번째' : `${n}번째`;
}

function showStep(step, values, [training, done, all]) {
  const panel = byId('example-now');
  if (!step) {
    panel.replaceChildren(element('p', {}, both('‘다음’을 누르면 첫 계산부터 한 단계씩 보여 드립니다.',
      'Press “Next” to go through the computation, one step at a time.')));
    return;
  }
  const { kind, unit, lines } = step;
  const [ko, en] = STEP_NAMES[kind];
  panel.replaceChildren(
    element('p', { class: `step-name ${STEP_COLOURS[kind]}` },
      both(ko, en), ' ', element('span', { translate: 'no' }, unit === 'L' ? '' : unit)),
    element('p', { class: 'soft' }, both(`${ordinal(training)} 학습 · ${all}단계 중 ${done}단계`,
      `training step ${training}, part ${done} of ${all}`)),
    ...explanationsOf(step).map((text) => element('p', {}, both(...text))),
    ...lines.map((one) => equation(one, values)));
}

function showResults(example) {
  const steps = finishedSteps();
  const variants = Object.entries(example.variants);
  const values = variants.map(([variant]) => lesson.runs[variant].valuesOf(steps));
  const names = [...example.layers.at(-1).map(({ unit }) => unit), 'L'];
  byId('example-results').replaceChildren(
    element('caption', {}, steps === 0 ? both('학습하기 전', 'Before training')
      : both(`${steps}번 학습한 뒤`, `After ${steps} training ${steps === 1 ? 'step' : 'steps'}`)),
    element('tr', {}, element('td'), ...variants.map(([, { label }]) =>
      element('th', { scope: 'col' }, both(...label)))),
    ...names.map((name) => element('tr', { translate: 'no' }, element('th', { scope: 'row' }, name),
      ...values.map((v) => element('td', {}, fourDigits(v[name]))))));
  clearTimeout(lesson.timer);
  lesson.timer = setTimeout(showChart, 50);   // A chart takes thousands of training steps.
}

function showChart() {
  const { name, runs, variant } = lesson;
  const chart = exampleChart(EXAMPLES[name], runs, variant, finishedSteps());
  byId('example-chart').replaceChildren(chart);
}

for (const [id, move] of Object.entries(MOVES)) byId(id).addEventListener('click', move);
byId('example').addEventListener('keydown', (event) => {
  const move = { ArrowRight: 'example-next', ArrowLeft: 'example-back' }[event.key];
  const isInField = event.target.tagName === 'INPUT';
  if (!move || isInField || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  MOVES[move]();
});
// A name in a formula and its place in the figure light up together: pointed at, or by key.
function lightUp({ target }) {
  const part = target.closest('#example [data-part]')?.dataset.part;
  for (const node of byId('example').querySelectorAll('[data-part]')) {
    node.classList.toggle('lit', node.dataset.part === part);
  }
}
for (const kind of ['pointerover', 'focusin']) document.addEventListener(kind, lightUp);
byId('example-puzzle').addEventListener('click', () => {
  chooseExample('tutorial', 'printed');
  moveBySteps(EXAMPLES.tutorial.jump);
});
for (const choice of document.getElementsByName('example-name')) {
  choice.addEventListener('change', () => chooseExample(choice.value));
}
chooseExample('tutorial');
