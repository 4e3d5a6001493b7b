// The pad: what is drawn on it, by mouse, pen or finger, or the photograph that lies on it; and
// what the page reads from it.

/** Widths of the pen, in shares of the pad's side. */
const PENS = [[0.05, ['가늘게', 'thin']], [0.08, ['보통', 'medium']], [0.13, ['굵게', 'thick']]];

const pad = {
  canvas: byId('pad'),
  /** What lies on it, the first at the bottom: strokes { pen, points }, or pictures { picture }. */
  layers: [],
  /** What lay on it before it was cleared: undoing brings it back. */
  cleared: [],
  /** A photograph instead, which is a layer alone: { photo: its canvas, grey }; or undefined. */
  photo: undefined,
  /** All layers as one picture. */
  picture: new Grey(PAD_SIDE, PAD_SIDE),
  pen: 0.08,
  /** The pointer that draws, by its number; null while none does. */
  pointer: null,
  /** The timer after which it is read. */
  reading: null,
  /** Whether the pad shows the page's example, which gives way to the first stroke. */
  example: false,
  /** The preparation's steps, which chapter 5 can switch off. */
  steps: { ...ALL_STEPS },
  /** What was found: the ink without lines, the rows of digits, and the one that is looked at. */
  written: new Grey(PAD_SIDE, PAD_SIDE),
  rows: [],
  chosen: 0,
};

/** All digits, in order. */
function digitsOnPad() {
  return pad.rows.flat();
}

/** Puts other layers on the pad. */
function setLayers(layers) {
  const photo = layers.find((layer) => layer.photo);
  Object.assign(pad, { layers, photo, example: false, pointer: null });
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

/** Reads what is on the pad, and tells the chapters. */
function readPad() {
  const picture = pad.photo?.grey ?? pad.picture;
  Object.assign(pad, readPicture(picture, (image) => probabilitiesOf(image)));
  if (Object.values(pad.steps).includes(false)) prepareDigits();
  chooseDigit(0);
}

/** Prepares the digits with the steps that are on; without the box they keep their places. */
function prepareDigits() {
  const { height, width } = pad.written;
  const side = Math.max(height, width);
  for (const one of digitsOnPad().filter(({ refusal }) => !/Word|Strokes/.test(refusal))) {
    const [top, left] = [(height - side) / 2 - one.shape.top, (width - side) / 2 - one.shape.left];
    const again = prepare(one.cut, pad.steps, { top, left, height: side, width: side });
    Object.assign(one, { image: undefined, refusal: undefined }, again);
  }
}

/** Looks at one of the digits on the pad. */
function chooseDigit(chosen) {
  pad.chosen = chosen;
  paintPad();
  changeDigit({ image: digitsOnPad()[chosen]?.image?.values ?? null });
}

/** Paints the pad, or the photograph; a box around each digit of several. */
function paintPad() {
  const { canvas, photo, written } = pad;
  const scale = photo ? 560 / Math.max(written.height, written.width) : 1;
  const [height, width] = [Math.ceil(written.height * scale), Math.ceil(written.width * scale)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { height, width });
  canvas.classList.toggle('photo', Boolean(photo));
  if (photo) canvas.getContext('2d').drawImage(photo.photo, 0, 0, width, height);
  else paintInk(canvas, pad.picture.values);
  const digits = digitsOnPad();
  if (!photo && digits.length < 2) return;
  digits.forEach(({ shape }, i) => drawFrame(canvas, shape, scale, i === pad.chosen));
}

/** A frame around an area of a picture that is drawn so many times as large. */
function drawFrame(canvas, { top, left, height, width }, scale, chosen) {
  const context = canvas.getContext('2d');
  context.strokeStyle = '#1b69a8';
  context.lineWidth = chosen ? 4 : 1.5;
  context.strokeRect(left * scale, top * scale, width * scale, height * scale);
}

/** Shows the ink at once, and reads it soon: that takes longer than a frame. */
function readPadSoon() {
  paintPad();
  pad.reading ??= setTimeout(() => {
    pad.reading = null;
    readPad();
  }, 100);
}

/** Where an event lies, in shares of the pad's side. */
function placeOnPad({ clientX, clientY }) {
  const { left, top } = pad.canvas.getBoundingClientRect();
  const { clientLeft, clientTop, clientWidth, clientHeight } = pad.canvas;
  return [(clientX - left - clientLeft) / clientWidth, (clientY - top - clientTop) / clientHeight];
}

/** Lets the pointer that went down draw until it goes up; further fingers do nothing. */
function startStroke(event) {
  if (pad.photo || pad.pointer !== null || event.button !== 0) return;
  if (pad.example) setLayers([]);
  pad.pointer = event.pointerId;
  // A pointer that a script made cannot be captured.
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

pad.canvas.addEventListener('click', (event) => {
  if (!pad.photo) return;
  const [right, down] = placeOnPad(event);
  const [x, y] = [right * pad.written.width, down * pad.written.height];
  const chosen = digitsOnPad().findIndex(({ shape: { top, left, height, width } }) =>
    x >= left && x < left + width && y >= top && y < top + height);
  if (chosen >= 0) chooseDigit(chosen);
});
pad.canvas.addEventListener('pointerdown', startStroke);
pad.canvas.addEventListener('pointermove', extendStroke);
for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
  pad.canvas.addEventListener(name, endStroke);
}
onClick('undo', () => setLayers(pad.layers.length ? pad.layers.slice(0, -1) : pad.cleared));
onClick('clear', () => {
  if (pad.layers.length) pad.cleared = pad.layers;
  setLayers([]);
});
radios('pen', PENS, pad.pen, (pen) => { pad.pen = pen; });
