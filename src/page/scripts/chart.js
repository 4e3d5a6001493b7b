// Charts that move: their frame and scales, and what they draw alike.

const FRAME = { width: 340, left: 34, right: 332, top: 12 };

/** A chart for x from one number to another and y from 0 to `largest`, this high above its axis. */
function chart([from, to], largest, label, bottom = 178) {
  const { width, left, right, top } = FRAME;
  const x = (value) => left + (right - left) * (value - from) / (to - from);
  const y = (value) => bottom - (bottom - top) * value / largest;
  return {
    x, y,
    line: (x1, y1, x2, y2, name) => svg('line', { x1, y1, x2, y2, class: name }),
    /** A line across the chart at a value. */
    level: (value, name) =>
      svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), class: name }),
    curve: (points, name) => svg('polyline', {
      points: points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(' '),
      class: name,
    }),
    dot: (a, b, r, name = '') => svg('circle', { cx: x(a), cy: y(b), r, class: name }),
    text: (x, y, anchor, ...content) => svg('text', { x, y, 'text-anchor': anchor }, ...content),
    draw: (...parts) => svg('svg', {
      viewBox: `0 0 ${width} ${bottom + 32}`, class: 'steps', role: 'img', label,
    }, ...parts.flat(2)),
  };
}
