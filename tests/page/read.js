// The part of the self-test that holds what is read from pictures to what this crate read.

SELF_TESTS.push(function reading(check) {
  const network = Network.fromPage(page.model);
  const { height, width } = rust.photograph;
  const photograph = new Grey(height, width, pixelsOf(rust.photograph)).enlarged(3 * height, 3 * width);
  const cases = drawingCases().map((drawing) => [drawing, drawStrokes(strokesOf(drawing))]);
  for (const [expected, picture] of [...cases, [rust.photograph, photograph]]) {
    const name = expected.name[1];
    const reading = readPicture(picture, (image) => probabilitiesOf(image, { network }));
    for (const step of ['ink', 'written']) {
      check(`the ${step} of ${name}`, reading[step].sum() === expected[step], reading[step].sum());
    }
    check(`the text of ${name}`, textOf(reading.rows) === expected.text, textOf(reading.rows));
    const digits = reading.rows.flat();
    check(`the digits of ${name}`, digits.length === expected.digits.length, digits.length);
    expected.digits.forEach(({ box, pixels, strokeWidth, probabilities }, i) => {
      const found = digits[i];
      const { top, left, height, width } = found.shape;
      const place = [top, left, height, width];
      check(`the box of digit ${i} of ${name}`, `${place}` === `${box}`, place);
      check(`whether ${i} of ${name} is a digit`, Boolean(pixels) !== Boolean(found.refusal));
      if (!pixels || found.refusal) return;
      check(`the strokes of digit ${i} of ${name}`, found.strokeWidth === strokeWidth);
      const differing = pixelsOf({ pixels }).filter((value, i) => value !== found.image.values[i]);
      check(`the image of digit ${i} of ${name}`, differing.length === 0, differing.length);
      const same = probabilities.every((p, k) => agree(p, found.probabilities[k]));
      check(`the probabilities of digit ${i} of ${name}`, same, found.probabilities);
    });
  }
  for (const [reason, points, pen] of [
    ['Filled', [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7], [0.3, 0.3]], 0.3],
    ['TooWide', [[0.1, 0.5], [0.9, 0.6]], 0.05],
  ]) {
    const { refusal } = prepare(drawStrokes([{ pen, points }]));
    check(`a picture is refused as ${reason}`, refusal === reason, refusal);
  }
});
