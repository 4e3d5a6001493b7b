// What hidden units contribute.

SELF_TESTS.push(function hiddenUnits(check) {
  const { layers, loss } = Network.fromPage(page.model);
  if (layers.length === 1) return;
  // The score is the sum in the last layer, before its activation.
  layers.at(-1).activation = 'identity';
  const network = new Network(layers, loss);
  const afterFirst = new Network(layers.slice(1), loss);
  const values = network.forward(pixelsOf(page.images[0]));
  for (const k of [0, 7]) {
    const all = contributions(network, values, k);
    const { unit, factor } = all[0];
    const score = (step) => {
      const y = values[1].slice();
      y[unit] += step;
      return afterFirst.forward(y).at(-1)[k];
    };
    const numeric = (score(1e-4) - score(-1e-4)) / 2e-4;
    check(`∂z/∂y of class ${k}`, Math.abs(numeric - factor) < 1e-6, `${numeric}, ${factor}`);
    if (layers.length > 2) continue;
    const z = all.reduce((sum, { amount }) => sum + amount, layers[1].bias[k] ?? 0);
    check(`bias and contributions of class ${k}`, agree(z, score(0)), `${z}, ${score(0)}`);
  }
});
