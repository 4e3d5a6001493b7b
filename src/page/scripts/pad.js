'use strict';
// The pad: what is drawn on it, by mouse, pen or finger, and what the page reads from it.

const PENS = { thin: 0.05, middle: 0.08, thick: 0.13 };

const pad = {
  canvas: byId('pad'),
  /** What lies on it, the first at the bottom: strokes { pen, points }, or pictures { picture }. */
  layers: [],
  /** All layers as one picture. */
  picture: new Grey(PAD_SIDE, PAD_SIDE),
  pen: PENS.middle,
  /** The pointer that draws, by its number; null while none does. */
  pointer: null,
  /** The frame before which the pad will be read. */
  frame: null,
  /** Whether the pad shows the page's example, which gives way to the first stroke. */
  example: false,
  /** The preparation's steps, which chapter 4 can switch off. */
  steps: { ...ALL_STEPS },
  /** What they made of the picture; or a NoDigit, which says why it shows none. */
  prepared: null,
  refusal: new NoDigit('Empty'),
};

/** Puts other layers on the pad. */
function setLayers(layers) {
  Object.assign(pad, { layers, example: false, pointer: null });
  byId('answer').removeAttribute('aria-busy');
  pad.picture = drawStrokes(layers.filter((layer) => layer.points));
  for (const { picture } of layers) {
    picture?.values.forEach((ink, i) => {
      if (ink > pad.picture.values[i]) pad.picture.values[i] = ink;
    });
  }
  readPad();
}

/** Puts an image of 28 × 28 pixels on the pad, ten times as large. */
function setPicture(image) {
  const times = PAD_SIDE / SIDE;
  const picture = new Grey(PAD_SIDE, PAD_SIDE).map((_, i) => {
    const [y, x] = [Math.floor(i / PAD_SIDE), i % PAD_SIDE];
    return image[Math.floor(y / times) * SIDE + Math.floor(x / times)];
  });
  setLayers([{ picture }]);
}

/** Prepares what is on the pad, and tells the chapters. */
function readPad() {
  [pad.prepared, pad.refusal] = [null, null];
  try {
    pad.prepared = prepare(pad.picture, pad.steps);
  } catch (error) {
    if (!(error instanceof NoDigit)) throw error;
    pad.refusal = error;
  }
  paintInk(pad.canvas, pad.picture.values);
  changeDigit({ image: pad.prepared?.image.values ?? null });
}

/** Reads the pad once before the next frame, however often the pen has moved until then. */
function readPadSoon() {
  pad.frame ??= requestAnimationFrame(() => {
    pad.frame = null;
    readPad();
  });
}

/** Where an event lies, in shares of the pad's side. */
function placeOnPad({ clientX, clientY }) {
  const { left, top } = pad.canvas.getBoundingClientRect();
  const { clientLeft, clientTop, clientWidth, clientHeight } = pad.canvas;
  return [(clientX - left - clientLeft) / clientWidth, (clientY - top - clientTop) / clientHeight];
}

/** Lets the pointer that went down draw until it goes up; further fingers do nothing. */
function startStroke(event) {
  if (pad.pointer !== null || event.button !== 0) return;
  if (pad.example) setLayers([]);
  pad.pointer = event.pointerId;
  // A pointer of the self-test's own making cannot be captured.
  if (event.isTrusted) pad.canvas.setPointerCapture(event.pointerId);
  pad.layers.push({ pen: pad.pen, points: [] });
  byId('answer').setAttribute('aria-busy', true); // is read aloud when the stroke ends
  extendStroke(event);
}

function extendStroke(event) {
  if (event.pointerId !== pad.pointer) return;
  // A fast pen sends several places per event.
  const places = event.getCoalescedEvents?.() ?? [];
  const { pen, points } = pad.layers.at(-1);
  for (const place of places.length ? places : [event]) {
    const to = placeOnPad(place);
    addSegment(pad.picture, points.at(-1) ?? to, to, pen);
    points.push(to);
  }
  readPadSoon();
}

function endStroke(event) {
  if (event.pointerId !== pad.pointer) return;
  pad.pointer = null;
  byId('answer').setAttribute('aria-busy', false);
}

pad.canvas.addEventListener('pointerdown', startStroke);
pad.canvas.addEventListener('pointermove', extendStroke);
for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
  pad.canvas.addEventListener(name, endStroke);
}
byId('undo').addEventListener('click', () => setLayers(pad.layers.slice(0, -1)));
byId('clear').addEventListener('click', () => setLayers([]));
for (const choice of document.querySelectorAll('input[name="pen"]')) {
  choice.addEventListener('change', () => { pad.pen = PENS[choice.value]; });
}

SELF_TESTS.push(function drawing(check) {
  const before = pad.layers;
  setLayers([]);
  check('an empty pad has no image', digit.image === null && pad.refusal.reason === 'Empty');
  playStroke([[0.2, 0.2], [0.75, 0.2], [0.45, 0.85]]);
  readPad();
  const read = argmax(digit.network.probabilities(digit.network.forward(digit.image).at(-1)));
  check('a 7 by pointer events is read as 7', read === 7, read);
  check('a stroke has no gaps', pad.picture.spots().length === 1, pad.picture.spots().length);
  const ink = pad.picture.sum();
  pad.canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: 5, clientY: 5 }));
  check('a pointer that is up draws nothing', pad.picture.sum() === ink);
  const drawn = pad.picture.values.slice();
  playStroke([[0.3, 0.5], [0.7, 0.5]]);
  byId('undo').click();
  const same = pad.picture.values.every((value, i) => value === drawn[i]);
  check('undo takes the last stroke away', pad.layers.length === 1 && same, pad.layers.length);
  byId('clear').click();
  check('clear empties the pad', digit.image === null && pad.picture.largest() === 0);
  const expected = pixelsOf(page.images[0]);
  setPicture(expected);
  const furthest = Math.max(...expected.map((value, i) => Math.abs(value - digit.image[i])));
  check('an image of MNIST comes back', furthest <= 1.01 / 255, furthest);
  setLayers(before);
});

/** Draws a stroke by the events of a fast pointer: three moves from corner to corner. */
function playStroke(corners) {
  const { left, top, width, height } = pad.canvas.getBoundingClientRect();
  const send = (name, [x, y]) => pad.canvas.dispatchEvent(new PointerEvent(name, {
    clientX: left + x * width, clientY: top + y * height, pointerId: 77, isPrimary: true, button: 0,
  }));
  send('pointerdown', corners[0]);
  corners.slice(1).forEach(([x, y], i) => {
    const [fromX, fromY] = corners[i];
    for (let step = 1; step <= 3; step++) {
      send('pointermove', [fromX + (x - fromX) * step / 3, fromY + (y - fromY) * step / 3]);
    }
  });
  send('pointerup', corners.at(-1));
}
