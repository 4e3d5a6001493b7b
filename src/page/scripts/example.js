// Chapter 1's arithmetic: small networks of sigmoid units, with every formula spelled out.
//
// A network is described by its starting values and its layers; each unit says which weight
// stands between it and each of its inputs. From that `planOf` makes the steps of one training
// step: lines of a name, a formula, and a function of the values known so far.

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
  const error = ({ unit }) => (absolute ? `error_${unit}` : `∂L/∂${unit}`);
  const delta = ({ unit }) => (absolute ? `term_${unit}` : `δ_${unit}`);
  const gradient = (weight) => (absolute ? `del_${weight}` : `∂L/∂${weight}`);

  /** z = b + Σ input · weight, then the sigmoid. */
  const forward = (unit) => {
    const [z, edges] = [`z_${unit.unit}`, Object.entries(unit.inputs)];
    const terms = edges.map(([input, weight]) => `${input} · ${weight}`);
    const sum = (v) => edges.reduce((z, [input, weight]) => z + v[input] * v[weight],
      unit.bias ? v[unit.bias] : 0);
    return [
      { name: z, formula: [unit.bias ?? [], terms].flat().join(' + '), value: sum },
      { name: unit.unit, formula: `1 / (1 + exp(−${z}))`, value: (v) => 1 / (1 + Math.exp(-v[z])) },
    ];
  };

  const loss = {
    name: 'L', formula: outputs.map(({ unit, target }) => `½ (${unit} − ${target})²`).join(' + '),
    value: (v) => 0.5 * outputs.reduce((sum, o) => sum + (v[o.unit] - v[o.target]) ** 2, 0),
  };

  /** The error: the distance from the target, or the sum of what the next layer hands back. */
  const errorLine = ({ unit, target }) => {
    const name = error({ unit });
    if (target && absolute) {
      const value = (v) => Math.abs(v[target] - v[unit]);
      return { name, formula: `|${target} − ${unit}|`, value };
    }
    if (target) return { name, formula: `${unit} − ${target}`, value: (v) => v[unit] - v[target] };
    const back = outputs.map((output) => {
      const weight = output.inputs[unit];
      return [delta(output), early ? updated(weight) : weight];
    });
    return {
      name, formula: back.map(([d, weight]) => `${d} · ${weight}`).join(' + '),
      value: (v) => back.reduce((sum, [d, weight]) => sum + v[d] * v[weight], 0),
    };
  };

  /** δ = error · σ'(z), where σ'(z) = y (1 - y) for the unit's output y. */
  const deltaLines = (unit) => {
    const [e, y] = [error(unit), unit.unit];
    return [errorLine(unit), {
      name: delta(unit), formula: `${e} · ${y} · (1 − ${y})`,
      value: (v) => v[e] * (v[y] * (1 - v[y])),
    }];
  };

  /** ∂L/∂w = input · δ; the tutorial's del_w has the rate in it. */
  const gradientLine = (unit) => ([input, weight]) => {
    const d = delta(unit);
    return {
      name: gradient(weight), formula: `${absolute ? 'η · ' : ''}${input} · ${d}`,
      value: (v) => (absolute ? v.η : 1) * v[input] * v[d],
    };
  };

  const updateLine = ([, weight]) => {
    const slope = gradient(weight);
    return {
      name: updated(weight), formula: `${weight} − ${absolute ? '' : 'η · '}${slope}`,
      value: (v) => v[weight] - (absolute ? 1 : v.η) * v[slope],
    };
  };

  const edges = ({ inputs }) => Object.entries(inputs);
  const step = {
    forward: (unit) => ({
      marks: [unit.unit, unit.bias, ...edges(unit).flat()], lines: forward(unit),
    }),
    loss: () => ({ marks: outputs.flatMap(({ unit, target }) => [unit, target]), lines: [loss] }),
    delta: (unit) => ({
      marks: unit.target ? [unit.unit, unit.target]
        : [unit.unit, ...outputs.flatMap((output) => [output.unit, output.inputs[unit.unit]])],
      lines: deltaLines(unit),
    }),
    gradient: (unit) => ({
      marks: [unit.unit, ...edges(unit).flat()], lines: edges(unit).map(gradientLine(unit)),
    }),
    update: (unit) => ({ marks: Object.values(unit.inputs), lines: edges(unit).map(updateLine) }),
  };
  const each = (kind) => (unit) => ({ kind, unit: unit.unit, ...step[kind](unit) });
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
