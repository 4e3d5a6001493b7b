// The confusion matrix and the pictures of chapter 5.

SELF_TESTS.push(function theMatrixCountsEveryTestImage(check) {
  const rows = Array.from(byId('confusion').tBodies[0].rows, (row) => Array.from(row.cells));
  const counts = rows.flatMap((row) => row.slice(1, -1).map((cell) => Number(cell.textContent)));
  const sum = counts.reduce((a, b) => a + b, 0);
  check('the matrix counts every test image', sum === rust.tested, `${sum} of ${rust.tested}`);
});

SELF_TESTS.push(function theNetworkAnswersAsItDidInRust(check) {
  const network = Network.fromPage(page.model);
  for (const { number, answer, probability, pixels } of page.answers) {
    const found = network.probabilities(network.forward(pixelsOf({ pixels })).at(-1));
    const holds = argmax(found) === answer && agree(found[answer], probability);
    check(`the answer to test image ${number}`, holds, `${argmax(found)}, ${found[answer]}`);
  }
});

SELF_TESTS.push(function aCellOpensItsImages(check) {
  const before = confusionCells.flat().find((button) => button?.tabIndex === 0);
  confusionCells.forEach((row, label) => row.forEach((button, answer) => {
    if (!button) return;
    button.click();
    const names = byId('cell-images').querySelectorAll('strong');
    const shown = Array.from(names, (node) => node.textContent);
    const name = label === answer ? `${label}` : `${label} → ${answer}`;
    const count = Math.min(Number(button.textContent), imagesOfCell(label, answer).length);
    const holds = shown.length === count && shown.every((text) => text === name);
    check(`the cell ${name} opens its images`, holds, `${shown.length} of ${count}`);
  }));
  before.click();
});

SELF_TESTS.push(function anImageGoesToThePad(check) {
  const before = pad.layers;
  byId('means').querySelector('button').click();
  const onPad = pad.layers[0].picture.values;
  const times = PAD_SIDE / SIDE;
  const holds = pixelsOf({ pixels: page.means[0] }).every((ink, i) =>
    onPad[Math.floor(i / SIDE) * times * PAD_SIDE + (i % SIDE) * times] === ink);
  check('the average 0 lies on the pad', holds && byId('put').textContent !== '');
  byId('put').replaceChildren();
  setLayers(before);
});
