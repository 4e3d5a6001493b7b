// Chapter 1's numbers that the reader can change.

const INPUT_GROUPS = {
  inputs: ['입력', 'Inputs'], weights: ['가중치', 'Weights'], biases: ['편향', 'Biases'],
  targets: ['목표', 'Targets'], rate: ['학습률', 'Learning rate'],
};

function showInputs(example) {
  const groups = Object.entries(example.start).filter(([, values]) => Object.keys(values).length);
  byId('example-inputs').replaceChildren(...groups.map(([group, values]) =>
    element('fieldset', {}, element('legend', {}, both(...INPUT_GROUPS[group])),
      element('div', { class: 'numbers' }, Object.keys(values).map(numberInput)))));
  byId('example-fault').replaceChildren();
}

/** A field for one starting value; a wrong one leaves the value as it was. */
function numberInput(name) {
  const input = numberField({
    value: lesson.start[name], largest: 100, id: `example-${name}`, inputmode: 'text',
    label: [name, name], alert: 'example-fault',
    take: (x) => {
      lesson.start[name] = x;
      startRuns();
    },
  });
  return element('label', {}, element('span', { class: 'mono', translate: 'no' }, name), input);
}
