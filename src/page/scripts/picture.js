// Pictures of numbers, as canvases: ink, or numbers of both signs.

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
  paintSigned(canvas, values, 1, [[0, 0, 0], [0, 0, 0]]);
}

/** Paints numbers of both signs in two colours; in plain loops, for every move of a pen. */
function paintSigned(canvas, values, largest, [lowest, highest] = page.constants.colours) {
  const image = new ImageData(canvas.width, canvas.height);
  image.data.fill(255);
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(Math.abs(values[i]) / largest, 1) || 0;
    const end = values[i] < 0 ? lowest : highest;
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = 255 + (end[c] - 255) * share;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}
