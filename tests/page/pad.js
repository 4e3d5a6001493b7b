// Drawing by the events of a pointer.

SELF_TESTS.push(function drawing(check) {
  const before = pad.layers;
  setLayers([]);
  check('an empty pad has no image', digit.image === null && pad.rows.length === 0);
  playStroke([[0.2, 0.2], [0.75, 0.2], [0.45, 0.85]]);
  readPad();
  const read = argmax(digit.network.probabilities(digit.network.forward(digit.image).at(-1)));
  check('a 7 by pointer events is read as 7', read === 7, read);
  check('a stroke has no gaps', shapesOf(pad.picture).length === 1);
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
  byId('undo').click();
  check('undo brings it back', pad.layers.length === 1, pad.layers.length);
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
