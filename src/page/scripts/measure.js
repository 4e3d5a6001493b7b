// What the steps of the preparation are worth: test images as someone may draw them, small and
// anywhere on the pad, read with the steps that are switched on.

/** Test image `i` on the pad, at 0.35 to 0.9 of its size, anywhere. */
function imageSomewhere(i) {
  // Multiples of these irrational numbers, modulo 1, spread evenly over size and place.
  const [size, x, y] = [0.8191725, 0.6710436, 0.5497005].map((step) => (step * (i + 1)) % 1);
  const scale = 0.35 + 0.55 * size;
  // The pad as an area in the plane of the image.
  const side = SIDE / scale;
  const area = { top: -y * (side - SIDE), left: -x * (side - SIDE), height: side, width: side };
  const image = new Grey(SIDE, SIDE, pixelsOf(page.images[i]));
  return image.resample(area, PAD_SIDE, PAD_SIDE).map((ink) => Math.round(ink * 255) / 255);
}

/** Whether the network, after these steps, reads image `i` right. */
function isReadRight(i, steps, network) {
  const { image } = prepare(inkOf(imageSomewhere(i)), steps);
  return Boolean(image) && argmax(network.forward(image.values).at(-1)) === page.images[i].label;
}

/** Reads all images, one per turn, so that the page stays alive; then adds a row to the table. */
async function measureSteps() {
  // Teaching and switching in between change nothing: a row is of one network.
  const [steps, { network }] = [{ ...pad.steps }, digit];
  const [button, progress] = [byId('measure'), byId('measure-progress')];
  disable(button, true);
  progress.hidden = false;
  progress.max = page.images.length;
  let right = 0;
  for (let i = 0; i < page.images.length; i++) {
    right += isReadRight(i, steps, network);
    progress.value = i + 1;
    await new Promise((done) => setTimeout(done));
  }
  progress.hidden = true;
  disable(button, false);
  addMeasurement(steps, right);
}

function addMeasurement(steps, right) {
  const all = page.images.length;
  const cells = Object.values(steps).map((on) => element('td', {},
    element('span', { 'aria-hidden': 'true' }, on ? '●' : '–'),
    element('span', { class: 'unseen' }, ...(on ? both('켬', 'on') : both('끔', 'off')))));
  byId('measurements').hidden = false;
  byId('measurements').querySelector('tbody').prepend(
    element('tr', {}, ...cells, element('td', { translate: 'no' }, `${right} / ${all}`)));
  byId('measured').replaceChildren(...both(`${all}장 중 ${right}장을 맞혔습니다.`,
    `${right} of ${all} are right.`));
}

byId('measure').addEventListener('click', measureSteps);
