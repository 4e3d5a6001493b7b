// The network's part of the self-test: what the page computes is what this crate computed.

/** How far the losses' rounding reaches into a central difference: 2⁻⁵³ L / ε, with room. */
const DIFFERENCES_AGREE = 1e-8;

SELF_TESTS.push(function theOutputsAreTheCrates(check) {
  const network = Network.fromPage(page.model);
  // Without exp and tanh, the same sums in the same order are the same bits.
  const isExact = network.layers.every(({ activation }) => /^(relu|identity)$/.test(activation));
  page.images.forEach((image, i) => {
    const found = network.forward(pixelsOf(image)).at(-1);
    const expected = rust.outputs[i];
    const same = isExact ? (a, b) => a === b : agree;
    check(`outputs of image ${i}`, expected.every((z, k) => same(z, found[k])), found);
  });
});

SELF_TESTS.push(function theStepsAreTheCrates(check) {
  for (const step of rust.steps) {
    const network = Network.fromPage(page.model);
    const image = pixelsOf(page.images[step.image]);
    const values = network.forward(image);
    const deltas = network.backward(values, step.label);
    const loss = network.lossOf(values.at(-1), step.label);
    check(`loss of image ${step.image}`, agree(step.loss, loss), `${step.loss} ${loss}`);
    step.deltas.forEach((expected, l) => {
      const found = deltas[l];
      const holds = expected.length === found.length && expected.every((d, j) => agree(d, found[j]));
      check(`deltas of image ${step.image}, layer ${l + 1}`, holds, found);
    });
    for (const { layer, array, index, backward, difference } of step.derivatives) {
      const place = { layer, array, index };
      const name = `of image ${step.image}: layer ${layer + 1}, ${array} [${index}]`;
      const derivative = derivativeOf(network, place, values, deltas);
      check(`derivative ${name}`, agree(backward, derivative), `${backward} ${derivative}`);
      const moved = differenceOf(network, place, image, step.label).difference;
      const holds = Math.abs(difference - moved) <= DIFFERENCES_AGREE;
      check(`difference ${name}`, holds, `${difference} ${moved}`);
    }
    network.descend(step.rate, values, deltas);
    const after = network.probabilities(network.forward(image).at(-1));
    check(`after a step on image ${step.image}`, step.after.every((p, k) => agree(p, after[k])), after);
  }
});
