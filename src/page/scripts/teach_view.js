// Teach it, as the reader sees it: the step's stages, with their numbers.

/** Hidden units in the table of each layer, those with the largest deltas. */
const TEACH_UNITS = 8;

/** Shows the last lesson; if there is none, what the next step starts from. */
function showTeaching() {
  const { image, network } = digit;
  if (image !== teaching.image) {
    // A new picture: the second choice is right, until the reader says otherwise. For the answer
    // that the network is sure of, there would be nothing to see.
    const label = image ? ranked(probabilitiesOf(image))[1] : 0;
    Object.assign(teaching, { image, label, lesson: null });
  }
  byId(`teach-label-${teaching.label}`).checked = true;
  for (const id of ['teach-once', 'teach-ten']) disable(byId(id), !image);
  for (const id of ['teach-undo', 'teach-reset']) disable(byId(id), !teaching.steps.length);

  const { before, after, times } = teaching.lesson ?? { before: network, after: null };
  const pass = image && passOf(before, image, teaching.label);
  const show = (id, nodes) => byId(`teach-${id}`).replaceChildren(...nodes);
  const later = () => [element('p', { class: 'hint' },
    both('갱신하면 여기에 나타납니다.', 'It appears here after a step.'))];
  show('status', statusOf(pass, after, times));
  show('outputs', pass ? [outputDeltas(before, pass)] : []);
  show('input', pass ? [inputErrors(before, pass)] : []);
  show('hidden', pass ? hiddenDeltas(before, pass) : []);
  show('weights', after ? weightChanges(before, after, pass, times) : later());
  show('others', after ? otherImages(before, after) : later());
}

/** The forward and the backward pass of an image, and its loss. */
function passOf(network, image, label) {
  const values = network.forward(image);
  const outputs = values.at(-1);
  return {
    image, label, values, deltas: network.backward(values, label),
    probabilities: network.probabilities(outputs), loss: network.lossOf(outputs, label),
  };
}

function statusOf(pass, after, times) {
  if (!pass) {
    return both('먼저 위에서 숫자를 쓰거나 고르세요.', 'First draw or choose a digit above.');
  }
  const { label, probabilities, loss } = pass;
  const percents = percent(probabilities[label]);
  if (!after) {
    const steps = teaching.steps.length;
    return both(
      `${steps ? `지금까지 ${steps}번 갱신했습니다.` : '아직 갱신하지 않았습니다.'} ${label}의 확률은 ${percents}, 손실은 ${loss.toFixed(4)}입니다.`,
      `${steps} steps so far. The probability of ${label} is ${percents}, ` +
      `the loss ${loss.toFixed(4)}.`);
  }
  const then = passOf(after, pass.image, label);
  if (!Number.isFinite(then.loss)) {
    return both('학습률이 너무 커서 발산했습니다. 되돌린 뒤 학습률을 줄여 보세요.',
      'The rate was too large: the numbers have diverged. Undo, and take a smaller one.');
  }
  const chances = `${percents} → ${percent(then.probabilities[label])}`;
  const losses = `${loss.toFixed(4)} → ${then.loss.toFixed(4)}`;
  const [first, steps] = times === 1 ? [['', ''], 'One step'] : [
    [' 아래 ①~③은 그중 첫 번째의 값입니다.', ' ① to ③ below are the first of them.'], `${times} steps`];
  return both(`${times}번 갱신했습니다. ${label}의 확률: ${chances}, 손실: ${losses}.${first[0]}`,
    `${steps}: probability of ${label} ${chances}, loss ${losses}.${first[1]}`);
}

/** Output deltas: p - t, and where the outputs are bent, times f'. */
function outputDeltas(network, { label, values, deltas, probabilities }) {
  const last = network.layers.length - 1;
  const { activation } = network.layers[last];
  const isBent = activation !== 'identity';
  const head = [both('숫자', 'digit'), 'p', 't', ...(isBent ? ['f′'] : []), 'δ'];
  return table(head, Array.from(deltas[last], (delta, k) => [
    String(k), probabilities[k].toFixed(4), String(+(k === label)),
    ...(isBent ? [number(ACTIVATIONS[activation].backward(values[last + 1][k]), 3)] : []),
    shareBar('backward signed', delta, decimals(delta, 4)),
  ]), { class: 'teach-table' });
}

/** Hidden deltas, the last hidden layer first. */
function hiddenDeltas(network, { values, deltas }) {
  const hidden = network.layers.length - 1;
  if (hidden === 0) {
    return [element('p', {}, both('이 신경망에는 은닉층이 없습니다.', 'This network has no hidden layer.'))];
  }
  return Array.from({ length: hidden }, (_, i) => hidden - 1 - i).flatMap((l) => {
    const errors = Array.from(errorsBefore(network.layers[l + 1], deltas[l + 1]));
    const { backward } = ACTIVATIONS[network.layers[l].activation];
    const size = (j) => Math.abs(deltas[l][j]);
    const units = errors.map((_, j) => j).sort((a, b) => size(b) - size(a));
    const largest = size(units[0]) || 1;
    const still = deltas[l].filter((delta) => delta === 0).length;
    const [name, layer] = hidden > 1 ? [`은닉층 ${l + 1}: `, `Hidden layer ${l + 1}: `] : ['', ''];
    const count = deltas[l].length;
    const shown = Math.min(TEACH_UNITS, count);
    return [
      element('p', {}, both(
        `${name}유닛 ${count}개 가운데 ${still}개는 델타가 0입니다. 델타가 가장 큰 ${shown}개:`,
        `${layer}${still} of the ${count} units have a delta of 0. ` +
        `The ${shown} with the largest:`)),
      element('div', { class: 'scroll' }, table(
        [both('유닛', 'unit'), both('출력 y', 'output y'), both('오차 e', 'error e'), 'f′', 'δ'],
        units.slice(0, TEACH_UNITS).map((j) => [
          String(j), number(values[l + 1][j], 3), number(errors[j], 3),
          number(backward(values[l + 1][j]), 3),
          shareBar('backward signed', deltas[l][j] / largest, number(deltas[l][j], 3)),
        ]), { class: 'teach-table' })),
    ];
  });
}

/** The input beside ∂L/∂x: where ink raises the loss, and where it lowers it. */
function inputErrors(network, { image, deltas }) {
  const errors = errorsBefore(network.layers[0], deltas[0]);
  return element('div', { class: 'row' },
    titled(inkPicture(image, SIDE, ['입력', 'the input']), both('입력 x', 'Input x')),
    titled(signedPicture(errors, SIDE, largestOf(errors), ['손실을 픽셀로 미분한 값',
      'the derivatives of the loss with respect to the pixels']), '∂L/∂x'));
}

/** A picture with its title. */
function titled(canvas, title, kind = 'teach-picture') {
  return element('figure', { class: kind }, canvas, element('figcaption', {}, title));
}

/** The change of the weights: how many, and the unit of layer 1 that changed most as pictures. */
function weightChanges(before, after, { image, deltas }, times) {
  const { changed, all, unit } = changesBetween(before, after);
  const [old, now] = [weightsOf(before.layers[0], unit), weightsOf(after.layers[0], unit)];
  const change = now.map((w, i) => w - old[i]);
  const largest = (...pictures) => Math.max(...pictures.map(largestOf));
  const delta = deltas[0][unit];
  const [total, moved] = [all, changed].map((count) => count.toLocaleString('en'));
  const step = number(-teaching.rate * delta, 3);
  return [
    element('p', {}, both(
      `가중치와 편향 ${total}개 가운데 ${moved}개가 바뀌었습니다. 첫 층에서 가장 많이 바뀐 유닛은 ${unit}번입니다.`,
      `${moved} of the ${total} weights and biases changed. ` +
      `In the first layer, unit ${unit} changed most.`)),
    times > 1 ? '' : element('p', { class: 'mono update', translate: 'no' },
      `Δw = −${teaching.rate} · x · (${number(delta, 3)}) = ${step} · x`),
    element('div', { class: 'row' },
      titled(inkPicture(image, SIDE, ['입력', 'the input']), both('입력 x', 'Input x')),
      titled(signedPicture(change, SIDE, largest(change), ['가중치의 변화', 'the change of the weights']),
        both('변화 Δw', 'Change Δw')),
      titled(signedPicture(old, SIDE, largest(old, now), ['갱신 전 가중치', 'the weights before']),
        both('갱신 전 w', 'Before: w')),
      titled(signedPicture(now, SIDE, largest(old, now), ['갱신 후 가중치', 'the weights after']),
        both('갱신 후 w', 'After: w'))),
    element('p', { class: 'hint' }, both(
      `빨강은 양수, 파랑은 음수입니다. 변화의 색은 ${number(largest(change), 2)}, ` +
      `가중치의 색은 ${number(largest(old, now), 2)}에서 가장 진합니다.`,
      `Red is above zero, blue below. The strongest colour means ${number(largest(change), 2)} ` +
      `in the change, ${number(largest(old, now), 2)} in the weights.`)),
  ];
}

/** The page's other images: how many are read right, and those that are not. */
function otherImages(before, after) {
  const right = (network) => answersOf(network).filter(({ isRight }) => isRight).length;
  const all = page.images.length;
  const counts = `${right(teaching.trained)} → ${right(before)} → ${right(after)}`;
  const wrong = answersOf(after).filter(({ isRight }) => !isRight);
  const picture = ({ image, answer }) => titled(
    inkPicture(pixelsOf(image), SIDE,
      [`${image.label}인데 ${asDigit(answer)} 읽음`, `a ${image.label} read as ${answer}`]),
    `${image.label} → ${answer}`, 'teach-other');
  return [
    element('p', {}, both(
      `처음 보는 테스트 이미지 ${all}장 가운데 제대로 읽은 것: 처음 신경망, 갱신 전, 갱신 후 `,
      `Of ${all} test images, read right by the trained network, before and after: `),
      element('strong', { translate: 'no' }, counts)),
    wrong.length === 0 ? '' : element('p', {}, both('지금 틀리는 그림:', 'Wrong now:')),
    element('div', { class: 'row' }, wrong.map(picture)),
  ];
}

radios('teach-label', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0, (label) => {
  Object.assign(teaching, { label, lesson: null });
  showTeaching();
  showFlow();
});
radios('teach-rate', TEACH_RATES, teaching.rate, (rate) => { teaching.rate = rate; });
onClick('teach-once', () => teach(1));
onClick('teach-ten', () => teach(10));
onClick('teach-undo', unteach);
onClick('teach-reset', forgetLessons);
onDigit(showTeaching);
