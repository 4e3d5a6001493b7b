// The gradient check: backpropagation's derivatives beside numerical ones, as in
// src/network/gradient_check.rs.
//
// A parameter is named by its place, { layer, array: 'weights' or 'bias', index }.

const { EPSILON, BOUND, SMALLEST } = page.constants.gradient_check;


/**
 * Mistakes in a backward pass. Without f', a ReLU that is off has a delta all the same: this is
 * what the tutorial's relu2deriv does, whose `output >= 0` is true of every output.
 */
const MISTAKES = {
  none: { deltas: (network, values, label) => network.backward(values, label) },
  slope: {
    deltas: (network, values, label) => {
      const last = network.layers.length - 1;
      const straight = (layer, l) => (l < last ? { ...layer, activation: 'identity' } : layer);
      return new Network(network.layers.map(straight), network.loss).backward(values, label);
    },
  },
  input: {
    deltas: (network, values, label) => network.backward(values, label),
    values: (values) => values.map((layer) => layer.map(() => 1)),
  },
  sign: {
    deltas: (network, values, label) =>
      network.backward(values, label).map((deltas) => deltas.map((delta) => -delta)),
  },
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
  const values = network.forward(image);
  const right = { values, deltas: network.backward(values, label) };
  const { deltas, values: inputs = (same) => same } = MISTAKES[mistake];
  const claimed = { values: inputs(values), deltas: deltas(network, values, label) };
  return checkedPlaces(network, [right, claimed]).map((place) => {
    const backward = derivativeOf(network, place, claimed.values, claimed.deltas);
    const { difference, switched } = differenceOf(network, place, image, label);
    const scale = Math.max(Math.abs(backward), Math.abs(difference), SMALLEST);
    const error = Math.abs(backward - difference) / scale;
    return { place, backward, difference, switched, error, holds: error <= BOUND };
  });
}

/**
 * Parameters of all layers, nine weights to one bias, the same for the same passes. In one of the
 * passes each has a derivative that is more than rounding: else nothing is compared with nothing.
 */
function checkedPlaces(network, passes) {
  const { layers } = network;
  const random = randomNumbers(1986);
  const places = new Map();
  const isReal = (place) => passes.some(({ values, deltas }) =>
    Math.abs(derivativeOf(network, place, values, deltas)) >= SMALLEST);
  const moving = (l, of) => [...passes[0][of][l].keys()].filter((i) =>
    passes.some((pass) => pass[of][l][i] !== 0));
  const ends = layers.map((_, l) => [moving(l, 'values'), moving(l, 'deltas')]);
  for (let i = 0; i < 200 * page.checked && places.size < page.checked; i++) {
    const layer = i % layers.length;
    const [inputs, units] = ends[layer];
    const [p, j] = [inputs[random(inputs.length)], units[random(units.length)]];
    const isBias = random(10) === 0 && layers[layer].bias.length > 0;
    const index = isBias ? j : p * layers[layer].outputs + j;
    const place = { layer, array: isBias ? 'bias' : 'weights', index };
    if (isReal(place)) places.set(placeName(network, place), place);
  }
  return [...places.values()];
}

/** Whole numbers below a limit, the same for the same seed: Marsaglia's xorshift of 32 bits. */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** The name that NumPy would give it, with the names of our model files. */
function placeName({ layers }, { layer, array, index }) {
  const { outputs } = layers[layer];
  return array === 'bias' ? `bias_${layer + 1}[${index}]`
    : `weights_${layer + 1}[${Math.floor(index / outputs)}, ${index % outputs}]`;
}
