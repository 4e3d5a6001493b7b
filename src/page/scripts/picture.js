// Pictures of numbers, as canvases: ink, or numbers of both signs.

/** The ends of the scale of signed numbers, blue and red. */
const [LOWEST, HIGHEST] = page.constants.colours;

/** Ink from 0, white, to 1, black. */
function inkPicture(values, width, label, properties = {}) {
  const canvas = emptyPicture(values.length / width, width, label, properties);
  paintInk(canvas, values);
  return canvas;
}

/** Numbers from -largest, blue, over 0, white, to largest, red; beyond, the last colour. */
function signedPicture(values, width, largest, label, properties = {}) {
  const canvas = emptyPicture(values.length / width, width, label, properties);
  paintSigned(canvas, values, largest);
  return canvas;
}

/** A canvas of one pixel per number. */
function emptyPicture(height, width, label, properties = {}) {
  return element('canvas', { role: 'img', label, width, height, class: 'picture', ...properties });
}

/** Paints ink on a canvas of as many pixels. */
function paintInk(canvas, values) {
  paint(canvas, values, (data, at, ink) => {
    data[at] = data[at + 1] = data[at + 2] = 255 * (1 - ink);
  });
}

/** Paints numbers of both signs on a canvas of as many pixels. */
function paintSigned(canvas, values, largest) {
  paint(canvas, values, (data, at, value) => {
    const share = Math.min(Math.abs(value) / largest, 1) || 0;
    const end = value < 0 ? LOWEST : HIGHEST;
    for (let c = 0; c < 3; c++) data[at + c] = 255 + (end[c] - 255) * share;
  });
}

/** Plain loops: pictures are painted again with every move of a pen. */
function paint(canvas, values, write) {
  const image = new ImageData(canvas.width, canvas.height);
  const { data } = image;
  data.fill(255);
  for (let i = 0; i < values.length; i++) write(data, 4 * i, values[i]);
  canvas.getContext('2d').putImageData(image, 0, 0);
}
