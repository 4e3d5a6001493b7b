// The gradient check on the reader's digit, as a table.

const checking = { mistake: 'none', timer: 0 };

/** Checks the reader's digit, or else the first sample. */
function showCheck() {
  const { network } = digit;
  const image = digit.image ?? pixelsOf(page.images[0]);
  const label = ranked(probabilitiesOf(image))[1];
  const checks = gradientCheck(network, image, label, checking.mistake);
  const name = digit.image ? ['위에서 쓰거나 고른 숫자', 'your digit above']
    : ['테스트 이미지 하나', 'a test image'];
  byId('check-digit').replaceChildren(
    inkPicture(image, SIDE, ['검사에 쓰는 그림', 'the picture that is checked'],
      { class: 'picture check-picture' }),
    element('span', {}, both(
      `${name[0]}로 검사합니다. 이미 아는 답에서는 기울기가 거의 0이어서 비교할 것이 없으므로, ` +
      `신경망의 두 번째 후보를 정답으로 둡니다(여기서는 ${label}).`,
      `Checked on ${name[1]}. For an answer that the network already knows all derivatives are ` +
      `close to 0, so its second choice is taken to be right (here ${label}).`)));
  byId('check-result').replaceChildren(...checkResult(network, checks));
  byId('check-squares').replaceChildren(...checkSquares(network, checks));
  byId('check-table').replaceChildren(checkTable(network, checks));
}

function checkResult(network, checks) {
  const compared = checks.filter(({ switched }) => !switched);
  const held = compared.filter(({ holds }) => holds).length;
  const kinks = checks.length - compared.length;
  const worst = compared.reduce((a, b) => (b.error > a.error ? b : a), compared[0]);
  if (!worst || !Number.isFinite(worst.error)) {
    return both('비교할 수 있는 값이 없습니다.', 'There is nothing to compare.');
  }
  const [error, place] = [scientific(worst.error), placeName(network, worst.place)];
  const aside = kinks === 0 ? ['', '']
    : [`, 꺾이는 점이라 제외한 것 ${kinks}개`, `, ${kinks} set aside at a corner`];
  const all = compared.length;
  const found = held === all ? ['역전파가 맞습니다.', 'Backpropagation is right.']
    : ['검사가 실수를 찾았습니다.', 'The check has found the mistake.'];
  return [
    element('strong', { class: held === all ? 'update' : 'backward' }, both(
      `${all}개 가운데 ${held}개 일치${aside[0]}. ${found[0]}`,
      `${held} of ${all} agree${aside[1]}. ${found[1]}`)),
    element('br'),
    element('span', {}, both('가장 큰 상대 오차: ', 'The largest relative error: ')),
    element('span', { translate: 'no' }, error), ' (', element('code', {}, place), ')',
  ];
}

/** A square for each comparison, in the rows of their arrays: they show where a mistake is. */
function checkSquares(network, checks) {
  const state = ({ switched, holds }) => (switched ? 'aside' : holds ? 'holds' : 'fails');
  return network.layers.flatMap((_, layer) => ['weights', 'bias'].flatMap((array) => {
    const own = checks.filter(({ place }) => place.layer === layer && place.array === array);
    const held = own.filter((one) => state(one) === 'holds').length;
    return own.length === 0 ? [] : element('div', { class: 'check-row' },
      element('code', {}, `${array}_${layer + 1}`),
      element('span', { class: 'check-squares', 'aria-hidden': 'true' },
        own.map((one) => element('i', { class: state(one) }))),
      element('span', { class: 'soft', translate: 'no' }, `${held} / ${own.length}`));
  }));
}

/** The largest derivatives first. */
function checkTable(network, checks) {
  const size = ({ backward, difference }) => Math.max(Math.abs(backward), Math.abs(difference));
  const largestFirst = [...checks].sort((a, b) => a.switched - b.switched || size(b) - size(a));
  const heads = [['매개변수', 'parameter'], ['역전파', 'backpropagation'], ['수치 미분', 'numerical'],
    ['상대 오차', 'relative error']];
  const coloured = (kind, text) => element('span', { class: kind }, text);
  const row = ({ place, backward, difference, switched, error, holds }) => [
    element('code', {}, placeName(network, place)),
    coloured('backward', decimals(backward, 6)), coloured('forward', decimals(difference, 6)),
    switched ? both('꺾임', 'corner')
      : coloured(holds ? '' : 'backward', `${holds ? '✓' : '✗'} ${scientific(error)}`),
  ];
  return table(heads.map((head) => both(...head)), largestFirst.map(row));
}

/** A small number as 1.2 × 10⁻⁸. */
function scientific(x) {
  if (x === 0 || x >= 0.001) return number(x, 2);
  const [digits, exponent] = x.toExponential(1).split('e-');
  return `${digits} × 10⁻${[...exponent].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('')}`;
}

const possibleMistakes = Object.entries(MISTAKES).map(([mistake, { text }]) => [mistake, text])
  .filter(([mistake]) => mistake !== 'slope' || digit.network.layers.length > 1);
radios('check-broken', possibleMistakes, 'none', (mistake) => {
  checking.mistake = mistake;
  showCheck();
});
// Three hundred forward passes: not for every point of a stroke.
onDigit(() => {
  clearTimeout(checking.timer);
  checking.timer = setTimeout(showCheck, 200);
});
