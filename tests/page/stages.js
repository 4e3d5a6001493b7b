// The switches of the preparation.

SELF_TESTS.push(function switches(check) {
  const before = pad.layers;
  // A small, thick digit off the middle, to which every step does something.
  setLayers([{ pen: 0.1, points: [[0.1, 0.6], [0.4, 0.6], [0.3, 0.95]] }]);
  const all = digit.image;
  for (const box of document.querySelectorAll('input[name="step"]')) {
    box.click();
    const differs = digit.image.some((value, i) => value !== all[i]);
    check(`the image differs without ${box.value}`, differs);
    box.click();
    check(`the image is back with ${box.value}`, digit.image.every((value, i) => value === all[i]));
  }
  setLayers(before);
});
