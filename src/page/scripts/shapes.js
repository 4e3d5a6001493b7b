// The connected shapes of a picture's ink: src/digits/shapes.rs in JavaScript.

/** The most that a digit is as wide as high. */
const { WIDEST } = page.constants.shapes;

/** Some pixels, by their places; the smallest rectangle around them; the sum of their ink. */
class Shape {
  constructor(pixels, ink) {
    let [top, left, bottom, right, sum] = [ink.height, ink.width, 0, 0, 0];
    for (const i of pixels) {
      const [y, x] = [Math.floor(i / ink.width), i % ink.width];
      [top, left] = [Math.min(top, y), Math.min(left, x)];
      [bottom, right] = [Math.max(bottom, y + 1), Math.max(right, x + 1)];
      sum += ink.values[i];
    }
    Object.assign(this, { pixels, top, left, height: bottom - top, width: right - left, sum });
  }

  /** The mean ink, weighted by its third power, so that soft edges do not count. */
  strength({ values }) {
    let [sum, weights] = [0, 0];
    for (const i of this.pixels) {
      const weight = values[i] * values[i] * values[i];
      sum += weight * values[i];
      weights += weight;
    }
    return sum / weights;
  }

  /** The ink of its rectangle, without other shapes. */
  cutOut({ width, values }) {
    const cut = new Grey(this.height, this.width);
    for (const i of this.pixels) {
      cut.values[(Math.floor(i / width) - this.top) * this.width + i % width - this.left] = values[i];
    }
    return cut;
  }

  isLikeADigit() {
    return this.width <= WIDEST * this.height && this.height <= 14 * this.width;
  }
}

/** The shapes of values above 0; a pixel hangs together with its eight neighbours. */
function shapesOf(ink) {
  const fresh = ink.map((value) => Number(value > 0)).values;
  const shapes = [];
  for (let start = fresh.indexOf(1); start >= 0; start = fresh.indexOf(1, start)) {
    const pixels = [];
    const take = (i) => {
      if (fresh[i]) pixels.push(i);
      fresh[i] = 0;
    };
    take(start);
    for (let next = 0; next < pixels.length; next++) ink.someNear(pixels[next], take);
    shapes.push(new Shape(pixels, ink));
  }
  return shapes;
}
