// Ink without its ground, whatever the light: src/digits/ground.rs in JavaScript, where the reasons
// for the steps and their constants stand.

const GROUND = page.constants.ground;

/** The ink of a picture from 0, black, to 1, white: no ink is 0. */
function inkOf(picture) {
  const dark = inkIsDark(picture.reduced(GROUND.SIGN_SIDE));
  const greys = dark ? picture : picture.map((value) => 1 - value);
  const small = groundOf(greys.reduced(GROUND.GROUND_SIDE));
  const ground = small.enlarged(picture.height, picture.width).values;
  return strokesIn(greys.map((value, i) => Math.max(
    dark ? 1 - value / Math.max(ground[i], GROUND.LEAST) : ground[i] - value, 0)));
}

/** Whether what deviates most from the median of its surroundings is darker than they are. */
function inkIsDark({ height, width, values }) {
  const squares = [0, 0];
  const reach = GROUND.SIGN_REACH;
  const window = new Float64Array((2 * reach + 1) ** 2);
  values.forEach((value, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let count = 0;
    for (let v = Math.max(y - reach, 0); v < Math.min(y + reach + 1, height); v++) {
      const end = v * width + Math.min(x + reach + 1, width);
      for (let u = v * width + Math.max(x - reach, 0); u < end; u++) window[count++] = values[u];
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
  let reach = Math.max(Math.floor(longer / GROUND.FIRST_REACH), 1);
  let [before, ground] = [0, picture.closed(reach)];
  while (4 * reach <= longer) {
    reach *= 2;
    [before, ground] = [vanished(ground), picture.closed(reach)];
    if (before > 0 && vanished(ground) <= GROUND.GROWTH * before) break;
  }
  return ground;
}

/** Keeps the strokes of the ink, with their soft edges, and drops the grain. */
function strokesIn(ink) {
  const [lower, upper] = [0.25, 0.75].map((share) => quantile(ink.values, share));
  const isClean = upper < GROUND.CLEAN;
  const least = isClean ? GROUND.CLEAN : Math.max(GROUND.GRAIN * lower, GROUND.LEAST);
  const kept = ink.map((value) => (value > least ? value : 0));
  const strong = new Uint8Array(kept.values.length);
  for (const shape of shapesOf(kept)) {
    const strength = shape.strength(kept);
    if (strength < GROUND.CONTRAST) continue;
    const cut = (isClean ? 0 : GROUND.SHARE) * strength;
    for (const i of shape.pixels) if (kept.values[i] >= cut) strong[i] = 1;
  }
  const isStrong = (i) => strong[i] === 1;
  return kept.map((value, i) => (value > 0 && kept.someNear(i, isStrong) ? value : 0));
}
