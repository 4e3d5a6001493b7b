// Teaching, and taking it back.

SELF_TESTS.push(function teachingIsUndone(check) {
  const { image, network } = digit;
  const { label, rate, steps, lesson, trained } = teaching;
  Object.assign(teaching, { steps: [], lesson: null, trained: Network.fromPage(page.model) });
  const equal = (a, b) => a.layers.every((layer, l) =>
    ['weights', 'bias'].every((name) => layer[name].every((w, i) => w === b.layers[l][name][i])));

  changeDigit({ image: pixelsOf(page.images[0]), network: teaching.trained });
  const wrong = (page.images[0].label + 3) % 10;
  byId(`teach-label-${wrong}`).click();
  check('a label is chosen', teaching.label === wrong, teaching.label);
  const loss = () => digit.network.lossOf(digit.network.forward(digit.image).at(-1), wrong);
  const losses = [loss()];
  byId('teach-once').click();
  const once = digit.network;
  losses.push(loss());
  byId('teach-once').click();
  losses.push(loss());
  check('steps make the loss smaller', losses[2] < losses[1] && losses[1] < losses[0], losses);
  check('the page counts the steps', teaching.steps.length === 2, teaching.steps.length);
  byId('teach-undo').click();
  check('undo takes one step back', equal(digit.network, once));
  byId('teach-ten').click();
  check('ten steps are ten', teaching.steps.length === 11, teaching.steps.length);
  checkTexts(check);
  byId('teach-reset').click();
  check('reset gives the trained network', digit.network === teaching.trained);
  check('the steps changed a copy', equal(teaching.trained, Network.fromPage(page.model)));

  Object.assign(teaching, { trained, steps });
  changeDigit({ image, network });
  Object.assign(teaching, { label, rate, lesson });
  showTeaching();
});
