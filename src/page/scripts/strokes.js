// Strokes, and the pad's pixels.

/** The side of the pad in pixels. */
const PAD_SIDE = 280;

/** The strokes of a drawing in the page: { pen, points }, in shares of the pad's side. */
function strokesOf({ pen, strokes }) {
  const pointsOf = (text) => text.split(' ').map((point) => point.split(',').map((x) => x / 100));
  return strokes.map((text) => ({ pen: pen / 100, points: pointsOf(text) }));
}

/** A pad with these strokes on it: ink 1, ground 0. */
function drawStrokes(strokes) {
  const pad = new Grey(PAD_SIDE, PAD_SIDE);
  for (const { pen, points } of strokes) {
    points.forEach((to, i) => addSegment(pad, points[Math.max(i - 1, 0)], to, pen));
  }
  return pad;
}

/** Draws a straight stroke with round ends: ink is radius + ½ - distance, from 0 to 1. */
function addSegment(pad, from, to, pen) {
  const radius = pen / 2 * PAD_SIDE;
  const [ax, ay, bx, by] = [...from, ...to].map((x) => x * PAD_SIDE);
  const [alongX, alongY] = [bx - ax, by - ay];
  const square = alongX * alongX + alongY * alongY;
  const first = (a, b) => Math.floor(Math.max(Math.min(a, b) - radius - 1, 0));
  const end = (a, b) => Math.floor(Math.min(Math.max(a, b) + radius + 1, PAD_SIDE));
  for (let y = first(ay, by); y < end(ay, by); y++) {
    for (let x = first(ax, bx); x < end(ax, bx); x++) {
      const [awayX, awayY] = [x + 0.5 - ax, y + 0.5 - ay];
      const share = square > 0 ? (awayX * alongX + awayY * alongY) / square : 0;
      const part = Math.min(Math.max(share, 0), 1);
      const [dx, dy] = [awayX - part * alongX, awayY - part * alongY];
      const ink = Math.min(Math.max(radius + 0.5 - Math.sqrt(dx * dx + dy * dy), 0), 1);
      const i = y * PAD_SIDE + x;
      if (ink > pad.values[i]) pad.values[i] = ink;
    }
  }
}
