// The lines of ruled and squared paper, of frames and of forms: src/digits/ruling.rs in JavaScript.
// In a picture's rows lines are found that lead down; in those of the transposed one, others.

const RULING = page.constants.ruling;

/** Runs of ink in successive rows, and the sum of their thickness. */
class Line {
  constructor(run) {
    Object.assign(this, { runs: [run], first: run, last: run, ink: run.thickness, length: 1 });
  }

  add(run) {
    this.runs.push(run);
    this.ink += run.thickness;
    Object.assign(this, { last: run, length: run.row + 1 - this.first.row });
  }

  thickness() {
    return this.ink / this.runs.length;
  }

  /** Whether a run is no thicker than the line, as it is where a stroke crosses. */
  isAsThin(run) {
    return run.thickness <= 1.5 * this.thickness() + 1;
  }

  /** Columns per row from one of its runs to the last. */
  slope(from = this.first) {
    return (this.last.middle - from.middle) / Math.max(this.last.row - from.row, 1);
  }

  /** Whether a run goes on with it. */
  leadsTo(run) {
    if (this.last.row === run.row || !this.isAsThin(run)) return false;
    const count = this.runs.length;
    const slope = count < 8 ? 0 : this.slope(this.runs[Math.max(count - 100, 0)]);
    return Math.abs(this.last.middle + slope * (run.row - this.last.row) - run.middle) <= 1.5;
  }

  isStraight() {
    const [slope, bend] = [this.slope(), 2 + RULING.BEND * this.length];
    return 2 * this.runs.length >= this.length && this.runs.every(({ row, middle }) =>
      Math.abs(middle - this.first.middle - slope * (row - this.first.row)) <= bend);
  }
}

/** The ink without such lines. */
function withoutLines(ink) {
  const { height, width } = ink;
  const [across, down] = [linesOf(ink.transposed()), linesOf(ink)];
  const flat = rulingOf(across, width, 2);
  const near = RULING.THICKEST * Math.max(height, width);
  const meets = ({ row, middle }) => flat.some(({ runs }) => runs.some((run) =>
    Math.abs(run.row - middle) <= near && Math.abs(run.middle - row) <= near));
  const isBetween = (line) =>
    line.length >= RULING.SLIM_BETWEEN * line.thickness() && meets(line.first) && meets(line.last);
  const upright = rulingOf(down, height, flat.length ? 3 : Infinity).concat(down.filter(isBetween));
  const erased = ink.map((value) => value);
  for (const [lines, rowStep, step] of [[flat, 1, width], [upright, width, 1]]) {
    for (const line of lines) {
      for (const { row, start, end } of line.runs.filter((run) => line.isAsThin(run))) {
        for (let i = start; i < end; i++) erased.values[row * rowStep + i * step] = 0;
      }
    }
  }
  return erased;
}

/** All straight lines from the top of a picture to the bottom. */
function linesOf({ height, width, values }) {
  const longer = Math.max(height, width);
  const thickest = Math.max(RULING.THICKEST * longer, 2);
  const gap = Math.floor(RULING.GAP * longer) + 1;
  let [open, all] = [[], []];
  for (let row = 0; row < height; row++) {
    open = open.filter(({ runs, last }) => row - last.row <= Math.min(gap, runs.length));
    for (let x = 0; x < width; x++) {
      const start = x;
      while (x < width && values[row * width + x] > 0) x++;
      const run = { row, start, end: x, middle: (start + x) / 2, thickness: x - start };
      if (x === start || run.thickness > thickest) continue;
      const hasRoom = open.length < RULING.MOST;
      let longest = null;
      for (const line of open) {
        if (line.length >= (longest?.length ?? 0) && line.leadsTo(run)) longest = line;
      }
      if (longest) longest.add(run);
      else if (hasRoom) all.push(open[open.push(new Line(run)) - 1]);
    }
  }
  return all.filter((line) => line.length >= RULING.SHORTEST * longer && line.isStraight());
}

/** The lines that rule a picture: `count` long ones or more, and beside three, shorter ones. */
function rulingOf(lines, side, count) {
  let long = lines.filter((line) =>
    line.length >= RULING.LONG * side && line.length >= RULING.SLIM * line.thickness());
  if (long.length < count) long = long.filter(({ length }) => length >= 0.9 * side);
  if (long.length < 3) return long;
  const slope = quantile(long.map((line) => line.slope()), 0.5);
  const thickness = quantile(long.map((line) => line.thickness()), 0.5);
  return lines.filter((line) => line.length >= RULING.PIECE * side &&
    line.thickness() <= 1.3 * thickness + 0.5 &&
    Math.abs(line.slope() - slope) * line.length <= 2 + RULING.BEND * line.length);
}
