// From any picture to digits: src/digits/mod.rs in JavaScript. `network` gives the probability of
// each class for an image.

/** A digit, or what might be one: its shape, the ink of that alone, what prepare makes of it. */
function digitOf(shape, ink, network) {
  const cut = shape.cutOut(ink);
  const prepared = prepare(cut);
  return { shape, cut, ...prepared, probabilities: prepared.image ? network(prepared.image.values) : [] };
}

/** The probability of the most probable class, or 0. */
function sureOf({ probabilities }) {
  return Math.max(0, ...probabilities);
}

/** Makes a digit none, for a reason. */
function refuse(digit, refusal) {
  Object.assign(digit, { refusal, image: null, probabilities: [] });
}

/** The ink of a picture, the ink without lines, and the rows of digits. */
function readPicture(picture, network) {
  const ink = inkOf(picture);
  const written = withoutLines(ink);
  const rows = inOrder(shapesOf(written), written).map((row) =>
    row.flatMap((shape) => parted(shape, written, network)));
  for (const row of rows) {
    const isUnsure = 2 * row.filter((digit) => sureOf(digit) >= 0.9).length < row.length;
    const height = (share) => quantile(row.map(({ shape }) => shape.height), share);
    if (row.length < 3 || !isUnsure && !(height(0.9) > 2.2 * height(0.1))) continue;
    for (const digit of row) refuse(digit, 'Word');
  }
  return { ink, written, rows };
}

/** What is read, row by row; ? is no digit. */
function textOf(rows) {
  const text = (digit) => (sureOf(digit) >= page.sure ? argmax(digit.probabilities) : '?');
  return rows.map((row) => row.map(text).join('')).join(' ');
}
