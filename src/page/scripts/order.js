// From shapes to digits in reading order: src/digits/order.rs in JavaScript.

/** The digits among the shapes of the ink, row by row. */
function inOrder(shapes, ink) {
  const digits = withoutDirt(shapes, ink);
  const heights = digits.filter((shape) => shape.isLikeADigit()).map(({ height }) => height);
  const tall = heights.filter((height) => height >= 0.4 * Math.max(...heights));
  if (tall.length === 0) return rowsOf(digits);
  const typical = quantile(tall, 0.5);
  joinPieces(digits, typical, ink);
  return rowsOf(digits.filter(({ height }) => height >= 0.4 * typical));
}

/** Drops the desk at the border, specks, shadows and frames. */
function withoutDirt(shapes, { height, width, values }) {
  const [bottom, right] = [(a) => a.top + a.height, (a) => a.left + a.width];
  const touches = (a) => a.top === 0 || a.left === 0 || bottom(a) === height || right(a) === width;
  const isFree = (a) =>
    !touches(a) && a.isLikeADigit() && a.height > 0.15 * Math.min(height, width);
  const spans = (a) => touches(a) && (a.height >= 0.5 * height || a.width >= 0.5 * width);
  let kept = shapes.some(isFree) ? shapes.filter((a) => !spans(a)) : shapes.slice();
  kept = kept.sort((a, b) => b.sum - a.sum).slice(0, 2000);
  kept = kept.filter(({ sum }, _, all) => sum >= 0.03 * all[0].sum);
  const strengths = kept.map((shape) => shape.strength({ values }));
  kept = kept.filter((_, i) => strengths[i] >= 0.4 * Math.max(...strengths));
  const isIn = (a, frame) => a.top > frame.top && a.left > frame.left &&
    bottom(a) < bottom(frame) && right(a) < right(frame) && a.isLikeADigit() &&
    a.height >= 0.25 * Math.min(frame.height, frame.width);
  return kept.filter((frame) => !kept.some((shape) => isIn(shape, frame)));
}

/** Joins the pieces of digits whose typical height is given. */
function joinPieces(shapes, typical, ink) {
  for (let i = 0; i < shapes.length;) {
    const j = shapes.findIndex((other, j) => j !== i && belongTogether(shapes[i], other, typical));
    if (j < 0) {
      i++;
      continue;
    }
    shapes[i] = new Shape(shapes[i].pixels.concat(shapes[j].pixels), ink);
    shapes.splice(j, 1);
    if (j < i) i--;
  }
}

/** Whether two rectangles hold pieces of one digit. */
function belongTogether(a, b, typical) {
  const common = (from, length) =>
    Math.min(a[from] + a[length], b[from] + b[length]) - Math.max(a[from], b[from]);
  const across = common('left', 'width') / Math.min(a.width, b.width);
  const down = common('top', 'height');
  const height = Math.max(a.top + a.height, b.top + b.height) - Math.min(a.top, b.top);
  const lower = Math.min(a.height, b.height);
  if (down > 0) {
    const least = lower < 0.8 * typical ? 0.1 : 0.4;
    return across > 0 && across >= least && height <= 1.35 * typical;
  }
  const gap = -down / typical;
  const isNear = gap <= 0.12 && height <= 2.1 * typical;
  const isLow = gap <= 0.3 && lower < 0.6 * typical && height <= 1.35 * typical;
  return across >= 0.4 && (isNear || isLow);
}

/** Rows from top to bottom, each from left to right, along the median way to the next digit. */
function rowsOf(shapes) {
  if (shapes.length === 0) return [];
  const typical = quantile(shapes.map(({ height }) => height), 0.5);
  const [x, y] = [(a) => a.left + a.width / 2, (a) => a.top + a.height / 2];
  const slopes = shapes.flatMap((from) => {
    let [nearest, slope] = [Infinity, []];
    for (const to of shapes) {
      const [right, down] = [x(to) - x(from), y(to) - y(from)];
      const far = right + 2 * Math.abs(down);
      const isNext = right > 0.3 * typical && Math.abs(down) < 0.35 * right && far < nearest;
      if (isNext) [nearest, slope] = [far, [down / right]];
    }
    return slope;
  });
  const slope = slopes.length ? quantile(slopes, 0.5) : 0;
  const level = (a) => y(a) - slope * x(a);
  const rows = [];
  for (const shape of shapes.sort((a, b) => level(a) - level(b))) {
    const row = rows.at(-1) ?? [];
    const mean = row.reduce((sum, one) => sum + level(one), 0) / row.length;
    if (level(shape) - mean <= 0.6 * typical) row.push(shape);
    else rows.push([shape]);
  }
  return rows.map((row) => row.sort((a, b) => x(a) - x(b)));
}
