// Digits to choose from instead of drawing: test images of MNIST, and drawings.

/** A button that puts a sample on the pad. */
function sampleButton(picture, caption, label, show) {
  return element('button', { type: 'button', class: 'sample', onclick: show, label },
    picture, element('span', {}, ...caption));
}

/** The first test image of each digit. */
const firstOfEach = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  .map((digit) => page.images.find(({ label }) => label === digit)).filter(Boolean);

byId('sample-images').append(...firstOfEach.map((image) => {
  const pixels = pixelsOf(image);
  const label = [`${image.label}: 테스트 이미지 ${image.number}`,
    `${image.label}: test image ${image.number}`];
  const caption = [element('span', { translate: 'no' }, `${image.label}`)];
  return sampleButton(inkPicture(pixels, SIDE, label), caption, label, () => setPicture(pixels));
}));

for (const group of ['drawings', 'scribbles']) {
  byId(`sample-${group}`).append(...page[group].map((drawing) => {
    const strokes = strokesOf(drawing);
    const { name } = drawing;
    const picture = inkPicture(drawStrokes(strokes).values, PAD_SIDE, name);
    return sampleButton(picture, both(...name), name, () => setLayers(strokes));
  }));
}

// So that there is something to see before the reader draws.
setLayers(strokesOf(page.drawings[0]));
pad.example = true;
