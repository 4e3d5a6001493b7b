// Chapter 1's network as a drawing: the inputs above, the targets below, values on units and
// weights. Blue values go down, orange deltas come back up, green weights have changed.

const FIGURE = { width: 340, height: 410, rows: [34, 160, 286, 376], left: 105, right: 235 };

/**
 * The drawing of an example with its values, of which the names are `known` so far, and the step to
 * mark; `choose(weight)` is called when the reader picks an edge.
 */
function exampleFigure(example, values, known, step, choose) {
  const units = example.layers.flat();
  const places = placesOf(example);
  const look = (part, kind) => {
    const mark = step?.marks.includes(part) ? `marked ${colourOf(step)}` : '';
    return { 'data-part': part, class: `${kind} ${mark}` };
  };
  const aims = units.filter(({ target }) => target).map(({ unit, target }) =>
    line(places[unit], places[target], { class: 'aim' }));
  const connections = units.flatMap(({ unit, inputs }) =>
    Object.entries(inputs).map(([input, weight]) => [input, weight, unit]));
  const edges = connections.map(([input, weight, unit]) => {
    const now = known.has(updated(weight)) ? updated(weight) : weight;
    const value = number(values[now], 4);
    return svg('g', {
      ...look(weight, 'edge'), role: 'button', tabindex: 0, onclick: () => choose(weight),
      label: [`${weight} ${value}: 가중치, ${input} → ${unit}`,
        `${weight} ${value}: weight, ${input} → ${unit}`],
      onkeydown: (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose(weight);
      },
    }, edgeParts(places[input], places[unit], weight, value, now === weight ? 'value' : 'after'));
  });
  const nodes = Object.entries(places).map(([name, place]) => {
    const unit = units.find((one) => one.unit === name);
    const parts = nodeParts(name, place, unit, values, known);
    return svg('g', look(name, unit ? 'unit' : 'given'), parts);
  });
  return svg('svg', {
    viewBox: `0 0 ${FIGURE.width} ${FIGURE.height}`, class: 'network', role: 'group',
    translate: 'no', label: ['신경망 그림', 'The network'],
  }, aims, edges, nodes);
}

/** Where each input, unit and target stands: a row for each layer. */
function placesOf({ start, layers }) {
  const rows = [
    Object.keys(start.inputs), ...layers.map((layer) => layer.map(({ unit }) => unit)),
    Object.keys(start.targets),
  ];
  const { left, right, width } = FIGURE;
  const place = (row) => (name, i) =>
    [name, { x: rows[row].length === 1 ? width / 2 : [left, right][i], y: FIGURE.rows[row] }];
  return Object.fromEntries(rows.flatMap((names, row) => names.map(place(row))));
}

function line(from, to, properties) {
  return svg('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, ...properties });
}

function words(x, y, anchor, name, text) {
  return svg('text', { x, y, 'text-anchor': anchor, class: name }, text);
}

/** An edge with its weight's name and value. */
function edgeParts(from, to, weight, value, kind) {
  const slope = to.x - from.x;
  const crossing = Math.abs(slope) > 100;   // Two such edges cross: their labels stay apart.
  const share = crossing ? 0.3 : 0.5;
  const [x, y] = [from.x + share * slope, from.y + share * (to.y - from.y)];
  const side = Math.sign(from.x + to.x - FIGURE.width) || 1;
  const offset = slope === 0 ? 8 : 15;
  const [at, anchor] = crossing ? [x, 'middle'] : [x + offset * side, side < 0 ? 'end' : 'start'];
  return [line(from, to, { class: 'hit' }), line(from, to, {}),
    words(at, y - 4, anchor, 'name', weight), ' ', words(at, y + 10, anchor, kind, value)];
}

/** An input, unit or target: its name and value; a unit's bias and delta stand beside it. */
function nodeParts(name, { x, y }, unit, values, known) {
  const side = x < FIGURE.width / 2 ? -1 : 1;
  const beside = (offset, kind, text) =>
    words(x + 30 * side, y + offset, side < 0 ? 'end' : 'start', kind, text);
  const digits = Math.abs(values[name]) < 1e-4 ? 2 : 4;
  const delta = [`δ_${name}`, `term_${name}`].find((one) => known.has(one));
  return [
    unit ? svg('circle', { cx: x, cy: y, r: 26 })
      : svg('rect', { x: x - 26, y: y - 20, width: 52, height: 40, rx: 6 }),
    words(x, y - 3, 'middle', 'name', name),
    words(x, y + 13, 'middle', 'value', known.has(name) ? number(values[name], digits) : ''),
    unit?.bias ? beside(-14, 'bias', `+ ${unit.bias} ${number(values[unit.bias], 4)}`) : '',
    ...(delta ? [beside(4, 'delta', delta.replace('_', ' ')),
      beside(18, 'delta', number(values[delta], 3))] : []),
  ];
}
