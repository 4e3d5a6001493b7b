'use strict';
// Grey pictures as numbers, as in src/mnist/grey.rs: the same sums in the same order, so the same
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
    let largest = 0;
    for (let i = 0; i < this.values.length; i++) largest = Math.max(largest, this.values[i]);
    return largest;
  }

  sum() {
    let sum = 0;
    for (let i = 0; i < this.values.length; i++) sum += this.values[i];
    return sum;
  }

  /** The median of the pixels along the border, each replaced by `f(value)`. */
  borderMedian(f = (value) => value) {
    const border = [];
    for (let x = 0; x < this.width; x++) border.push(this.at(0, x), this.at(this.height - 1, x));
    for (let y = 0; y < this.height; y++) border.push(this.at(y, 0), this.at(y, this.width - 1));
    return Float64Array.from(border, f).sort()[border.length >> 1];
  }

  /** The smallest rectangle that holds every value above 0, or null. */
  boxOfInk() {
    let [top, left, bottom, right] = [this.height, this.width, -1, -1];
    for (let y = 0, i = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++, i++) {
        if (!(this.values[i] > 0)) continue;
        if (y < top) top = y;
        if (x < left) left = x;
        if (x > right) right = x;
        bottom = y;
      }
    }
    return bottom < 0 ? null : { top, left, height: bottom + 1 - top, width: right + 1 - left };
  }

  /** An area of the picture as `height` × `width` pixels, each the mean of what it covers. */
  resample(area, height, width) {
    const rows = overlaps(area.top, area.height, height, this.height);
    const columns = overlaps(area.left, area.width, width, this.width);
    // First along x, then along y.
    const narrow = new Grey(this.height, width);
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (const { p, share } of columns[x]) sum += share * this.values[y * this.width + p];
        narrow.values[y * width + x] = sum;
      }
    }
    const small = new Grey(height, width);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (const { p, share } of rows[y]) sum += share * narrow.values[p * width + x];
        small.values[y * width + x] = sum;
      }
    }
    return small;
  }

  /** Each value becomes the smallest within `radius` of it. */
  erode(radius) {
    const r = Math.floor(radius);
    const disk = [];
    for (let y = -r; y <= r; y++) {
      for (let x = -r; x <= r; x++) if (y * y + x * x <= radius * radius) disk.push([y, x]);
    }
    const smallest = (y, x) => {
      let smallest = this.at(y, x);
      for (const [dy, dx] of disk) {
        if (smallest === 0) break;
        smallest = Math.min(smallest, this.at(y + dy, x + dx));
      }
      return smallest;
    };
    return this.map((_, i) => smallest(Math.floor(i / this.width), i % this.width));
  }

  /** Otsu's threshold for values from 0 to 1. */
  threshold() {
    const counts = new Float64Array(256);
    for (let i = 0; i < this.values.length; i++) counts[Math.floor(this.values[i] * 255)] += 1;
    const all = this.values.length;
    const sum = counts.reduce((sum, count, level) => sum + count * level, 0);
    let [below, sumBelow, widest, threshold] = [0, 0, 0, 0];
    counts.forEach((count, level) => {
      below += count;
      sumBelow += count * level;
      if (below === 0 || below === all) return;
      const apart = sumBelow / below - (sum - sumBelow) / (all - below);
      const spread = below * (all - below) * apart * apart;
      if (spread > widest) [widest, threshold] = [spread, level];
    });
    return threshold / 255;
  }

  /** The connected spots of values above 0, the one with the largest sum first; at most 16. */
  spots() {
    const { height, width, values } = this;
    const seen = new Uint8Array(values.length);
    const spots = [];
    for (let start = 0; start < values.length; start++) {
      if (seen[start] || values[start] <= 0) continue;
      seen[start] = 1;
      const spot = [start];
      for (let next = 0; next < spot.length; next++) {
        const [y, x] = [Math.floor(spot[next] / width), spot[next] % width];
        for (let ny = Math.max(y - 1, 0); ny < Math.min(y + 2, height); ny++) {
          for (let nx = Math.max(x - 1, 0); nx < Math.min(x + 2, width); nx++) {
            const i = ny * width + nx;
            if (seen[i] || values[i] <= 0) continue;
            seen[i] = 1;
            spot.push(i);
          }
        }
      }
      spots.push({ spot, sum: spot.reduce((sum, i) => sum + values[i], 0) });
    }
    spots.sort((a, b) => b.sum - a.sum);
    return spots.slice(0, 16).map(({ spot }) => {
      const picture = new Grey(height, width);
      for (const i of spot) picture.values[i] = values[i];
      return picture;
    });
  }

  /** The mean width of strokes: twice the area over the outline, times 4 / π for pixels' edges. */
  strokeWidth() {
    let [area, edges] = [0, 0];
    for (let y = 0; y <= this.height; y++) {
      for (let x = 0; x <= this.width; x++) {
        const on = this.at(y, x) >= 0.5;
        if (on) area += 1;
        if (on !== this.at(y, x - 1) >= 0.5) edges += 1;
        if (on !== this.at(y - 1, x) >= 0.5) edges += 1;
      }
    }
    return area > 0 ? (2 * area) / (edges * (Math.PI / 4)) : 0;
  }
}

/** For each of `count` equal parts of a stretch: pixels p that it overlaps, each with its share. */
function overlaps(start, length, count, pixels) {
  const step = length / count;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [start + i * step, start + (i + 1) * step];
    const parts = [];
    for (let p = Math.floor(Math.max(from, 0)); p < Math.min(Math.ceil(to), pixels); p++) {
      parts.push({ p, share: (Math.min(to, p + 1) - Math.max(from, p)) / step });
    }
    return parts;
  });
}
