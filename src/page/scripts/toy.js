// Points in the plane, and a small network that learns to part them while the reader watches. Its
// settings stand in the address: ?toy=spiral-8-0.03.

const TOY = { side: 56, size: 280, points: 160, epochs: 2, most: 3000 };
const TOY_DATA = {
  xor: ['배타적 논리합', 'exclusive or'], moons: ['초승달 두 개', 'two moons'],
  spiral: ['나선 두 개', 'two spirals'],
};
const TOY_HIDDEN = [1, 2, 4, 8, 16];
const TOY_RATES = [0.003, 0.01, 0.03, 0.1, 0.3];

const toy = {
  data: 'moons', hidden: 8, rate: 0.03,
  points: [], network: null, random: null, losses: [],
};

/** Whole numbers below a limit, the same for the same seed: Marsaglia's xorshift of 32 bits. */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A point { x, label } of a set; `share`, from 0 to 1, is its place along a moon or a spiral. */
const TOY_POINTS = {
  xor: (label, share, noise) => {
    const [across, up] = [noise() / 2, noise() / 2];
    return [across, (label ? -1 : 1) * Math.sign(across) * Math.abs(up)].map((x) => 1.6 * x);
  },
  moons: (label, share, noise) => {
    const angle = Math.PI * share;
    const [x, y] = label ? [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)]
      : [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25];
    return [0.56 * x + 0.09 * noise(), 0.75 * y + 0.09 * noise()];
  },
  spiral: (label, share, noise) => {
    const [angle, radius] = [2.2 * Math.PI * share + label * Math.PI, 0.08 + 0.85 * share];
    return [Math.cos(angle), Math.sin(angle)].map((x) => radius * x + 0.03 * noise());
  },
};

/** New points, a new network: tanh units in two hidden layers, two outputs with softmax. */
function resetToy() {
  stopToy();
  const random = randomNumbers(5);
  const noise = () => random(2001) / 1000 - 1;
  const points = Array.from({ length: TOY.points }, (_, i) => {
    const label = i % 2;
    return { label, x: TOY_POINTS[toy.data](label, (i + 1) / TOY.points, noise) };
  });
  const sizes = [2, toy.hidden, toy.hidden, 2];
  const layers = sizes.slice(1).map((outputs, l) => ({
    inputs: sizes[l], outputs, activation: l < 2 ? 'tanh' : 'identity',
    weights: Float64Array.from({ length: sizes[l] * outputs }, () =>
      noise() * Math.sqrt(3 / sizes[l])),
    bias: new Float64Array(outputs),
  }));
  Object.assign(toy, { points, random, losses: [], network: new Network(layers, 'cross-entropy') });
  measureToy();
  showToy();
}

/** Adds the mean loss over all points, and says how many are right. */
function measureToy() {
  const answers = toy.points.map(({ x, label }) => {
    const outputs = toy.network.forward(x).at(-1);
    return { loss: toy.network.lossOf(outputs, label), isRight: argmax(outputs) === label };
  });
  toy.losses.push(answers.reduce((sum, { loss }) => sum + loss, 0) / answers.length);
  toy.right = answers.filter(({ isRight }) => isRight).length;
}

/** An epoch: forward, backward and update for each point, in a new order. */
function trainToy() {
  for (let i = toy.points.length - 1; i > 0; i--) {
    const j = toy.random(i + 1);
    [toy.points[i], toy.points[j]] = [toy.points[j], toy.points[i]];
  }
  for (const { x, label } of toy.points) {
    teachOnce(toy.network, { image: x, label, rate: toy.rate });
  }
  measureToy();
}

/** The regions of both answers, the points, and the loss over the epochs. */
function showToy() {
  const { side, size } = TOY;
  const context = byId('toy').getContext('2d');
  const values = Float64Array.from({ length: side * side }, (_, i) => {
    const [down, right] = [Math.floor(i / side), i % side];
    const x = [2 * (right + 0.5) / side - 1, 1 - 2 * (down + 0.5) / side];
    const p = toy.network.probabilities(toy.network.forward(x).at(-1));
    return p[1] - p[0];
  });
  context.imageSmoothingEnabled = true;
  context.drawImage(signedPicture(values, side, 1.6, ['', '']), 0, 0, size, size);
  for (const { x: [x, y], label } of toy.points) {
    context.beginPath();
    context.arc((x + 1) / 2 * size, (1 - y) / 2 * size, 3.5, 0, 2 * Math.PI);
    context.fillStyle = `rgb(${page.constants.colours[label]})`;
    context.fill();
    context.strokeStyle = '#fff';
    context.stroke();
  }
  const last = toy.losses.length - 1;
  const largest = Math.max(...toy.losses, 0.7);
  const { y, level, curve, text, draw } = chart([0, Math.max(last, 1)], largest,
    ['에포크에 따른 평균 손실', 'The mean loss over the epochs'], 130);
  byId('toy-losses').replaceChildren(draw(
    level(0, 'grid'), curve(toy.losses.map((loss, i) => [i, loss]), 'chosen'),
    text(FRAME.right, y(0) + 20, 'end', ...both('에포크', 'epochs', svg))));
  const [all, loss] = [toy.points.length, number(toy.losses.at(-1), 3)];
  byId('toy-now').replaceChildren(...Number.isFinite(toy.losses.at(-1)) ? both(
    `${last} 에포크: 점 ${all}개 가운데 ${toy.right}개를 맞혔고, 평균 손실은 ${loss}입니다.`,
    `${last} epochs: ${toy.right} of ${all} points are right, the mean loss is ${loss}.`)
    : both('학습률이 너무 커서 발산했습니다.', 'The learning rate is too large: it has diverged.'));
}

const stopToy = player('toy-play', 60, () => {
  for (let i = 0; i < TOY.epochs; i++) trainToy();
  showToy();
  return toy.losses.length <= TOY.most && Number.isFinite(toy.losses.at(-1));
});

/** Takes a setting, and keeps all of them in the address. */
function setToy(setting) {
  Object.assign(toy, setting);
  setInAddress('toy', `${toy.data}-${toy.hidden}-${toy.rate}`);
  resetToy();
}

const [askedData, askedHidden, askedRate] = (fromAddress('toy') ?? '').split('-');
if (askedData in TOY_POINTS) toy.data = askedData;
if (TOY_HIDDEN.includes(Number(askedHidden))) toy.hidden = Number(askedHidden);
if (TOY_RATES.includes(Number(askedRate))) toy.rate = Number(askedRate);
radios('toy-data', Object.entries(TOY_DATA), toy.data, (data) => setToy({ data }));
radios('toy-hidden', TOY_HIDDEN, toy.hidden, (hidden) => setToy({ hidden }));
radios('toy-rate', TOY_RATES, toy.rate, (rate) => {
  toy.rate = rate; // goes on with the same network
  setInAddress('toy', `${toy.data}-${toy.hidden}-${toy.rate}`);
});
onClick('toy-step', () => {
  trainToy();
  showToy();
});
onClick('toy-reset', resetToy);
resetToy();
