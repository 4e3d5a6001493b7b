// The network: forward, loss, backward, update. The formulas are those of src/network/, and the
// sums have the same order, so the results are the same bits, except for the last ones of exp.

/** Each activation beside its derivative, which is taken from the output y. */
const ACTIVATIONS = {
  identity: { forward: (z) => z, backward: () => 1 },
  sigmoid: { forward: (z) => 1 / (1 + Math.exp(-z)), backward: (y) => y * (1 - y) },
  tanh: { forward: Math.tanh, backward: (y) => 1 - y * y },
  relu: { forward: (z) => (z <= 0 ? 0 : z), backward: (y) => (y > 0 ? 1 : 0) },
};

/** exp(z) / Σ exp(z); the largest score is taken off first, so that nothing overflows. */
function softmax(scores) {
  const largest = Math.max(...scores);
  const exps = scores.map((z) => Math.exp(z - largest));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
}

class Network {
  /** Layers { inputs, outputs, activation, weights: inputs × outputs, bias: outputs or none }. */
  constructor(layers, loss) {
    this.layers = layers;
    this.loss = loss;
  }

  /** The network that is in the page: parameters as in src/page/trained.rs. */
  static fromPage({ layers, loss, digits }) {
    const base = digits.length;
    const limit = (base ** 3 - 1) / 2;
    const places = new Map([...digits].map((digit, place) => [digit, place]));
    const read = ({ step, digits }) => Float64Array.from({ length: digits.length / 3 }, (_, i) => {
      const [a, b, c] = [0, 1, 2].map((k) => places.get(digits[3 * i + k]));
      return ((a * base + b) * base + c - limit) * step;
    });
    const decoded = (layer) => ({
      ...layer, weights: read(layer.weights), bias: read(layer.bias),
    });
    return new Network(layers.map(decoded), loss);
  }

  copy() {
    const copied = (layer) => ({
      ...layer, weights: layer.weights.slice(), bias: layer.bias.slice(),
    });
    return new Network(this.layers.map(copied), this.loss);
  }

  /** Forward: the values of the input and of every layer, `[x, y₁, y₂, ...]`. */
  forward(x) {
    const values = [Float64Array.from(x)];
    for (const { inputs, outputs, activation, weights, bias } of this.layers) {
      const input = values.at(-1);
      const y = bias.length ? bias.slice() : new Float64Array(outputs);
      for (let p = 0; p < inputs; p++) {
        if (input[p] === 0) continue;
        for (let j = 0; j < outputs; j++) y[j] += input[p] * weights[p * outputs + j];
      }
      values.push(y.map(ACTIVATIONS[activation].forward));
    }
    return values;
  }

  /** The probability of each class, from the outputs. */
  probabilities(outputs) {
    if (this.loss === 'cross-entropy') return softmax(outputs);
    const most = Math.max(1, ...outputs);
    return outputs.map((y) => (y > 0 ? y / most : 0));
  }

  /** The loss of these outputs, if `label` is right. */
  lossOf(outputs, label) {
    if (this.loss === 'cross-entropy') {
      const largest = Math.max(...outputs);
      return Math.log(outputs.reduce((sum, z) => sum + Math.exp(z - largest), 0)) -
        (outputs[label] - largest);
    }
    return outputs.reduce((sum, y, k) => sum + 0.5 * (y - (k === label)) ** 2, 0);
  }

  /** Backward: the deltas ∂L/∂z of every layer, from what the forward pass left. */
  backward(values, label) {
    const outputs = values.at(-1);
    const estimates = this.loss === 'cross-entropy' ? softmax(outputs) : outputs;
    const { backward } = ACTIVATIONS[this.layers.at(-1).activation];
    return this.deltasFrom(values,
      estimates.map((p, k) => (p - (k === label)) * backward(outputs[k])));
  }

  /** The deltas of every layer, from those of the last. */
  deltasFrom(values, last) {
    const deltas = [last];
    for (let l = this.layers.length - 1; l > 0; l--) {
      const { backward } = ACTIVATIONS[this.layers[l - 1].activation];
      const errors = errorsBefore(this.layers[l], deltas[0]);
      deltas.unshift(errors.map((e, j) => e * backward(values[l][j])));
    }
    return deltas;
  }

  /** Update: every weight moves against its derivative, input · delta; a bias against its delta. */
  descend(rate, values, deltas) {
    this.layers.forEach(({ inputs, outputs, weights, bias }, l) => {
      for (let p = 0; p < inputs; p++) {
        for (let j = 0; j < outputs; j++) {
          weights[p * outputs + j] -= rate * (values[l][p] * deltas[l][j]);
        }
      }
      for (let j = 0; j < bias.length; j++) bias[j] -= rate * deltas[l][j];
    });
  }
}

/** The errors ∂L/∂x of a layer's inputs, from its deltas: Σ δ_j w_pj for input p. */
function errorsBefore({ inputs, outputs, weights }, deltas) {
  const errors = new Float64Array(inputs);
  for (let p = 0; p < inputs; p++) {
    for (let j = 0; j < outputs; j++) errors[p] += deltas[j] * weights[p * outputs + j];
  }
  return errors;
}

/** The index of the largest value, the first of equals. */
function argmax(values) {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** The bytes of a text in base64. */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** The pixels of an image in the page, from 0 to 1. */
function pixelsOf(image) {
  return Float64Array.from(bytesOf(image.pixels), (byte) => byte / 255);
}
