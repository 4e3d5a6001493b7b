// Chapter 1 compared with what this crate computed, and played through its buttons.

SELF_TESTS.push(function workedExample(check) {
  const same = (what, ours, right) => check(what, agree(ours, right), `${ours}, not ${right}`);
  const { tutorial } = EXAMPLES;
  for (const [name, variant] of Object.entries(tutorial.variants)) {
    const right = rust.examples[name];
    const run = new ExampleRun(tutorial, variant, startOf(tutorial));
    const v = run.valuesOf(0);
    // Corrected, the error is l2 - y here and y - l2 in Rust.
    const [error, term2, term1, sign] = variant.absolute
      ? ['error2', 'term2', 'term1', 1] : ['∂L/∂l2', 'δ2', 'δ1', -1];
    const step = (weight) => (variant.absolute ? v[`del_${weight}`] : v.η * v[`∂L/∂${weight}`]);
    same(`${name}: pred_y`, v.l2, right.pred_y);
    same(`${name}: error`, sign * v[error], right.error);
    same(`${name}: output_error_term`, sign * v[term2], right.output_error_term);
    same(`${name}: hidden_error_term`, sign * v[term1], right.hidden_error_term);
    same(`${name}: del_w_output`, sign * step('v'), right.del_w_output);
    same(`${name}: l2_weights`, v['v⁺'], right.l2_weights);
    ['w1', 'w2'].forEach((weight, i) => {
      same(`${name}: del_w_hidden`, sign * step(weight), right.del_w_hidden[i]);
      same(`${name}: l1_weights`, v[updated(weight)], right.l1_weights[i]);
    });
    same(`${name}: after all steps`, run.valuesOf(tutorial.steps).l2, right.last_pred_y);
  }
});

SELF_TESTS.push(function twoByTwo(check) {
  const example = EXAMPLES['two-by-two'];
  for (const [name, variant] of Object.entries(example.variants)) {
    const run = new ExampleRun(example, variant, startOf(example));
    for (const { steps, ...right } of rust.examples[name]) {
      const values = run.valuesOf(steps);
      for (const [output, value] of Object.entries(right)) {
        check(`${name}: ${output} after ${steps} steps`, agree(values[output], value),
          `${values[output]}, not ${value}`);
      }
    }
  }
});

/** The value of a formula, computed from its text. */
function readFormula(formula, values) {
  const code = formula
    .replace(NAME_IN_FORMULA, (name) => (name in values ? `(${values[name]})` : name))
    .replaceAll('−', '-').replaceAll('·', '*').replaceAll('½', '0.5 *').replaceAll('²', ' ** 2')
    .replaceAll('exp', 'Math.exp').replace(/\|(.*)\|/, 'Math.abs($1)');
  return Function(`return ${code}`)();
}

SELF_TESTS.push(function formulasAreWhatIsComputed(check) {
  for (const example of Object.values(EXAMPLES)) {
    for (const [variant, flags] of Object.entries(example.variants)) {
      const run = new ExampleRun(example, flags, startOf(example));
      const values = run.valuesOf(3);
      for (const { name, formula } of run.plan.flatMap(({ lines }) => lines)) {
        const read = readFormula(formula, values);
        check(`${variant}: ${name} = ${formula}`, agree(read, values[name]), read);
      }
    }
  }
});

SELF_TESTS.push(function exampleByHand(check) {
  const text = (id) => byId(id).textContent;
  const shows = (what, id, part) => check(what, text(id).includes(part), text(id));
  const enter = (name, value) => {
    byId(`example-${name}`).value = value;
    byId(`example-${name}`).dispatchEvent(new Event('input'));
  };
  chooseExample('tutorial');
  const { plan } = lesson.runs.printed;
  for (const { lines } of plan) {
    byId('example-next').click();
    for (const { name, formula } of lines) {
      shows(`the line of ${name}`, 'example-now', `${name} = ${formula}`);
    }
  }
  check('all parts make one training step', finishedSteps() === 1);
  shows('the loss after the printed step', 'example-results', number(0.120716350));
  byId('example-back').click();
  check('back undoes the last part', finishedSteps() === 0 && lesson.position === plan.length - 1);
  byId('example-step').click();
  check('a whole step ends where single parts do', lesson.position === plan.length);

  const edge = document.querySelector('#example-figure [role="button"]');
  edge.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
  byId('example-reset').click();
  byId('example').querySelector('svg [role="button"]').dispatchEvent(new MouseEvent('click'));
  shows('an edge shows input · delta', 'example-weight', '∂L/∂w1 = x1 · δ1');
  shows('with its numbers', 'example-weight', '= 0.1 · (−0.00304550132)= −0.000304550132');
  enter('w1', '');
  check('an empty weight is refused', lesson.start.w1 === 0.4 && text('example-fault') !== '');
  enter('w1', '0.5');
  check('a new weight is taken', lesson.runs.printed.valuesOf(0).w1 === 0.5);

  chooseExample('two-by-two');
  byId('example-step').click();
  shows('the loss in the right order', 'example-results', '0.291027774');
  shows('the loss in the other order', 'example-results', '0.291027924');
  byId('example-back').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  check('the right arrow goes on', lesson.position === lesson.runs['deltas-first'].plan.length + 1);
  for (let i = 0; i < 10; i++) byId('example-jump').click();
  shows('the output in the right order', 'example-results', '0.01591362');
  shows('the output in the other order', 'example-results', '0.015912196');
  check('the last step is the end', byId('example-next').ariaDisabled === 'true');
  chooseExample('tutorial');
});
