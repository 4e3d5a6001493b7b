// Chapter 1's numbers that the reader can change, and the derivative with respect to the weight
// that is chosen.

const INPUT_GROUPS = {
  inputs: ['입력', 'Inputs'], weights: ['가중치', 'Weights'], biases: ['편향', 'Biases'],
  targets: ['목표', 'Targets'], rate: ['학습률', 'Learning rate'],
};

/** The largest number that an input takes; -LARGEST is the smallest. */
const LARGEST = 100;

function showInputs(example) {
  const groups = Object.entries(example.start).filter(([, values]) => Object.keys(values).length);
  byId('example-inputs').replaceChildren(...groups.map(([group, values]) =>
    element('fieldset', {}, element('legend', {}, both(...INPUT_GROUPS[group])),
      element('div', { class: 'numbers' }, Object.keys(values).map(numberInput)))));
  silence(byId('example-fault'));
}

/** A field for one starting value; a wrong one leaves the value as it was. */
function numberInput(name) {
  const input = numberField({
    value: lesson.start[name], largest: LARGEST, id: `example-${name}`, inputmode: 'text',
    alert: byId('example-fault'),
    take: (number) => {
      lesson.start[name] = number;
      startRuns();
    },
    refuse: () => {
      const kept = number(lesson.start[name]);
      return [`${name}: −${LARGEST}에서 ${LARGEST} 사이의 수를 넣어 주세요. ` +
        `고칠 때까지 이전 값(${kept})으로 계산합니다.`,
      `${name}: please enter a number from −${LARGEST} to ${LARGEST}. Until then ${kept} is used.`];
    },
  });
  return element('label', {}, element('span', { class: 'mono', translate: 'no' }, name), input);
}

/** The derivative by the chosen weight in this training step, and its central difference. */
function showWeight(example, values) {
  const panel = byId('example-weight');
  const { weight } = lesson;
  if (!weight) {
    panel.replaceChildren(element('p', { class: 'hint' }, both(
      '그림에서 가중치를 누르면(또는 탭 키로 옮겨 가서 Enter) 그 가중치의 기울기를 보여 드립니다.',
      'Press a weight in the drawing (or tab to it and press Enter) to see its derivative.')));
    return;
  }
  const start = Object.fromEntries(Object.keys(lesson.start).map((name) => [name, values[name]]));
  const moved = (by) => new ExampleRun(example, {}, { ...start, [weight]: start[weight] + by });
  const right = moved(0);
  const name = `∂L/∂${weight}`;
  const line = right.plan.flatMap(({ lines }) => lines).find((one) => one.name === name);
  const derivative = right.valuesOf(0)[name];
  const { EPSILON: epsilon } = page.constants.gradient_check;
  const difference =
    (moved(epsilon).valuesOf(0).L - moved(-epsilon).valuesOf(0).L) / (2 * epsilon);
  const used = usedDerivative(example, weight, values);
  panel.replaceChildren(
    element('p', { class: 'step-name backward' }, both(`가중치 ${weight}의 기울기 = 입력 × 델타`,
      `The derivative with respect to ${weight} = input · delta`)),
    equation(line, right.valuesOf(0)),
    element('p', {}, both('수치 미분으로 확인: 가중치를 조금(ε = 0.00001) 늘리고 줄였을 때 손실의 변화',
      'Check by a central difference: how the loss changes when the weight grows and shrinks by ' +
      'ε = 0.00001')),
    element('p', { class: 'equation', translate: 'no' },
      element('span', {}, `(L(${weight} + ε) − L(${weight} − ε)) / 2ε`),
      element('strong', {}, '= ', fourDigits(difference))),
    number(used) === number(derivative) ? '' : element('p', {}, both(
      `지금 고른 방법에서 이 값 대신 쓰는 값: ${number(used, 4)}`,
      `The variant chosen above uses ${number(used, 4)} instead.`)));
}

/** What the chosen variant takes for the derivative with respect to a weight. */
function usedDerivative(example, weight, values) {
  if (`∂L/∂${weight}` in values) return values[`∂L/∂${weight}`];
  const unit = example.layers.flat().find(({ inputs }) => Object.values(inputs).includes(weight));
  const [input] = Object.entries(unit.inputs).find(([, name]) => name === weight);
  return values[input] * values[`term_${unit.unit}`];
}
