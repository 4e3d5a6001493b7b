// Chapter 1 compared with what this crate computed, and played through its buttons.

SELF_TESTS.push(function workedExample(check) {
  const same = (what, ours, right) => check(what, agree(ours, right), `${ours}, not ${right}`);
  const { tutorial } = EXAMPLES;
  for (const [name, variant] of Object.entries(tutorial.variants)) {
    const right = rust.examples[name];
    const run = new ExampleRun(tutorial, variant, startOf(tutorial));
    const v = run.valuesOf(0);
    // Corrected, the error is y - t here and t - y in Rust.
    const [error, term2, term1, sign] = variant.absolute
      ? ['error_y', 'term_y', 'term_h', 1] : ['∂L/∂y', 'δ_y', 'δ_h', -1];
    const step = (weight) => (variant.absolute ? v[`del_${weight}`] : v.η * v[`∂L/∂${weight}`]);
    same(`${name}: pred_y`, v.y, right.pred_y);
    same(`${name}: error`, sign * v[error], right.error);
    same(`${name}: output_error_term`, sign * v[term2], right.output_error_term);
    same(`${name}: hidden_error_term`, sign * v[term1], right.hidden_error_term);
    same(`${name}: del_w_output`, sign * step('v'), right.del_w_output);
    same(`${name}: l2_weights`, v['v⁺'], right.l2_weights);
    ['w1', 'w2'].forEach((weight, i) => {
      same(`${name}: del_w_hidden`, sign * step(weight), right.del_w_hidden[i]);
      same(`${name}: l1_weights`, v[updated(weight)], right.l1_weights[i]);
    });
    same(`${name}: after all steps`, run.valuesOf(tutorial.steps).y, right.last_pred_y);
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

SELF_TESTS.push(function exampleByHand(check) {
  const text = (id) => byId(id).textContent;
  const shows = (what, id, part) => check(what, text(id).includes(part), text(id));
  const enter = (name, value) => {
    byId(`example-${name}`).value = value;
    byId(`example-${name}`).dispatchEvent(new Event('input'));
  };
  chooseExample('tutorial');
  const { plan } = lesson.runs.corrected;
  const read = (text) => text.replaceAll('_', ''); // an index stands below, without a line
  for (const { lines } of plan) {
    byId('example-next').click();
    for (const { name, formula } of lines) {
      shows(`the line of ${name}`, 'example-now', read(`${name} = ${formula}`));
    }
  }
  check('all parts make one training step', finishedSteps() === 1);
  shows('the loss after the tutorial’s step', 'example-results', '0.1207');
  byId('example-back').click();
  check('back undoes the last part', finishedSteps() === 0 && lesson.position === plan.length - 1);
  byId('example-step').click();
  check('a whole step ends where single parts do', lesson.position === plan.length);

  const edge = document.querySelector('#example-figure [role="button"]');
  edge.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
  byId('example-reset').click();
  byId('example').querySelector('svg [role="button"]').dispatchEvent(new MouseEvent('click'));
  shows('an edge leads to input · delta', 'example-now', '∂L/∂w1 = x1 · δh');
  shows('with its numbers', 'example-now', '= 0.1 · (−0.003046)= −0.0003046');
  shows('and its central difference', 'example-now', '/ 2ε= −0.0003046');
  enter('w1', '');
  check('an empty weight is refused', lesson.start.w1 === 0.4 && text('example-fault') !== '');
  enter('w1', '0.5');
  check('a new weight is taken', lesson.runs.corrected.valuesOf(0).w1 === 0.5);

  chooseExample('two-by-two');
  byId('example-step').click();
  const digits = Array.from(byId('example-results').querySelectorAll('[title]'), (x) => x.title);
  check('the losses of both orders', digits.includes('0.291027774') && digits.includes('0.291027924'),
    digits);
  byId('example-back').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  check('the right arrow goes on', lesson.position === lesson.runs['deltas-first'].plan.length + 1);
  for (let i = 0; i < 10; i++) byId('example-jump').click();
  shows('the output in both orders', 'example-results', '0.015910.01591');
  check('the last step is the end', byId('example-next').ariaDisabled === 'true');
  chooseExample('tutorial');
});
