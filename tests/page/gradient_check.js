// The gradient check passes backpropagation and finds each of the mistakes.

SELF_TESTS.push(function backpropagationPassesTheCheckAndMistakesDoNot(check) {
  const network = Network.fromPage(page.model);
  for (const i of [0, 1]) {
    const image = pixelsOf(page.images[i]);
    const label = (page.images[i].label + 1) % 10;
    for (const mistake of Object.keys(MISTAKES)) {
      if (mistake === 'slope' && network.layers.length === 1) continue;
      const compared = gradientCheck(network, image, label, mistake)
        .filter(({ switched }) => !switched);
      const wrong = compared.filter(({ holds }) => !holds);
      const named = wrong.map(({ place }) => placeName(network, place)).join(' ');
      check(`image ${i}, ${mistake}: most are compared`, compared.length > page.checked / 2,
        compared.length);
      // With the wrong sign nothing agrees; without f', units that are on are as they were.
      const least = { none: 0, slope: 1, input: compared.length / 2, sign: compared.length };
      check(`image ${i}, ${mistake}: ${wrong.length} of ${compared.length} differ`,
        mistake === 'none' ? wrong.length === 0 : wrong.length >= least[mistake], named);
    }
  }
  const untouched = Network.fromPage(page.model).layers;
  check('the check puts the weights back', network.layers.every((layer, l) =>
    layer.weights.every((w, i) => w === untouched[l].weights[i])));
  showCheck();
  const rows = byId('check-table').querySelectorAll('tbody tr').length;
  check('all are shown', rows > page.checked / 2, rows);
});
