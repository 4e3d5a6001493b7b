'use strict';
// The preparation stage by stage, each as a picture; the steps can be switched off.

const stages = {
  ink: emptyPicture(PAD_SIDE, PAD_SIDE, ['획과 그 둘레의 상자', 'the ink and the box around it']),
  square: emptyPicture(FINE_SIDE, FINE_SIDE, ['상자 안, 100 × 100', 'the box, 100 × 100']),
  small: emptyPicture(BOX_SIDE, BOX_SIDE, ['줄인 그림', 'the reduced picture']),
  image: emptyPicture(SIDE, SIDE, ['신경망이 보는 28 × 28', 'what the network sees, 28 × 28']),
};
for (const [name, canvas] of Object.entries(stages)) byId(`stage-${name}`).prepend(canvas);

/** The frame on the ink: the square that the next stage shows. */
function drawFrame(canvas, { top, left, height, width }) {
  const context = canvas.getContext('2d');
  context.strokeStyle = '#1b69a8';
  context.lineWidth = 2;
  context.strokeRect(left, top, width, height);
}

onDigit(function showStages() {
  const prepared = pad.prepared;
  for (const [name, canvas] of Object.entries(stages)) {
    const { height, width } = canvas;
    const shown = prepared?.[name] ?? (name === 'ink' ? pad.picture : new Grey(height, width));
    // Without the box of 20 × 20 the reduced picture has 28 × 28.
    if (shown.width !== width) Object.assign(canvas, { height: shown.height, width: shown.width });
    paintInk(canvas, shown.values);
  }
  if (prepared && pad.steps.box) drawFrame(stages.ink, squareAround(prepared.ink, FINE_SIDE));
  const width = prepared?.strokeWidth.toFixed(1) ?? '–';
  byId('stroke-width').replaceChildren(...both(`획 너비 ${width} (상자는 20)`,
    `strokes ${width} wide (the box: 20)`));
});

for (const box of document.querySelectorAll('input[name="step"]')) {
  box.addEventListener('change', () => {
    pad.steps[box.value] = box.checked;
    readPad();
  });
}

SELF_TESTS.push(function switches(check) {
  const before = pad.layers;
  // A small, thick digit off the middle, to which every step does something.
  setLayers([{ pen: 0.1, points: [[0.1, 0.6], [0.4, 0.6], [0.3, 0.95]] }]);
  const all = digit.image;
  for (const box of document.querySelectorAll('input[name="step"]')) {
    box.click();
    const differs = digit.image.some((value, i) => value !== all[i]);
    check(`the image differs without ${box.value}`, differs);
    box.click();
    check(`the image is back with ${box.value}`, digit.image.every((value, i) => value === all[i]));
  }
  setLayers(before);
});
