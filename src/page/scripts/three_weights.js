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

/** What is shown: `position` counts the single steps from the start, over all training steps. */
const lesson = { name: 'tutorial', variant: 'corrected', position: 0 };

function chooseExample(name, variant = Object.keys(EXAMPLES[name].variants)[0]) {
  Object.assign(lesson, { name, variant, position: 0 });
  lesson.start = startOf(EXAMPLES[name]);
  byId('example-variants').replaceChildren();
  const variants = Object.entries(EXAMPLES[name].variants);
  const options = variants.map(([value, { label }]) => [value, label]);
  radios('example-variants', options, variant, (value) => {
    lesson.variant = value;
    showLesson();
  });
  for (const note of document.querySelectorAll('[data-example]')) {
    note.hidden = note.dataset.example !== name;
  }
  byId(`example-name-${name}`).checked = true;
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

/** The training step that is being gone through, counted from 0. */
function startedSteps() {
  return Math.max(0, Math.ceil(lesson.position / lesson.runs[lesson.variant].plan.length) - 1);
}

/** Goes to the derivative with respect to a weight. */
function showGradientOf(weight) {
  const { plan } = lesson.runs[lesson.variant];
  const part = plan.findIndex(({ kind, lines }) =>
    kind === 'gradient' && lines.some(({ name }) => partOf(name) === weight));
  moveTo(startedSteps() * plan.length + part + 1);
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
  const before = startedSteps();
  const done = plan.slice(0, lesson.position - before * plan.length);
  const values = lesson.runs[lesson.variant].valuesOf(before);
  const known = new Set([
    ...Object.keys(lesson.start), ...done.flatMap(({ lines }) => lines.map(({ name }) => name)),
  ]);
  const focused = document.activeElement.closest('#example-figure [data-part]')?.dataset.part;
  byId('example-figure').replaceChildren(
    exampleFigure(example, values, known, done.at(-1), showGradientOf));
  document.querySelector(`#example-figure [data-part="${focused}"]`)?.focus();
  showStep(done.at(-1), values, [before + 1, done.length, plan.length]);
  showResults(example);
  disable(byId('example-back'), lesson.position === 0);
  for (const id of ['example-next', 'example-step', 'example-jump']) {
    disable(byId(id), finishedSteps() === example.steps);
  }
  say('example-jump', `${example.jump}번 학습`, `${example.jump} training steps`);
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

/** The colour of a step, by its name. */
function colourOf({ kind }) {
  return kind === 'forward' || kind === 'update' ? kind : 'backward';
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
    element('p', { class: `step-name ${colourOf(step)}` },
      both(ko, en), ' ', element('span', { translate: 'no' }, unit === 'L' ? '' : unit)),
    element('p', { class: 'soft' }, both(`${ordinal(training)} 학습 · ${all}단계 중 ${done}단계`,
      `training step ${training}, part ${done} of ${all}`)),
    ...explanationsOf(step).map((text) => element('p', {}, both(...text))),
    ...lines.map((one) => equation(one, values)),
    ...(kind === 'gradient' ? differences(lines.map(({ name }) => partOf(name)), values) : []));
}

/** The derivatives once more, by central differences: how the loss changes with each weight. */
function differences(weights, values) {
  const start = Object.fromEntries(Object.keys(lesson.start).map((name) => [name, values[name]]));
  const lossWith = (weight, by) => new ExampleRun(
    EXAMPLES[lesson.name], {}, { ...start, [weight]: start[weight] + by }).valuesOf(0).L;
  const equations = weights.map((weight) => {
    const change = lossWith(weight, EPSILON) - lossWith(weight, -EPSILON);
    return element('p', { class: 'equation', translate: 'no' },
      element('span', {}, `(L(${weight} + ε) − L(${weight} − ε)) / 2ε`),
      element('strong', {}, '= ', fourDigits(change / (2 * EPSILON))));
  });
  return [element('p', {}, both('수치 미분으로 확인: 가중치를 조금(ε = 0.00001) 늘리고 줄였을 때 손실의 변화',
    'Check by a central difference: how the loss changes when the weight grows and shrinks by ' +
    'ε = 0.00001')), ...equations];
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
  lesson.timer = setTimeout(() => {   // A chart takes thousands of training steps.
    const { runs, variant } = lesson;
    byId('example-chart').replaceChildren(exampleChart(example, runs, variant, steps));
  }, 50);
}

for (const [id, move] of Object.entries(MOVES)) onClick(id, move);
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
onClick('example-puzzle', () => {
  chooseExample('tutorial', 'printed');
  moveBySteps(EXAMPLES.tutorial.jump);
});
radios('example-name', [['tutorial', ['가중치 세 개', 'three weights']],
  ['two-by-two', ['출력 두 개', 'two outputs']]], 'tutorial', (name) => chooseExample(name));
chooseExample('tutorial');
