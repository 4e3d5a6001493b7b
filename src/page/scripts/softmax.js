// Chapter 2's table: three scores, which the reader can change, to probabilities, loss, gradient.

/** Scores beyond this make no visible difference. */
const LARGEST_SCORE = 20;

/** The columns of the table and the loss: { exps, p, gradient: p - t, loss }. */
function softmaxColumns(scores, targets) {
  const p = softmax(scores);
  const right = targets.indexOf(1);
  const sum = scores.reduce((total, z) => total + Math.exp(z), 0);
  return {
    exps: scores.map(Math.exp), p, gradient: p.map((one, k) => one - targets[k]),
    loss: Math.log(sum) - scores[right],
  };
}

function buildSoftmax() {
  const { scores, targets } = page.examples;
  const state = { scores: [...scores], targets: [...targets] };
  const rows = {};

  const show = () => {
    const { exps, p, gradient, loss } = softmaxColumns(state.scores, state.targets);
    const put = (name, values) => values.forEach((x, k) => {
      rows[name][k].textContent = decimals(x, 4);
    });
    put('exp z', exps);
    put('p', p);
    put('p − t', gradient);
    rows.L[0].textContent = `−log p${'₁₂₃'[state.targets.indexOf(1)]} = ${number(loss, 6)}`;
  };

  const row = (name, cells) => {
    rows[name] = cells;
    return element('tr', { translate: 'no' }, element('th', { scope: 'row' }, name), cells);
  };
  const three = (make) => scores.map((_, k) => element('td', {}, make ? make(k) : []));
  const score = (k) => numberField({
    value: scores[k], largest: LARGEST_SCORE, label: [`점수 ${k + 1}`, `score ${k + 1}`],
    alert: byId('softmax-fault'),
    take: (number) => {
      state.scores[k] = number;
      show();
    },
    refuse: () => [
      `점수 ${k + 1}: −${LARGEST_SCORE}에서 ${LARGEST_SCORE} 사이의 수를 넣어 주세요.`,
      `Score ${k + 1}: a score is a number from −${LARGEST_SCORE} to ${LARGEST_SCORE}.`],
  });
  const target = (k) => element('label', {}, element('input', {
    type: 'radio', name: 'softmax-target', checked: targets[k] === 1,
    label: [`정답은 클래스 ${k + 1}`, `class ${k + 1} is right`],
    onchange: () => {
      state.targets = scores.map((_, j) => (j === k ? 1 : 0));
      show();
    },
  }));
  byId('softmax').append(
    element('tr', {}, element('th', { scope: 'col' }, both('클래스', 'class')),
      scores.map((_, k) => element('th', { scope: 'col' }, String(k + 1)))),
    row('z', three(score)), row('exp z', three()), row('p', three()), row('t', three(target)),
    row('p − t', three()), row('L', [element('td', { colspan: 3, role: 'status' })]));
  show();
}

buildSoftmax();
