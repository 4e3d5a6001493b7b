// The ink of a digit, made into an image as MNIST's were made: src/digits/prepare.rs in JavaScript,
// with the same limits, except that steps can be left out.

const PREPARE = page.constants.prepare;

/** The side of the images, of the box that the digit fills in them, and of its finer grid. */
const { SIDE, BOX: BOX_SIDE, FINE } = PREPARE;
const FINE_SIDE = FINE * BOX_SIDE;

/** The steps that the reader can leave out. */
const ALL_STEPS = { box: true, thin: true, twenty: true, mass: true };

/**
 * What each step left: strokeWidth, square, small, image; or a refusal: Empty, TooWide or Filled.
 * Without the box the digit keeps its place in `whole`, an area in the plane of the ink.
 */
function prepare(ink, steps = ALL_STEPS, whole = ink) {
  const box = boxOfInk(ink);
  if (box.pixels.length === 0) return { refusal: 'Empty' };
  if (box.width > WIDEST * box.height) {
    return { refusal: 'TooWide', amount: box.width / box.height };
  }
  const fine = fitted(ink, FINE_SIDE, steps.box ? squareAround(box, FINE_SIDE) : whole);
  const strokeWidth = fine.strokeWidth() / FINE;
  if (strokeWidth > PREPARE.WIDEST_STROKE) return { refusal: 'Filled' };
  const square = steps.thin ? withStrokesLikeMnist(fine, strokeWidth) : fine;
  const side = steps.twenty ? BOX_SIDE : SIDE;
  const all = { top: 0, left: 0, height: FINE_SIDE, width: FINE_SIDE };
  const small = fitted(square, side, steps.box ? squareAround(boxOfInk(square), side) : all);
  return { strokeWidth, square, small, image: centred(small, steps) };
}

/** All ink as one shape. */
function boxOfInk(ink) {
  return new Shape([...ink.values.keys()].filter((i) => ink.values[i] > 0), ink);
}

/** The square around a box, its shorter side extended on both ends by pixels of the result. */
function squareAround({ top, left, height, width }, side) {
  const longer = Math.max(height, width);
  const step = longer / side;
  const margin = (length) => Math.floor((longer - length) / 2 / step) * step;
  return { top: top - margin(height), left: left - margin(width), height: longer, width: longer };
}

/** An area of the ink as side × side pixels, its largest value 1. */
function fitted(ink, side, area) {
  const small = ink.resample(area, side, side);
  const largest = small.largest();
  return small.map((value) => value / largest);
}

/** Takes the edges off wide strokes, and widens thin ones. */
function withStrokesLikeMnist(square, width) {
  const change = Math.abs(width - PREPARE.STROKE) / 2 * FINE;
  if (width < PREPARE.THIN) return square.within(change, Math.max, 1);
  if (width <= PREPARE.THICK) return square;
  const thinned = square.within(change, Math.min, 0);
  return thinned.largest() >= 0.5 ? thinned : square;
}

/** Into 28 × 28 pixels: the centre of mass in the middle, or else the centre of the box. */
function centred(small, { mass }) {
  const { height: side, values } = small;
  const all = small.sum();
  const middle = (along) => values.reduce((sum, v, i) => sum + v * along(i), 0) / all;
  const offset = (along) => (mass ? Math.floor(14.5 - middle(along)) : (SIDE - side) / 2);
  const down = offset((i) => Math.floor(i / side));
  const right = offset((i) => i % side);
  return new Grey(SIDE, SIDE).map((_, i) => {
    const value = small.at(Math.floor(i / SIDE) - down, (i % SIDE) - right);
    return Math.round(value * 255) / 255;
  });
}
