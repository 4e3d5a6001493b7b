'use strict';
// A picture of a digit, made into an image as MNIST's were made: src/mnist/prepare.rs in
// JavaScript, with the same limits, except that steps can be left out. (A pad is small, so nothing
// reduces it first.)

/** The side of the images, of the box that the digit fills in them, and of its finer grid. */
const SIDE = 28;
const BOX_SIDE = 20;
const FINE_SIDE = 100;

/** The steps that the reader can leave out. */
const ALL_STEPS = { box: true, thin: true, twenty: true, mass: true };

/** Why a picture shows no single digit: Empty, SideBySide, TooWide, Spots or Filled. */
class NoDigit {
  constructor(reason, amount) {
    Object.assign(this, { reason, amount });
  }
}

/** What each step left: ink, strokeWidth, square, small, image. Throws a NoDigit. */
function prepare(picture, steps = ALL_STEPS) {
  const ink = withoutSpecks(inkOf(picture));
  const fine = fitted(ink, FINE_SIDE, steps);
  const strokeWidth = fine.strokeWidth() / (FINE_SIDE / BOX_SIDE);
  const square = thinned(fine, strokeWidth, steps);
  const small = fitted(square, steps.twenty ? BOX_SIDE : SIDE, steps);
  return { ink, strokeWidth, square, small, image: centred(small, steps) };
}

/** Removes the ground, which is the median of the border. */
function inkOf(picture) {
  const ground = picture.borderMedian();
  const sign = ground >= 0.5 ? -1 : 1;
  const dark = picture.map((value) => Math.max(sign * (value - ground), 0));
  const largest = dark.largest();
  if (largest < 0.1) return new Grey(picture.height, picture.width);
  const ink = dark.map((value) => value / largest);
  const grain = picture.borderMedian((value) => Math.abs(value - ground) / largest);
  const least = Math.min(3 * grain, ink.threshold());
  return least > 0 ? ink.map((value) => (value > least ? value : 0)) : ink;
}

/** Drops specks; refuses what cannot be one digit. */
function withoutSpecks(ink) {
  const all = ink.spots();
  const spots = all.filter((spot) => spot.sum() >= 0.02 * all[0].sum());
  if (spots.length > 5) throw new NoDigit('Spots', spots.length);
  if (spots.length === 0) throw new NoDigit('Empty');
  const cleaned = spots.reduce((all, spot) => all.map((value, i) => value + spot.values[i]));
  const { height, width } = cleaned.boxOfInk();
  if (width > 2.3 * height) throw new NoDigit('TooWide', width / height);
  const boxes = spots.map((spot) => spot.boxOfInk()).filter((box) => box.height >= 0.6 * height);
  const leftOf = (a, b) => a.left + a.width <= b.left;
  if (boxes.some((a) => boxes.some((b) => leftOf(a, b)))) throw new NoDigit('SideBySide');
  return cleaned;
}

/** The square around the ink, the shorter side of its box extended on both ends. */
function squareAround(ink, side) {
  const { top, left, height, width } = ink.boxOfInk();
  const longer = Math.max(height, width);
  const step = longer / side;
  const margin = (length) => Math.floor((longer - length) / 2 / step) * step;
  return { top: top - margin(height), left: left - margin(width), height: longer, width: longer };
}

/** The square around the ink, or the whole picture, as side × side pixels, its largest value 1. */
function fitted(ink, side, { box }) {
  const { height, width } = ink;
  const area = box ? squareAround(ink, side) : { top: 0, left: 0, height, width };
  const small = ink.resample(area, side, side);
  const largest = small.largest();
  return small.map((value) => value / largest);
}

/** Takes the edges off strokes that are much wider than MNIST's; refuses filled shapes. */
function thinned(square, width, { thin }) {
  if (width > 8.6) throw new NoDigit('Filled');
  if (!thin || width <= 3) return square;
  const eroded = square.erode(((width - 2.4) / 2) * (FINE_SIDE / BOX_SIDE));
  return eroded.largest() >= 0.5 ? eroded : square;
}

/** Into 28 × 28 pixels: the centre of mass in the middle, or else the centre of the box. */
function centred(small, { mass }) {
  const { height: side, values } = small;
  const all = small.sum();
  const middle = (along) => values.reduce((sum, v, i) => sum + v * along(i), 0) / all;
  const offset = (along) => (mass ? Math.floor(14.5 - middle(along)) : (SIDE - side) / 2);
  const down = offset((i) => Math.floor(i / side));
  const right = offset((i) => i % side);
  const image = new Grey(SIDE, SIDE);
  return image.map((_, i) => {
    const value = small.at(Math.floor(i / SIDE) - down, (i % SIDE) - right);
    return Math.round(value * 255) / 255;
  });
}

SELF_TESTS.push(function preparation(check) {
  for (const drawing of page.drawings) {
    const name = drawing.name[1];
    try {
      const { image, strokeWidth } = prepare(drawStrokes(strokesOf(drawing)));
      const expected = drawing.pixels ? pixelsOf(drawing) : [];
      const differing = expected.filter((value, i) => value !== image.values[i]).length;
      check(`the image of ${name}`, expected.length && !differing, `${differing} pixels differ`);
      check(`the strokes of ${name}`, strokeWidth === drawing.strokeWidth, strokeWidth);
    } catch (error) {
      check(`${name} is refused`, error.reason === drawing.refusal, error.reason);
    }
  }
  const refusals = {
    Empty: [],
    Filled: [{ pen: 0.3, points: [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7], [0.3, 0.3]] },
      { pen: 0.3, points: [[0.5, 0.5]] }],
    TooWide: [{ pen: 0.05, points: [[0.1, 0.5], [0.9, 0.6]] }],
    Spots: [1, 2, 3, 4, 5, 6].map((i) => ({ pen: 0.08, points: [[i / 7, i / 7]] })),
  };
  for (const [reason, strokes] of Object.entries(refusals)) {
    let found;
    try {
      prepare(drawStrokes(strokes));
    } catch (error) {
      found = error.reason;
    }
    check(`a picture is refused as ${reason}`, found === reason, found);
  }
});
