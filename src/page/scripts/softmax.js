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

/** The table: scores and targets to choose, and rows of what follows from them. */
function buildSoftmax() {
  const { scores, targets } = page.examples;
  const state = { scores: [...scores], targets: [...targets] };
  const loss = element('td', { colspan: 3, role: 'status' });
  const cells = (make) => scores.map((_, k) => element('td', {}, make(k)));
  const score = (k) => numberField({
    value: scores[k], largest: LARGEST_SCORE, label: [`점수 ${k + 1}`, `score ${k + 1}`],
    alert: 'softmax-fault', take: (x) => {
      state.scores[k] = x;
      show();
    },
  });
  const target = (k) => element('label', {}, element('input', {
    type: 'radio', name: 'softmax-target', checked: targets[k] === 1,
    label: [`정답은 클래스 ${k + 1}`, `class ${k + 1} is right`],
    onchange: () => {
      state.targets = scores.map((_, j) => Number(j === k));
      show();
    },
  }));
  const rows = {
    'z': cells(score), 'exp z': cells(() => ''), 'p': cells(() => ''), 't': cells(target),
    'p − t': cells(() => ''), 'L': [loss],
  };
  const show = () => {
    const columns = softmaxColumns(state.scores, state.targets);
    for (const [name, key] of [['exp z', 'exps'], ['p', 'p'], ['p − t', 'gradient']]) {
      rows[name].forEach((cell, k) => { cell.textContent = decimals(columns[key][k], 4); });
    }
    const right = state.targets.indexOf(1);
    loss.textContent = `−log p${'₁₂₃'[right]} = ${number(columns.loss, 6)}`;
  };
  byId('softmax').append(
    element('tr', {}, element('th', { scope: 'col' }, both('클래스', 'class')),
      scores.map((_, k) => element('th', { scope: 'col' }, `${k + 1}`))),
    ...Object.entries(rows).map(([name, cells]) =>
      element('tr', { translate: 'no' }, element('th', { scope: 'row' }, name), cells)));
  show();
}

buildSoftmax();
