// The measurement of the preparation's steps.

SELF_TESTS.push(function measurement(check) {
  const network = Network.fromPage(page.model);
  const right = (steps) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((i) => isReadRight(i, steps, network)).length;
  const [all, without] = [right(ALL_STEPS), right({ ...ALL_STEPS, box: false })];
  const asTheyAre = page.images.slice(0, 10).filter((image) =>
    argmax(network.forward(pixelsOf(image)).at(-1)) === image.label).length;
  check('prepared, ten images are read as well as unmoved', all >= asTheyAre - 1, `${all}, ${asTheyAre}`);
  check('without the box, fewer are', without < all, without);
});
