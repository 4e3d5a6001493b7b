// The gradient check: backpropagation's derivatives beside numerical ones, as in
// src/network/gradient_check.rs.
//
// A parameter is named by its place, { layer, array: 'weights' or 'bias', index }.

const { EPSILON, BOUND, SMALLEST } = page.constants.gradient_check;

/**
 * Mistakes in a backward pass: another network, other inputs, or the other sign. Without f', a ReLU
 * that is off has a delta all the same: this is what the tutorial's relu2deriv does, whose
 * `output >= 0` is true of every output.
 */
const MISTAKES = {
  none: { text: ['실수 없음', 'Nothing broken'] },
  slope: {
    text: ['은닉층에서 f′를 곱하지 않음(튜토리얼의 실수)',
      'f′ left out in hidden layers (the tutorial\u2019s mistake)'],
    broken: ({ layers, loss }) => new Network(layers.map((layer, l) =>
      (l < layers.length - 1 ? { ...layer, activation: 'identity' } : layer)), loss),
  },
  input: {
    text: ['입력을 곱하지 않음', 'The input left out'],
    inputs: (values) => values.map((layer) => layer.map(() => 1)),
  },
  sign: { text: ['부호를 거꾸로 씀', 'The wrong sign'], sign: -1 },
};

/** The derivative by backpropagation: input · delta; for a bias, delta. */
function derivativeOf(network, { layer, array, index }, values, deltas) {
  const { outputs } = network.layers[layer];
  const input = array === 'bias' ? 1 : values[layer][Math.floor(index / outputs)];
  return input * deltas[layer][index % outputs];
}

/** The central difference, and whether the move switched a ReLU on or off. */
function differenceOf(network, { layer, array, index }, image, label) {
  const parameters = network.layers[layer][array];
  const kept = parameters[index];
  const at = (w) => {
    parameters[index] = w;
    const values = network.forward(image);
    return { loss: network.lossOf(values.at(-1), label), on: unitsOn(network, values) };
  };
  const [above, below, here] = [at(kept + EPSILON), at(kept - EPSILON), at(kept)];
  return {
    difference: (above.loss - below.loss) / (2 * EPSILON),
    switched: above.on !== here.on || below.on !== here.on,
  };
}

/** Which ReLUs are on. */
function unitsOn({ layers }, values) {
  const bent = layers.flatMap(({ activation }, l) =>
    (activation === 'relu' ? Array.from(values[l + 1], (y) => (y > 0 ? '1' : '0')) : []));
  return bent.join('');
}

/** Compares some parameters, with one mistake in the backward pass or none. */
function gradientCheck(network, image, label, mistake) {
  const same = (all) => all;
  const { broken = same, inputs = same, sign = 1 } = MISTAKES[mistake];
  const values = network.forward(image);
  const right = { values, deltas: network.backward(values, label) };
  const deltas = broken(network).backward(values, label);
  const claimed = {
    values: inputs(values), deltas: deltas.map((layer) => layer.map((delta) => sign * delta)),
  };
  return checkedPlaces(network, [right, claimed]).map((place) => {
    const backward = derivativeOf(network, place, claimed.values, claimed.deltas);
    const { difference, switched } = differenceOf(network, place, image, label);
    const scale = Math.max(Math.abs(backward), Math.abs(difference), SMALLEST);
    const error = Math.abs(backward - difference) / scale;
    return { place, backward, difference, switched, error, holds: error <= BOUND };
  });
}

/**
 * Parameters of all layers, nine weights to one bias, evenly apart among those that in one of the
 * passes have a derivative that is more than rounding: else nothing is compared with nothing.
 */
function checkedPlaces(network, passes) {
  const isReal = (place) => passes.some(({ values, deltas }) =>
    Math.abs(derivativeOf(network, place, values, deltas)) >= SMALLEST);
  const some = (layer, array, wanted) => {
    const real = [...network.layers[layer][array].keys()]
      .filter((index) => isReal({ layer, array, index }));
    const count = Math.min(wanted, real.length);
    return Array.from({ length: count }, (_, i) =>
      ({ layer, array, index: real[Math.floor(i * real.length / count)] }));
  };
  const places = [];
  for (let layer = network.layers.length - 1; layer >= 0; layer--) {
    const wanted = Math.ceil((page.checked - places.length) / (layer + 1));
    const biases = some(layer, 'bias', Math.ceil(wanted / 10));
    places.unshift(...some(layer, 'weights', wanted - biases.length), ...biases);
  }
  return places;
}

/** The name that NumPy would give it, with the names of our model files. */
function placeName({ layers }, { layer, array, index }) {
  const { outputs } = layers[layer];
  return array === 'bias' ? `bias_${layer + 1}[${index}]`
    : `weights_${layer + 1}[${Math.floor(index / outputs)}, ${index % outputs}]`;
}
