// Which hidden units speak for a class and which against, and what each of them computes.
//
// A unit's contribution is its output y times ∂z/∂y, where z is the score of the class: the sum of
// its unit in the last layer. With one hidden layer ∂z/∂y is the weight between the two, and the
// bias plus all contributions is exactly z. Of several hidden layers the first is shown: its
// units' weights are pictures. Without a hidden layer the ten classes are the units themselves.

const UNITS_SHOWN = 4;

const chosen = {
  /** The class to explain; null for the answer. */
  class: null,
  /** The unit of the first layer that was chosen, or null; and the one whose sum is shown. */
  unit: null,
  shown: null,
};

/** The derivatives ∂z/∂y of the score of class `k`, by the outputs y of the first layer. */
function scoreDerivatives(network, values, k) {
  let errors = values.at(-1).map((_, j) => (j === k ? 1 : 0));
  for (let l = network.layers.length - 1; l > 0; l--) {
    const { backward } = ACTIVATIONS[network.layers[l - 1].activation];
    errors = errorsBefore(network.layers[l], errors);
    if (l > 1) errors = errors.map((error, p) => error * backward(values[l][p]));
  }
  return errors;
}

/** The contributions of the first layer's units to the score of class `k`, the largest first. */
function contributions(network, values, k) {
  if (network.layers.length === 1) return [{ unit: k, factor: 1, amount: values[1][k] }];
  const factors = scoreDerivatives(network, values, k);
  const all = Array.from(values[1], (y, unit) => ({
    unit, factor: factors[unit], amount: y * factors[unit],
  }));
  return all.sort((a, b) => b.amount - a.amount);
}

/** The weights of unit `j` of a layer, one per input. */
function weightsOf({ inputs, outputs, weights }, j) {
  return Float64Array.from({ length: inputs }, (_, p) => weights[p * outputs + j]);
}

function largestOf(values) {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** The sum of two numbers or more, and what it is. */
function sumText(...terms) {
  const more = (x) => ` ${x < 0 ? '\u2212' : '+'} ${Math.abs(x).toFixed(2)}`;
  const sum = terms.reduce((sum, x) => sum + x);
  return `${decimals(terms[0], 2)}${terms.slice(1).map(more).join('')} = ${decimals(sum, 2)}`;
}

/** A button for one of the strongest units; its picture and number follow the digit. */
function unitButton() {
  const canvas = emptyPicture(SIDE, SIDE, ['', ''], { 'aria-hidden': 'true' });
  const amount = element('span', { class: 'mono', translate: 'no' });
  const button = element('button', { type: 'button', class: 'sample' }, canvas, amount);
  const show = ({ unit, amount: x }, network) => {
    const weights = weightsOf(network.layers[0], unit);
    paintSigned(canvas, weights, largestOf(weights));
    const share = `${x < 0 ? '' : '+'}${decimals(x, 2)}`;
    amount.textContent = share;
    setLabel(button, `${share}: 유닛 ${unit}의 기여`, `${share}: contribution of unit ${unit}`);
    button.setAttribute('aria-pressed', unit === chosen.shown);
    button.unit = unit;
  };
  button.addEventListener('click', () => {
    chosen.unit = button.unit;
    showUnits();
  });
  return { button, show };
}

const unitButtons = { for: [], against: [] };
for (const [side, buttons] of Object.entries(unitButtons)) {
  for (let i = 0; i < UNITS_SHOWN; i++) buttons.push(unitButton());
  byId(`units-${side}`).append(...buttons.map(({ button }) => element('li', {}, button)));
}

const unitPictures = Object.entries({
  input: ['입력 x', 'the input x'],
  weights: ['가중치 w', 'the weights w'],
  product: ['곱 w · x', 'the products w · x'],
}).map(([name, label]) => {
  const canvas = emptyPicture(SIDE, SIDE, label);
  byId(`unit-${name}`).prepend(canvas);
  return canvas;
});

/** Weight × input of one unit as pictures, and its sum. */
function showUnit({ unit, factor, amount }, network, values, k) {
  const { bias, activation } = network.layers[0];
  const weights = weightsOf(network.layers[0], unit);
  const products = weights.map((w, p) => w * values[0][p]);
  const sum = products.reduce((sum, product) => sum + product, 0);
  const [b, y] = [bias[unit] ?? 0, values[1][unit]];
  const [input, weight, product] = unitPictures;
  paintInk(input, values[0]);
  paintSigned(weight, weights, largestOf(weights));
  paintSigned(product, products, largestOf(weights));
  const lines = [
    `Σ w·x = ${decimals(sum, 2)}`,
    `z = b + Σ w·x = ${sumText(b, sum)}`,
    `y = ${activation}(z) = ${decimals(y, 2)}`,
  ];
  if (network.layers.length > 1) {
    const [times, is] = [decimals(factor, 2), decimals(amount, 2)];
    lines.push(`y · ∂z${subscript(k)}/∂y = ${decimals(y, 2)} × ${times} = ${is}`);
  }
  byId('unit-sum').textContent = lines.join('\n');
  say('unit-name', `유닛 ${unit}`, `Unit ${unit}`);
}

function subscript(k) {
  return String.fromCharCode(0x2080 + k);
}

/** z = b + what speaks for the class + what speaks against it. */
function scoreInWords(all, network, values, k) {
  const total = (sign) => all.filter(({ amount }) => Math.sign(amount) === sign);
  const sum = (units) => units.reduce((sum, { amount }) => sum + amount, 0);
  const [pro, contra] = [total(1), total(-1)];
  const b = network.layers.at(-1).bias[k] ?? 0;
  const score = `z${subscript(k)} = ${sumText(b, sum(pro), sum(contra))}`;
  return [`점수 ${score} (편향, 찬성하는 유닛 ${pro.length}개, 반대하는 유닛 ${contra.length}개)`,
    `score ${score} (bias, ${pro.length} units for it, ${contra.length} against it)`];
}

function showUnits() {
  const { image, network } = digit;
  byId('units').hidden = !image;
  if (!image) return;
  const values = network.forward(image);
  const k = chosen.class ?? argmax(values.at(-1));
  const all = contributions(network, values, k);
  const pro = all.filter(({ amount }) => amount > 0).slice(0, UNITS_SHOWN);
  const contra = all.filter(({ amount }) => amount < 0).slice(-UNITS_SHOWN).reverse();
  const shown = all.find(({ unit }) => unit === chosen.unit) ?? pro[0] ?? all[0];
  chosen.shown = shown.unit;
  Object.entries({ for: pro, against: contra }).forEach(([side, units]) => {
    unitButtons[side].forEach(({ button, show }, i) => {
      button.parentNode.hidden = i >= units.length;
      if (i < units.length) show(units[i], network);
    });
  });
  showUnit(shown, network, values, k);
  byId('score').replaceChildren(
    ...(network.layers.length === 2 ? both(...scoreInWords(all, network, values, k)) : []));
  classButtons.forEach((button, i) => {
    button.setAttribute('aria-pressed', i === (chosen.class ?? -1) + 1);
  });
}

/** The answer, and each class. */
const classButtons = [null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => element('button', {
  type: 'button',
  onclick: () => {
    chosen.class = k;
    showUnits();
  },
}, ...(k === null ? both('신경망의 답', 'the answer') : [`${k}`])));
byId('classes').append(...classButtons);
onDigit(showUnits);
