// Teach it: steps of backpropagation on the reader's digit.

/** The learning rates to choose from; with 0.001 ten steps are a curve to watch. */
const TEACH_RATES = [0.0003, 0.001, 0.003, 0.01, 0.03];

const teaching = {
  /** The network before any step. */
  trained: digit.network,
  /** The right answer, as the reader says, and the learning rate. */
  label: 0,
  rate: 0.001,
  /** The picture that the label is for. */
  image: null,
  /** Each step that was taken since the trained network: { image, label, rate }. */
  steps: [],
  /** What was taught last, { before, after, times }; null if the picture or label is a new one. */
  lesson: null,
};

/** One step of backpropagation, which changes `network`. */
function teachOnce(network, { image, label, rate }) {
  const values = network.forward(image);
  network.descend(rate, values, network.backward(values, label));
}

/** Takes the same step some times in a row. */
function teach(times) {
  const { image, network: before } = digit;
  const { label, rate } = teaching;
  const after = before.copy();
  for (let i = 0; i < times; i++) {
    teachOnce(after, { image, label, rate });
    teaching.steps.push({ image, label, rate });
  }
  teaching.lesson = { before, after, times };
  changeDigit({ network: after });
}

/** Takes back the last step: all steps before it are taken again, which gives the same bits. */
function unteach() {
  teaching.steps.pop();
  const network = teaching.trained.copy();
  teaching.steps.forEach((step) => teachOnce(network, step));
  teaching.lesson = null;
  changeDigit({ network });
}

/** Goes back to the trained network. */
function forgetLessons() {
  teaching.steps = [];
  teaching.lesson = null;
  changeDigit({ network: teaching.trained });
}

/** Whether each of the page's images is read right. */
function answersOf(network) {
  return page.images.map((image) => {
    const answer = argmax(network.forward(pixelsOf(image)).at(-1));
    return { image, answer, isRight: answer === image.label };
  });
}

/** What changed between two networks: how many parameters, and the unit of layer 1 with most. */
function changesBetween(before, after) {
  let [changed, all] = [0, 0];
  before.layers.forEach((layer, l) => {
    for (const array of ['weights', 'bias']) {
      all += layer[array].length;
      changed += layer[array].reduce((n, w, i) => n + (w !== after.layers[l][array][i]), 0);
    }
  });
  const units = Array.from({ length: before.layers[0].outputs }, (_, j) => {
    const [old, now] = [weightsOf(before.layers[0], j), weightsOf(after.layers[0], j)];
    return old.reduce((sum, w, i) => sum + (now[i] - w) ** 2, 0);
  });
  return { changed, all, unit: argmax(units) };
}
