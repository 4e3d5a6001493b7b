// Digits that touch, parted: src/digits/touching.rs in JavaScript.

/** The most strokes that a row of each digit crosses, on average, and its greatest width. */
const STROKES = [2.5, 1.75, 2, 1.75, 1.95, 1.75, 2.2, 1.9, 2.1, 2];
const WIDEST_OF = [2.2, 1.25, 2, 1.6, 1.35, 2, 1.5, 1.65, 1.5, 1.42];

/** The digits of a shape: itself, or its parts, if the network is sure of them. */
function parted(shape, ink, network) {
  const whole = digitOf(shape, ink, network);
  const { height, width, top, left } = shape;
  const strokes = whole.refusal ? Infinity : whole.square.strokesInARow();
  const stroke = whole.refusal ? 0.1 * height : whole.strokeWidth * Math.max(height, width) / BOX_SIDE;
  const answer = sureOf(whole) >= page.sure ? argmax(whole.probabilities) : -1;
  if (strokes > STROKES[answer] || width > WIDEST_OF[answer] * height) refuse(whole, 'Strokes');
  const count = Math.round(width / height / (2 / 3));
  if (width < 1.02 * height || width < 4 || count > 20 || strokes < 1.8) return [whole];
  const parts = Math.max(count, 2);
  const reach = 0.6 * width / parts;
  const seams = Array.from({ length: parts - 1 }, (_, k) => width * (k + 1) / parts)
    .map((middle) => seamOf(whole.cut, Math.floor(Math.max(middle - reach, 1)),
      Math.min(Math.floor(middle + reach) + 1, width)));
  const { crossed, seam } = seams.reduce((a, b) => (b.crossed < a.crossed ? b : a));
  if (crossed > stroke) return [whole];
  const isLeft = (i) => i % ink.width < left + seam[Math.floor(i / ink.width) - top];
  const [a, b] = [isLeft, (i) => !isLeft(i)].map((side) => new Shape(shape.pixels.filter(side), ink));
  if (Math.min(a.height, b.height) < 0.6 * height) return [whole];
  const digits = [...parted(a, ink, network), ...parted(b, ink, network)];
  const sure = Math.min(...digits.map(sureOf));
  const better = sure > sureOf(whole) || width > WIDEST * height ||
    (crossed <= 0.4 * stroke && sure > sureOf(whole) - 0.1);
  return sure >= 0.7 && better ? digits : [whole];
}

/** The way from top to bottom, between two columns, that crosses the least ink: its columns. */
function seamOf({ height, width, values }, first, end) {
  const cheaper = (costs) => (best, x) => (costs[x] < costs[best] ? x : best);
  const least = (costs, x) => [x, x - 1, x + 1].reduce(cheaper(costs));
  const costs = [new Float64Array(end - first)];
  for (let y = 0; y < height; y++) {
    costs.push(costs[y].map((_, x, above) => above[least(above, x)] + values[y * width + first + x]));
  }
  let x = [...costs[height].keys()].reduce(cheaper(costs[height]));
  const [crossed, seam] = [costs[height][x], []];
  for (let y = height - 1; y >= 0; y--) {
    seam[y] = first + x;
    x = least(costs[y], x);
  }
  return { crossed, seam };
}
