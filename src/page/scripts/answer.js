// What the network says about the digit: ten bars, and a sentence, or the reason for none.

/** The probability of each class for the digit, or null. */
function probabilitiesOfDigit() {
  return digit.image && probabilitiesOf(digit.image);
}

/** The classes, the most probable one first. */
function ranked(probabilities) {
  return [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
}

/** Why a shape is no digit: the texts of src/digits/prepare.rs, as said to someone who draws. */
const REFUSALS = {
  Empty: () => ['보이는 숫자가 없습니다. 숫자를 쓰거나 사진을 열어 보세요.',
    'No digit is to be seen: draw one, or open a photograph.'],
  TooWide: (ratio) => [`너비가 높이의 ${ratio.toFixed(1)}배입니다. 숫자 하나로 보기에는 너무 넓습니다.`,
    `It is ${ratio.toFixed(1)} times as wide as high: no digit, or several in one.`],
  Filled: () => ['속이 꽉 찬 모양이라 획을 찾을 수 없습니다.',
    'It is a filled shape without strokes: no digit.'],
  Strokes: () => ['숫자 하나로 보기에는 획이 너무 많거나 모양이 너무 넓습니다.',
    'It has more strokes than a digit, or is too wide: no digit, or several in one.'],
  Word: () => ['숫자가 아니라 글로 보입니다.', 'These are words, no digits.'],
};

/** '3으로' or '14로': the last digit decides. */
function asDigit(digits) {
  const text = `${digits}`;
  return text.slice(0, -1) + (page.constants.direction[text.at(-1)] ?? `${text.at(-1)}로`);
}

/** The answer in words, in Korean and English. */
function answerInWords(probabilities) {
  const digits = digitsOnPad();
  if (digits.length > 1) return rowsInWords(digits);
  if (!probabilities) return REFUSALS[digits[0]?.refusal ?? 'Empty'](digits[0]?.amount);
  const [first, second] = ranked(probabilities);
  const [p, q] = [percent(probabilities[first]), percent(probabilities[second])];
  if (probabilities[first] < page.sure) {
    return [`숫자인지 확실하지 않습니다. 굳이 고르면 ${first}(${p}), 그다음은 ${second}(${q})입니다.`,
      `Not sure this is a digit; best guess ${first} (${p}), then ${second} (${q}).`];
  }
  return [`신경망은 ${asDigit(first)} 읽었습니다. 확률은 ${p}이고, 그다음은 ${second}(${q})입니다.`,
    `The network reads ${first}, with a probability of ${p}; runner-up: ${second} (${q}).`];
}

/** The same for several digits. */
function rowsInWords(digits) {
  const read = digits.filter((one) => sureOf(one) >= page.sure);
  if (read.length === 0) {
    return [`찾은 모양은 ${digits.length}개인데, 숫자로 보이는 것이 없습니다.`,
      `${digits.length} shapes are found, and none is a digit.`];
  }
  const least = read.reduce((a, b) => (sureOf(b) < sureOf(a) ? b : a));
  const [text, place, p] = [textOf(pad.rows), digits.indexOf(least) + 1, percent(sureOf(least))];
  const best = argmax(least.probabilities);
  return [`신경망은 ${asDigit(text)} 읽었습니다. 가장 자신 없는 것은 ${place}번째 숫자 ${best}(${p})입니다.`,
    `The network reads ${text}; least sure: number ${place}, ${best} with ${p}.`];
}

/** The images of several digits, in order; the one that is pressed is looked at. */
function showDigits(digits) {
  replaceItems('digits', (digits.length > 1 ? digits : []).map((one, i) => {
    const { values, width } = one.image ?? one.cut;
    const [text, share] = [textOf([[one]]), percent(sureOf(one))];
    const picture = inkPicture(values, width, ['', ''], { 'aria-hidden': 'true' });
    const caption = element('span', { translate: 'no' }, element('strong', {}, text), ` ${share}`);
    return element('li', {}, element('button', {
      type: 'button', 'aria-pressed': `${i === pad.chosen}`, onclick: () => chooseDigit(i),
      label: [`${i + 1}번째: ${text}, ${share}`, `number ${i + 1}: ${text}, ${share}`],
    }, picture, caption));
  }));
}

onDigit(function showAnswer() {
  const digits = digitsOnPad();
  for (const one of digits) one.probabilities = one.image ? probabilitiesOf(one.image.values) : [];
  showDigits(digits);
  const probabilities = probabilitiesOfDigit();
  const best = probabilities && argmax(probabilities);
  byId('bars').replaceChildren(...Array.from({ length: 10 }, (_, k) => element('li',
    { class: k === best ? 'best' : '' }, element('span', { class: 'mono' }, `${k}`),
    shareBar('forward', probabilities?.[k] ?? 0),
    element('span', { class: 'mono' }, probabilities ? percent(probabilities[k]) : '–'))));
  byId('answer-digit').textContent = probabilities && probabilities[best] >= page.sure ? best : '?';
  say('answer', ...answerInWords(probabilities));
});
