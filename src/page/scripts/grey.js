// Grey pictures as numbers, as in src/digits/grey.rs: the same sums in the same order, so the same
// bits.

/** A grey picture, row by row. Pixel (y, x) is the unit square from there on. */
class Grey {
  constructor(height, width, values = new Float64Array(height * width)) {
    Object.assign(this, { height, width, values });
  }

  /** The picture with each value replaced by `f(value, index)`. */
  map(f) {
    // A plain loop takes a fifth of the time of the array's own map, on every move of the pen.
    const picture = new Grey(this.height, this.width);
    for (let i = 0; i < this.values.length; i++) picture.values[i] = f(this.values[i], i);
    return picture;
  }

  /** The value in row `y`, column `x`, or 0 outside the picture. */
  at(y, x) {
    const inside = y >= 0 && y < this.height && x >= 0 && x < this.width;
    return inside ? this.values[y * this.width + x] : 0;
  }

  /** The largest value, at least 0. */
  largest() {
    return this.values.reduce((a, b) => Math.max(a, b), 0);
  }

  sum() {
    return this.values.reduce((a, b) => a + b, 0);
  }

  /** Whether `f` holds for place `i` or one within a row and a column of it. */
  someNear(i, f) {
    const [y, x] = [Math.floor(i / this.width), i % this.width];
    for (let near = Math.max(y - 1, 0); near < Math.min(y + 2, this.height); near++) {
      const end = near * this.width + Math.min(x + 2, this.width);
      for (let j = near * this.width + Math.max(x - 1, 0); j < end; j++) if (f(j)) return true;
    }
    return false;
  }

  /** Rows of `width` values, each `f(row, x)` of the old row. */
  alongRows(width, f) {
    const result = new Grey(this.height, width);
    for (let y = 0, i = 0; y < this.height; y++) {
      const row = this.values.subarray(y * this.width, (y + 1) * this.width);
      for (let x = 0; x < width; x++) result.values[i++] = f(row, x);
    }
    return result;
  }

  /** Rows as columns. */
  transposed() {
    const { height, width, values } = this;
    const turned = new Grey(width, height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++) turned.values[x * height + y] = values[i++];
    }
    return turned;
  }

  /** An area of the picture as `height` × `width` pixels, each the mean of what it covers. */
  resample(area, height, width) {
    return this.alongRows(width, covered(area.left, area.width / width)).transposed()
      .alongRows(height, covered(area.top, area.height / height)).transposed();
  }

  /** The picture with at most `longest` pixels along its longer side. */
  reduced(longest) {
    const { height, width } = this;
    const longer = Math.max(height, width);
    const side = (side) => Math.max(Math.floor(side * longest / longer), 1);
    if (longer <= longest) return this;
    return this.resample({ top: 0, left: 0, height, width }, side(height), side(width));
  }

  /** The picture as `height` × `width` pixels, at least as many, by bilinear interpolation. */
  enlarged(height, width) {
    const between = (count) => (row, i) => {
      const place = Math.min(Math.max((i + 0.5) * row.length / count - 0.5, 0), row.length - 1);
      const before = Math.floor(place);
      const after = Math.min(before + 1, row.length - 1);
      return row[before] + (place - before) * (row[after] - row[before]);
    };
    return this.alongRows(width, between(width)).transposed()
      .alongRows(height, between(height)).transposed();
  }

  /** The smallest of the largest values within `reach`; beyond the border, the border goes on. */
  closed(reach) {
    const inside = (i, side) => Math.min(Math.max(i - 2 * reach, 0), side - 1);
    const width = this.width + 4 * reach;
    const wide = new Grey(this.height + 4 * reach, width).map((_, i) => this.values[
      inside(Math.floor(i / width), this.height) * this.width + inside(i % width, this.width)]);
    return [true, true, false, false].reduce((picture, largest) =>
      picture.extremes(reach, largest).transposed(), wide);
  }

  /** The largest or smallest of each 2 reach + 1 successive values of a row. */
  extremes(reach, largest) {
    const result = new Grey(this.height, this.width - 2 * reach);
    for (let y = 0; y < this.height; y++) {
      const row = this.values.slice(y * this.width, (y + 1) * this.width);
      for (let window = 1, step, end = row.length; window < 2 * reach + 1; window += step) {
        step = Math.min(window, 2 * reach + 1 - window);
        end -= step;
        for (let x = 0; x < end; x++) {
          const other = row[x + step];
          if (largest ? other > row[x] : other < row[x]) row[x] = other;
        }
      }
      result.values.set(row.subarray(0, result.width), y * result.width);
    }
    return result;
  }

  /** Each value becomes the one within `radius` that `pick` prefers; none is beyond `end`. */
  within(radius, pick, end) {
    const r = Math.floor(radius);
    const disk = [];
    for (let y = -r; y <= r; y++) {
      for (let x = -r; x <= r; x++) if (y * y + x * x <= radius * radius) disk.push([y, x]);
    }
    return this.map((value, i) => {
      const [y, x] = [Math.floor(i / this.width), i % this.width];
      for (let k = 0; k < disk.length && value !== end; k++) {
        value = pick(value, this.at(y + disk[k][0], x + disk[k][1]));
      }
      return value;
    });
  }

  /** The mean width of strokes: twice the area over the outline, times 4 / π for pixels' edges. */
  strokeWidth() {
    const { HALF } = page.constants.grey;
    let [area, edges] = [0, 0];
    for (let y = 0; y <= this.height; y++) {
      for (let x = 0; x <= this.width; x++) {
        const on = this.at(y, x) >= HALF;
        area += on;
        edges += (on !== this.at(y, x - 1) >= HALF) + (on !== this.at(y - 1, x) >= HALF);
      }
    }
    return area > 0 ? (2 * area) / (edges * (Math.PI / 4)) : 0;
  }

  /** How many strokes a row crosses, on average over the rows with strokes. */
  strokesInARow() {
    let [strokes, rows, half] = [0, 0, 0.5 - 1e-9];
    for (let y = 0; y < this.height; y++) {
      const before = strokes;
      for (let x = 0; x < this.width; x++) {
        strokes += this.at(y, x) >= half && !(this.at(y, x - 1) >= half);
      }
      rows += strokes > before;
    }
    return strokes / Math.max(rows, 1);
  }
}

/** The mean of a row on part `i` of it, where the parts begin at `start` and are `step` long. */
const covered = (start, step) => (row, i) => {
  const [from, to] = [start + i * step, start + (i + 1) * step];
  const end = Math.min(Math.ceil(to), row.length);
  let sum = 0;
  for (let p = Math.floor(Math.max(from, 0)); p < end; p++) {
    sum += (Math.min(to, p + 1) - Math.max(from, p)) / step * row[p];
  }
  return sum;
};

/** The value below which the given share of `values` lies: Hoare's selection. */
function quantile(values, share) {
  const sorted = new Float64Array(values);
  const place = Math.min(Math.floor(sorted.length * share), sorted.length - 1);
  for (let first = 0, last = sorted.length - 1; first < last;) {
    let [i, j, pivot] = [first, last, sorted[place]];
    while (i <= j) {
      while (sorted[i] < pivot) i++;
      while (pivot < sorted[j]) j--;
      if (i > j) break;
      const other = sorted[i];
      sorted[i++] = sorted[j];
      sorted[j--] = other;
    }
    if (j < place) first = i;
    if (place < i) last = j;
  }
  return sorted[place];
}
