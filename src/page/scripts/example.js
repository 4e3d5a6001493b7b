// Chapter 1's arithmetic: small networks of sigmoid units, with every formula spelled out.
//
// A network is described by its starting values and its layers; each unit says which weight
// stands between it and each of its inputs. From that `planOf` makes the steps of one training
// step: lines of a name and a formula, which is both shown and computed.

const EXAMPLES = {
  'tutorial': {
    start: page.examples.tutorial,
    layers: [
      [{ unit: 'h', inputs: { x1: 'w1', x2: 'w2' } }],
      [{ unit: 'y', inputs: { h: 'v' }, target: 't' }],
    ],
    variants: {
      'corrected': { label: ['손실의 미분', 'derivative of the loss'] },
      'printed': { absolute: true, label: ['튜토리얼 그대로', 'as in the tutorial'] },
    },
    steps: 200, jump: 20,
  },
  'two-by-two': {
    start: page.examples['two-by-two'],
    layers: [
      [{ unit: 'h1', bias: 'b1', inputs: { x1: 'w1', x2: 'w2' } },
        { unit: 'h2', bias: 'b1', inputs: { x1: 'w3', x2: 'w4' } }],
      [{ unit: 'y1', bias: 'b2', inputs: { h1: 'w5', h2: 'w6' }, target: 't1' },
        { unit: 'y2', bias: 'b2', inputs: { h1: 'w7', h2: 'w8' }, target: 't2' }],
    ],
    variants: {
      'deltas-first': { label: ['델타를 모두 먼저', 'every delta first'] },
      'outputs-first': { early: true, label: ['출력층부터 갱신', 'output weights first'] },
    },
    steps: 10000, jump: 1000,
  },
};

/** The starting values of an example by name, without their groups. */
function startOf(example) {
  return Object.assign({}, ...Object.values(example.start));
}

/** The name that a weight has after its update. */
const updated = (weight) => `${weight}⁺`;

/**
 * The steps of one training step: { kind, unit, marks, lines: [{ name, formula, value }] }.
 * `absolute` takes |t - y| for the error, and the tutorial's names for what follows from it;
 * `early` changes each layer's weights before it goes on to the layer below.
 */
function planOf({ layers }, { absolute, early }) {
  const outputs = layers.at(-1);
  const error = (unit) => (absolute ? `error_${unit}` : `∂L/∂${unit}`);
  const delta = (unit) => (absolute ? `term_${unit}` : `δ_${unit}`);
  const gradient = (weight) => (absolute ? `del_${weight}` : `∂L/∂${weight}`);

  /** The distance from the target, or the sum of what the next layer hands back. */
  const errorOf = ({ unit, target }) => {
    if (target) return absolute ? `|${target} − ${unit}|` : `${unit} − ${target}`;
    const back = outputs.map((output) => {
      const weight = output.inputs[unit];
      return `${delta(output.unit)} · ${early ? updated(weight) : weight}`;
    });
    return back.join(' + ');
  };

  /** Names and formulas of each kind of step, for a unit. */
  const formulasOf = {
    forward: ({ unit, bias, inputs }) => {
      const products = Object.entries(inputs).map(([input, weight]) => `${input} · ${weight}`);
      const sum = [bias ?? [], products].flat().join(' + ');
      return [[`z_${unit}`, sum], [unit, `1 / (1 + exp(−z_${unit}))`]];
    },
    loss: () => [['L', outputs.map(({ unit, target }) => `½ (${unit} − ${target})²`).join(' + ')]],
    // δ = error · σ'(z), where σ'(z) = y (1 - y) for the unit's output y.
    delta: ({ unit, target }) => [[error(unit), errorOf({ unit, target })],
      [delta(unit), `${error(unit)} · ${unit} · (1 − ${unit})`]],
    // ∂L/∂w = input · δ; the tutorial's del_w has the rate in it.
    gradient: ({ unit, inputs }) => Object.entries(inputs).map(([input, weight]) =>
      [gradient(weight), `${absolute ? 'η · ' : ''}${input} · ${delta(unit)}`]),
    update: ({ inputs }) => Object.values(inputs).map((weight) =>
      [updated(weight), `${weight} − ${absolute ? '' : 'η · '}${gradient(weight)}`]),
  };
  const each = (kind) => (unit) => {
    const formulas = formulasOf[kind](unit);
    const lines = formulas.map(([name, formula]) => ({ name, formula, value: compiled(formula) }));
    const names = formulas.flatMap(([name, formula]) => [name, ...formula.split(NAME_IN_FORMULA)]);
    return { kind, unit: unit.unit, lines, marks: names.map(partOf) };
  };
  const backward = [...layers].reverse();
  return [
    ...layers.flat().map(each('forward')),
    each('loss')({ unit: 'L' }),
    ...(early ? backward : [backward.flat()]).flatMap((units) =>
      ['delta', 'gradient', 'update'].flatMap((kind) => units.map(each(kind)))),
  ];
}

/** Training steps one after another, computed as far as they are asked for. */
class ExampleRun {
  constructor(example, variant, start) {
    this.plan = planOf(example, variant);
    this.start = start;
    this.weights = Object.keys(example.start.weights);
    this.updated = this.weights.map(updated);
    /** The weights at the start of each step. */
    this.steps = [this.weights.map((weight) => start[weight])];
    /** One object for all steps: that is several times as fast as one for each. */
    this.values = { ...start };
  }

  /** All values of the training step `n`, counted from 0. */
  valuesOf(n) {
    while (this.steps.length <= n) {
      const values = this.compute(this.steps.length - 1, this.values);
      this.steps.push(this.updated.map((name) => values[name]));
    }
    return this.compute(n, { ...this.start });
  }

  compute(n, values) {
    this.weights.forEach((weight, i) => { values[weight] = this.steps[n][i]; });
    for (const { lines } of this.plan) {
      for (const { name, value } of lines) values[name] = value(values);
    }
    return values;
  }
}

/** A name in a formula: x1, w5⁺, δ_h1, ∂L/∂w1. */
const NAME_IN_FORMULA = /(∂L\/∂\w+|[δη]\w*|[a-z]\w*⁺?)/;

/** What is shown is what is computed: a formula as a function of the values by their names. */
function compiled(formula) {
  const code = formula.split(NAME_IN_FORMULA)
    .map((part, i) => (i % 2 && part !== 'exp' ? `v['${part}']` : part)).join('')
    .replaceAll('−', '-').replaceAll('·', '*').replaceAll('½', '0.5 *').replaceAll('²', '** 2')
    .replaceAll('exp', 'Math.exp').replace(/\|(.*)\|/, 'Math.abs($1)');
  return Function('v', `return ${code}`);
}

/** A formula as nodes: `show(name)` for each name that has a value, the rest as text. */
function formulaNodes(formula, values, show) {
  return formula.split(NAME_IN_FORMULA).map((part, i) =>
    (i % 2 && part in values ? show(part) : part));
}

/** A name with its index below: δ_h is δ with a small h. Pointed at, it lights up in the figure. */
function symbol(name) {
  const [letter, index] = name.split('_');
  return element('span', { 'data-part': partOf(name) }, letter,
    index ? element('sub', {}, index) : []);
}

/** The unit or weight of the figure that a name belongs to. */
function partOf(name) {
  return name.replace(/^(∂L\/∂|del_|z_|δ_|error_|term_)/, '').replace('⁺', '');
}

/** Four digits of a number; more, when it is pointed at. */
function fourDigits(x) {
  return element('span', { title: number(x) }, number(x, 4));
}
