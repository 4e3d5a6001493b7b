// The greys of a photograph.

SELF_TESTS.push(function greys(check) {
  const greys = (...data) => `${greyOf(new ImageData(Uint8ClampedArray.from(data), 2, 1)).values}`;
  check('grey is luma', greys(255, 0, 0, 255, 0, 0, 51, 255) === `0.299,${0.2 * 0.114}`);
  check('alpha is the drawing', greys(255, 255, 255, 255, 255, 255, 255, 0) === '0,1');
});
