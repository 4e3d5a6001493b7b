// What the page answers to images and drawings is what this crate answers.

SELF_TESTS.push(function answers(check) {
  const network = Network.fromPage(page.model);
  page.images.forEach((image, i) => {
    const found = probabilitiesOf(pixelsOf(image), { network });
    const k = rust.probabilities[i].findIndex((p, k) => !agree(p, found[k]));
    check(`the probabilities of test image ${i}`, k < 0, `class ${k}: ${found[k]}`);
  });
  const before = pad.layers;
  for (const drawing of drawingCases()) {
    setLayers(strokesOf(drawing));
    const shown = byId('answer').querySelector('[lang="en"]').textContent;
    const expected = drawing.digits.length === 1 && drawing.text === '?' ? 'Not sure'
      : drawing.text.includes('?') ? '' : `The network reads ${drawing.text}`;
    check(`the answer to ${drawing.name[1]}`, shown.startsWith(expected), shown);
  }
  setLayers(strokesOf(page.drawings.at(-1)));
  const [, second] = byId('digits').querySelectorAll('button');
  check('a row shows its digits', digitsOnPad().length === 2 && second);
  second?.click();
  check('a digit of a row is chosen', digit.image === digitsOnPad()[1]?.image.values);
  setLayers([]);
  const unsure = answerInWords(Array.from({ length: 10 }, (_, k) => (k < 3 ? 1 / 3 : 0)))[1];
  check('less than 40 % is no answer', unsure.startsWith('Not sure'), unsure);
  setLayers(before);
});
