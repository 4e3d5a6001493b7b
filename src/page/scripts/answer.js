'use strict';
// What the network says about the digit: ten bars, and a sentence, or the reason for none.

/** The probability of each class for the digit, or null. */
function probabilitiesOfDigit() {
  const { image, network } = digit;
  return image && network.probabilities(network.forward(image).at(-1));
}

/** The classes, the most probable one first. */
function ranked(probabilities) {
  return [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
}

/** Why the pad shows no digit: the texts of src/mnist/prepare.rs, as said to someone who draws. */
const REFUSALS = {
  Empty: () => ['판이 비어 있습니다. 숫자를 하나 그려 보세요.', 'The pad is empty: draw something.'],
  SideBySide: () => ['그림이 둘 이상 나란히 있습니다. 숫자를 하나만 그려 주세요.',
    'Several shapes stand side by side: draw one digit only.'],
  TooWide: (ratio) => [`너비가 높이의 ${ratio.toFixed(1)}배입니다. 숫자 하나로 보기에는 너무 넓습니다.`,
    `It is ${ratio.toFixed(1)} times as wide as high: no digit, or several in one.`],
  Spots: (spots) => [`그림이 ${spots}조각 이상으로 나뉘어 있습니다. 숫자로 보이지 않습니다.`,
    `The ink lies in ${spots} spots or more: no digit.`],
  Filled: () => ['속이 꽉 찬 모양이라 획을 찾을 수 없습니다.',
    'It is a filled shape without strokes: no digit.'],
};

/** '3으로' or '4로': 영, 삼, 육 end in a consonant that wants 으. */
function asDigit(k) {
  return `${k}${[0, 3, 6].includes(k) ? '으로' : '로'}`;
}

/** The answer in words, in Korean and English. */
function answerInWords(probabilities) {
  if (!probabilities) return REFUSALS[pad.refusal.reason](pad.refusal.amount);
  const [first, second] = ranked(probabilities);
  const [p, q] = [percent(probabilities[first]), percent(probabilities[second])];
  if (probabilities[first] < page.sure) {
    return [`신경망이 아는 숫자가 아닙니다. 굳이 고르면 ${first}(${p}), 그다음은 ${second}(${q})입니다.`,
      `No digit that the network knows: at best ${first} with ${p}, then ${second} with ${q}.`];
  }
  return [`신경망은 ${asDigit(first)} 읽었습니다. 확률은 ${p}이고, 그다음은 ${second}(${q})입니다.`,
    `The network reads ${first}, with a probability of ${p}; next is ${second}, with ${q}.`];
}

const bars = Array.from({ length: 10 }, (_, k) => {
  const [bar, share] = [element('span', { class: 'bar' }), element('span', { class: 'mono' })];
  const item = element('li', {}, element('span', { class: 'mono' }, `${k}`),
    element('span', { class: 'track', 'aria-hidden': 'true' }, bar), share);
  return { item, bar, share };
});
byId('bars').append(...bars.map(({ item }) => item));

onDigit(function showAnswer() {
  const probabilities = probabilitiesOfDigit();
  const best = probabilities && argmax(probabilities);
  bars.forEach(({ item, bar, share }, k) => {
    bar.style.width = `${100 * (probabilities?.[k] ?? 0)}%`;
    share.textContent = probabilities ? percent(probabilities[k]) : '–';
    item.classList.toggle('best', k === best);
  });
  byId('answer-digit').textContent = probabilities && probabilities[best] >= page.sure ? best : '?';
  byId('answer').replaceChildren(...both(...answerInWords(probabilities)));
});

SELF_TESTS.push(function answers(check) {
  const network = Network.fromPage(page.model);
  const cases = [
    ...page.images.map((image) => ({ name: `test image ${image.number}`, ...image })),
    ...page.drawings.filter(({ pixels }) => pixels).map((drawing) => ({
      ...drawing, name: drawing.name[1],
    })),
  ];
  for (const { name, pixels, probabilities } of cases) {
    const found = network.probabilities(network.forward(pixelsOf({ pixels })).at(-1));
    const k = probabilities.findIndex((p, k) => !agree(p, found[k]));
    check(`the probabilities of ${name}`, k < 0, `class ${k}: ${found[k]}`);
  }
  const before = pad.layers;
  for (const drawing of page.drawings) {
    setLayers(strokesOf(drawing));
    const shown = byId('answer').querySelector('[lang="en"]').textContent;
    const best = drawing.probabilities && argmax(drawing.probabilities);
    const expected = drawing.refusal ? REFUSALS[drawing.refusal]()[1]
      : drawing.probabilities[best] < page.sure ? `No digit that the network knows: at best ${best}`
        : `The network reads ${best},`;
    check(`the answer to ${drawing.name[1]}`, shown.startsWith(expected), shown);
  }
  const unsure = answerInWords(Array.from({ length: 10 }, (_, k) => (k < 3 ? 1 / 3 : 0)))[1];
  check('less than 40 % is no answer', unsure.startsWith('No digit'), unsure);
  setLayers(before);
});
