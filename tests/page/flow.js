// The passes at the top of the page, the curve of the loss, and what lights up together.

SELF_TESTS.push(function theFlowGoesForwardAndBack(check) {
  setLayers(strokesOf(page.drawings[0]));
  const layers = digit.network.layers.length;
  check('at first all layers are forward', flow.step === layers, flow.step);
  const has = (kind) => byId('flow').querySelectorAll(`g.${kind}`).length > 0;
  check('nothing goes back yet', has('forward') && !has('backward'));
  for (let i = 0; i <= layers; i++) byId('flow-next').click();
  check('then all layers are back', has('backward') && !has('forward'), flow.step);
  byId('flow-next').click();
  check('and it starts anew', flow.step === 0, flow.step);
  check('the second choice is to be right',
    teaching.label === ranked(probabilitiesOfDigit())[1], teaching.label);
});

SELF_TESTS.push(function theSlopeOfTheCurveIsItsDerivative(check) {
  for (const w of [-4, -1, 0, 0.847, 3]) {
    const difference = (lossAt(w + 1e-5).loss - lossAt(w - 1e-5).loss) / 2e-5;
    const { slope } = lossAt(w);
    check(`the slope at ${w}`, Math.abs(difference - slope) < 1e-9, `${difference}, ${slope}`);
  }
  resetCurve();
  const before = lossAt(curveSettings().w).loss;
  byId('curve-step').click();
  check('a step lowers the loss', lossAt(curveSettings().w).loss < before);
  resetCurve();
});

SELF_TESTS.push(function aSymbolLightsItsPlace(check) {
  chooseExample('tutorial');
  for (let i = 0; i < 4; i++) byId('example-next').click();
  const symbolOf = (part) => byId('example-now').querySelector(`[data-part="${part}"]`);
  symbolOf('y').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  const lit = [...byId('example').querySelectorAll('.lit')];
  const all = lit.every((node) => node.dataset.part === 'y');
  check('a symbol and its unit light up', all && lit.some((node) => node.closest('svg')), lit.length);
  byId('example').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  check('and go out again', byId('example').querySelectorAll('.lit').length === 0);
  byId('example-puzzle').click();
  check('the puzzle runs away', lesson.variant === 'printed' && finishedSteps() === 20);
  chooseExample('tutorial');
});

SELF_TESTS.push(function theAddressHoldsTheLanguage(check) {
  const before = document.documentElement.lang;
  for (const language of ['en', 'ko', before]) {
    document.querySelector(`.languages a[hreflang=${language}]`).click();
    check(`${language} is chosen`, document.documentElement.lang === language);
    check(`${language} stands in the address`, fromAddress('lang') === language, location.href);
  }
});
