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
  /** The unit of the first layer that was chosen, or null. */
  unit: null,
};

/** The contributions of the first layer's units to the score of class `k`, the largest first. */
function contributions(network, values, k) {
  if (network.layers.length === 1) return [{ unit: k, factor: 1, amount: values[1][k] }];
  const score = values.at(-1).map((_, j) => Number(j === k));
  const factors = errorsBefore(network.layers[1], network.deltasFrom(values, score)[1]);
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

/** A button for one of the strongest units, with its weights as a picture. */
function unitItem({ unit, amount }, network, isShown) {
  const weights = weightsOf(network.layers[0], unit);
  const share = `${amount < 0 ? '' : '+'}${decimals(amount, 2)}`;
  return element('li', {}, element('button', {
    type: 'button', class: 'sample', 'aria-pressed': `${isShown}`,
    label: [`${share}: 유닛 ${unit}의 기여`, `${share}: contribution of unit ${unit}`],
    onclick: () => {
      chosen.unit = unit;
      showUnits();
    },
  }, signedPicture(weights, SIDE, largestOf(weights), ['', ''], { 'aria-hidden': 'true' }),
  element('span', { class: 'mono', translate: 'no' }, share)));
}

/** Weight × input of one unit as pictures, and its sum. */
function showUnit({ unit, factor, amount }, network, values, k) {
  const { bias, activation } = network.layers[0];
  const weights = weightsOf(network.layers[0], unit);
  const products = weights.map((w, p) => w * values[0][p]);
  const sum = products.reduce((sum, product) => sum + product, 0);
  const [b, y] = [bias[unit] ?? 0, values[1][unit]];
  const [largest, name] = [largestOf(weights), (text) => element('var', { translate: 'no' }, text)];
  byId('unit-pictures').replaceChildren(
    titled(inkPicture(values[0], SIDE, ['입력 x', 'the input x']), name('x')),
    titled(signedPicture(weights, SIDE, largest, ['가중치 w', 'the weights w']), name('w')),
    titled(signedPicture(products, SIDE, largest, ['곱 w · x', 'the products w · x']),
      name('w · x')));
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
  for (const [side, units] of [['for', pro], ['against', contra]]) {
    replaceItems(`units-${side}`, units.map((one) => unitItem(one, network, one === shown)));
  }
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
