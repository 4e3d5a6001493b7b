// The preparation stage by stage, each as a picture; the steps can be switched off.

const STAGES = {
  ink: [PAD_SIDE, ['획과 그 둘레의 상자', 'the ink and the box around it']],
  square: [FINE_SIDE, ['상자 안, 100 × 100', 'the box, 100 × 100']],
  small: [BOX_SIDE, ['줄인 그림', 'the reduced picture']],
  image: [SIDE, ['신경망이 보는 28 × 28', 'what the network sees, 28 × 28']],
};

onDigit(function showStages() {
  const found = digitsOnPad()[pad.chosen];
  const square = found && squareAround(found.shape, FINE_SIDE);
  // Of a photograph only the digit and its surroundings are shown.
  const view = { top: 0, left: 0, height: pad.written.height, width: pad.written.width };
  if (pad.photo && square) {
    const { top, left, width: side } = square;
    const [height, width] = [2 * side, 2 * side];
    Object.assign(view, { top: top - side / 2, left: left - side / 2, height, width });
  }
  const shown = { ...found, ink: pad.written.resample(view, PAD_SIDE, PAD_SIDE) };
  for (const [name, [side, label]] of Object.entries(STAGES)) {
    const { values, width } = shown[name] ?? new Grey(side, side);
    const canvas = inkPicture(values, width, label);
    if (name === 'ink' && found && pad.steps.box) {
      const [top, left] = [square.top - view.top, square.left - view.left];
      drawFrame(canvas, { ...square, top, left }, PAD_SIDE / view.width);
    }
    byId(`stage-${name}`).querySelector('canvas')?.remove();
    byId(`stage-${name}`).prepend(canvas);
  }
  const width = found?.strokeWidth?.toFixed(1) ?? '–';
  say('stroke-width', `획 너비 ${width} (상자는 20)`, `strokes ${width} wide (the box: 20)`);
});

for (const box of document.querySelectorAll('input[name="step"]')) {
  box.addEventListener('change', () => {
    pad.steps[box.value] = box.checked;
    prepareDigits();
    chooseDigit(pad.chosen);
  });
}
