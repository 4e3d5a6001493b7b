// Chapter 1's network as a drawing: the inputs above, the targets below, values on units and
// weights. Blue values go down, orange deltas come back up, green weights have changed.

const FIGURE = { width: 340, height: 410, rows: [34, 160, 286, 376], left: 105, right: 235 };

/**
 * The drawing of an example; `choose(weight)` is called when the reader picks an edge. `show` takes
 * all values, the names of those known so far, and the step to mark.
 */
function exampleFigure(example, choose) {
  const units = example.layers.flat();
  const places = placesOf(example);
  const edges = units.flatMap((unit) => Object.entries(unit.inputs).map(
    ([input, weight]) => drawnEdge(places[input], places[unit.unit], input, weight, unit, choose)));
  const aims = units.filter((unit) => unit.target).map(({ unit, target }) =>
    line(places[unit], places[target], { class: 'aim' }));
  const nodes = Object.entries(places).map(([name, place]) =>
    drawnNode(name, place, units.find(({ unit }) => unit === name)));
  const node = svg('svg', {
    viewBox: `0 0 ${FIGURE.width} ${FIGURE.height}`, class: 'network', role: 'group',
    translate: 'no', label: ['신경망 그림', 'The network'],
  }, aims, edges.map((edge) => edge.node), nodes.map((drawn) => drawn.node));

  const show = (values, known, step) => {
    for (const part of [...edges, ...nodes]) {
      part.show(values, known);
      const marked = step?.marks.includes(part.node.dataset.part);
      part.node.setAttribute('class', `${part.kind} ${marked ? `marked ${step.kind}` : ''}`);
    }
  };
  return { node, show };
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

function words(x, y, anchor, name) {
  return svg('text', { x, y, 'text-anchor': anchor, class: name });
}

/** The weight of an edge: its name, and its value or, once there is one, its new value. */
function drawnEdge(from, to, input, weight, { unit }, choose) {
  const slope = to.x - from.x;
  const crossing = Math.abs(slope) > 100;   // Two such edges cross: their labels stay apart.
  const share = crossing ? 0.3 : 0.5;
  const [x, y] = [from.x + share * slope, from.y + share * (to.y - from.y)];
  const side = Math.sign(from.x + to.x - FIGURE.width) || 1;
  const offset = slope === 0 ? 8 : 15;
  const [at, anchor] = crossing ? [x, 'middle'] : [x + offset * side, side < 0 ? 'end' : 'start'];
  const name = words(at, y - 4, anchor, 'name');
  const value = words(at, y + 10, anchor, 'value');
  name.textContent = weight;
  const pick = () => choose(weight);
  const node = svg('g', {
    role: 'button', tabindex: 0, onclick: pick, 'data-part': weight,
    onkeydown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick();
    },
  }, line(from, to, { class: 'hit' }), line(from, to, {}), name, ' ', value);
  const show = (values, known) => {
    const changed = known.has(updated(weight));
    const now = values[changed ? updated(weight) : weight];
    value.textContent = number(now, 4);
    value.setAttribute('class', changed ? 'after' : 'value');
    setLabel(node, `${weight} ${number(now, 4)}: 가중치, ${input} → ${unit}`,
      `${weight} ${number(now, 4)}: weight, ${input} → ${unit}`);
  };
  return { node, show, kind: 'edge' };
}

/** An input, unit or target: its name and value; a unit's bias and delta stand beside it. */
function drawnNode(name, { x, y }, unit) {
  const value = words(x, y + 13, 'middle', 'value');
  const title = words(x, y - 3, 'middle', 'name');
  title.textContent = name;
  const side = x < FIGURE.width / 2 ? -1 : 1;
  const beside = (offset, kind) =>
    words(x + 30 * side, y + offset, side < 0 ? 'end' : 'start', kind);
  const [bias, delta, deltaValue] = [beside(-14, 'bias'), beside(4, 'delta'), beside(18, 'delta')];
  const shape = unit ? svg('circle', { cx: x, cy: y, r: 26 })
    : svg('rect', { x: x - 26, y: y - 20, width: 52, height: 40, rx: 6 });
  const node = svg('g', { 'data-part': name }, shape, title, value, bias, delta, deltaValue);
  const show = (values, known) => {
    value.textContent = known.has(name) ? number(values[name], Math.abs(values[name]) < 1e-4 ? 2 : 4) : '';
    if (!unit) return;
    bias.textContent = unit.bias ? `+ ${unit.bias} ${number(values[unit.bias], 4)}` : '';
    const deltaName = [`δ_${unit.unit}`, `term_${unit.unit}`].find((one) => known.has(one));
    delta.textContent = deltaName?.replace('_', ' ') ?? '';
    deltaValue.textContent = deltaName ? number(values[deltaName], 3) : '';
  };
  return { node, show, kind: unit ? 'unit' : 'given' };
}
