// Chapter 1's numbers that the reader can change.

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
