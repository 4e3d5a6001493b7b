// The digit that the reader has drawn or chosen, and the network that reads it. Chapters 4 and 6
// both use them.

const digit = {
  /** The image as the network takes it, 784 values from 0 to 1; null while there is none. */
  image: null,
  /** The network as it is now: trained, or changed by the reader's steps. */
  network: Network.fromPage(page.model),
};

/** The probability of each class for an image, 784 values. */
function probabilitiesOf(image, { network } = digit) {
  return network.probabilities(network.forward(image).at(-1));
}

const digitListeners = [];

/** Calls `listener` whenever the image or the network changes, and once now. */
function onDigit(listener) {
  digitListeners.push(listener);
  listener();
}

/** Takes another image, another network, or both. */
function changeDigit(changes) {
  Object.assign(digit, changes);
  digitListeners.forEach((listener) => listener());
}

/** What is said only of some networks. */
const { layers: { length: layerCount }, loss: lossName } = digit.network;
const isTrue = { squared: lossName !== 'cross-entropy', deep: layerCount > 2, flat: layerCount < 2 };
for (const node of document.querySelectorAll('[data-when]')) node.hidden = !isTrue[node.dataset.when];
