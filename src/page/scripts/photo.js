// A photograph for the pad: chosen, dropped, pasted, or taken with the phone's camera. The browser
// decodes it, turns it upright and reduces it; so its scaling is not that of src/digits/reduce.rs.

/** Puts a file's picture on the pad; says so if the browser cannot read it. */
async function openPhoto(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  byId('photo-refused').hidden = Boolean(bitmap);
  if (!bitmap) return;
  const scale = Math.min(page.constants.reduce.LARGEST / Math.max(bitmap.width, bitmap.height), 1);
  const side = (side) => Math.max(Math.floor(side * scale), 1);
  const photo = element('canvas', { width: side(bitmap.width), height: side(bitmap.height) });
  const context = photo.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, photo.width, photo.height);
  setLayers([{ photo, grey: greyOf(context.getImageData(0, 0, photo.width, photo.height)) }]);
}

/** Luma over white; but where alpha varies and the colour does not, alpha is the drawing. */
function greyOf({ data, height, width }) {
  const grey = new Grey(height, width).map((_, i) => {
    const luma = 299 * data[4 * i] + 587 * data[4 * i + 1] + 114 * data[4 * i + 2];
    return (data[4 * i + 3] * luma + (255 - data[4 * i + 3]) * 255000) / 65025000;
  });
  const clear = grey.map((_, i) => (255 - data[4 * i + 3]) / 255);
  const varies = clear.values.some((value) => value !== clear.values[0]);
  return varies && [0, 1, 2].every((channel) => isOneLevel(data, channel)) ? clear : grey;
}

/** Whether a channel has one level wherever something is to be seen, but for rounding. */
function isOneLevel(data, channel) {
  let [low, high] = [0, 255];
  for (let i = 0; i < data.length; i += 4) {
    const tolerance = Math.floor(8 * 255 / data[i + 3]); // infinite where nothing is to be seen
    low = Math.max(low, data[i + channel] - tolerance);
    high = Math.min(high, data[i + channel] + tolerance);
  }
  return low <= high;
}

const photoFile = byId('photo-file');
for (const id of ['photo', 'camera']) {
  byId(id).addEventListener('click', () => {
    fill(photoFile, { capture: id === 'camera' }, []);
    photoFile.value = ''; // so that the same file can be chosen again
    photoFile.click();
  });
}
addEventListener('dragover', (event) => event.preventDefault());
for (const [target, name, place] of [
  [photoFile, 'change', 'target'], [window, 'drop', 'dataTransfer'],
  [window, 'paste', 'clipboardData'],
]) {
  target.addEventListener(name, (event) => {
    const [file] = event[place].files;
    if (!file) return;
    event.preventDefault();
    openPhoto(file);
  });
}
