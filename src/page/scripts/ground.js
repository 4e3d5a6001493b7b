'use strict';
// Ink without its ground, whatever the light: src/digits/ground.rs in JavaScript, where the reasons
// for the steps and their constants stand.

/** The ink of a picture from 0, black, to 1, white: no ink is 0. */
function inkOf(picture) {
  const dark = inkIsDark(picture.reduced(64));
  const greys = dark ? picture : picture.map((value) => 1 - value);
  const ground = groundOf(greys.reduced(512)).enlarged(picture.height, picture.width).values;
  return strokesIn(greys.map((value, i) => Math.max(
    dark ? 1 - value / Math.max(ground[i], 0.03) : ground[i] - value, 0)));
}

/** Whether what deviates most from the median of its surroundings is darker than they are. */
function inkIsDark({ height, width, values }) {
  const squares = [0, 0];
  const window = new Float64Array(33 * 33);
  values.forEach((value, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let count = 0;
    for (let v = Math.max(y - 16, 0); v < Math.min(y + 17, height); v++) {
      const end = v * width + Math.min(x + 17, width);
      for (let u = v * width + Math.max(x - 16, 0); u < end; u++) window[count++] = values[u];
    }
    const deviation = value - quantile(window.subarray(0, count), 0.5);
    squares[Number(deviation < 0)] += deviation * deviation;
  });
  return squares[1] >= squares[0];
}

/** The ground under dark strokes: the window grows until all strokes have vanished. */
function groundOf(picture) {
  const vanished = (ground) => ground.map((v, i) => (v - picture.values[i]) ** 2).sum();
  const longer = Math.max(picture.height, picture.width);
  let reach = Math.max(Math.floor(longer / 32), 1);
  let [before, ground] = [0, picture.closed(reach)];
  while (4 * reach <= longer) {
    reach *= 2;
    [before, ground] = [vanished(ground), picture.closed(reach)];
    if (before > 0 && vanished(ground) <= 1.2 * before) break;
  }
  return ground;
}

/** Keeps the strokes of the ink, with their soft edges, and drops the grain. */
function strokesIn(ink) {
  const [lower, upper] = [0.25, 0.75].map((share) => quantile(ink.values, share));
  const isClean = upper < 0.5 / 255;
  const least = isClean ? 0.5 / 255 : Math.max(4 * lower, 0.03);
  const kept = ink.map((value) => (value > least ? value : 0));
  const strong = new Uint8Array(kept.values.length);
  for (const shape of shapesOf(kept)) {
    const strength = shape.strength(kept);
    if (strength < 0.1) continue;
    for (const i of shape.pixels) if (kept.values[i] >= (isClean ? 0 : 0.35) * strength) strong[i] = 1;
  }
  const isStrong = (i) => strong[i] === 1;
  return kept.map((value, i) => (value > 0 && kept.someNear(i, isStrong) ? value : 0));
}
