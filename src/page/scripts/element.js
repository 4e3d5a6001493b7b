// Elements, and texts in both languages.

const SVG = 'http://www.w3.org/2000/svg';

/** What the crate wrote into the page: the network, images, constants. */
const page = JSON.parse(document.getElementById('data').textContent);

/**
 * An HTML element. A property is an attribute; `onclick` and the like are functions; `label` is a
 * pair of texts for screen readers.
 */
function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An SVG element; its numbers are rounded to two decimals. */
function svg(name, properties = {}, ...children) {
  const rounded = Object.entries(properties).map(([key, value]) =>
    [key, typeof value === 'number' ? Math.round(value * 100) / 100 : value]);
  return fill(document.createElementNS(SVG, name), Object.fromEntries(rounded), children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'label') setLabel(node, ...value);
    else if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (typeof value === 'boolean') node.toggleAttribute(name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.flat());
  return node;
}

/** A text in both languages, of which the style sheet shows one. In SVG, `make` is svg. */
function both(ko, en, make = element) {
  const name = make === svg ? 'tspan' : 'span';
  return [make(name, { lang: 'ko' }, ko), make(name, { lang: 'en' }, en)];
}

/** Names an element for screen readers, in both languages. */
function setLabel(node, ko, en) {
  node.dataset.ko = ko;
  node.dataset.en = en;
  node.setAttribute('aria-label', node.dataset[document.documentElement.lang]);
}

/** A number of at most `digits` significant digits, without zeros at its end, with a true minus. */
function number(x, digits = 9) {
  return String(Number(x.toPrecision(digits))).replaceAll('-', '\u2212');
}

/** A number with so many decimals, and a true minus. */
function decimals(x, digits) {
  return x.toFixed(digits).replace('-', '\u2212');
}

/** A share as a percentage with one decimal. */
function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

/** The element of this id. */
function byId(id) {
  return document.getElementById(id);
}

/** Puts a text in both languages into the element of this id. */
function say(id, ko, en) {
  byId(id).replaceChildren(...both(ko, en));
}

function onClick(id, listener) {
  byId(id).addEventListener('click', listener);
}

/**
 * Makes a button play: from `start` on, `next` is called every so many milliseconds, until it gives
 * false or the button is pressed again. The result is a function that stops it.
 */
function player(id, pause, next, start = () => {}) {
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    byId(id).setAttribute('aria-pressed', false);
  };
  onClick(id, () => {
    if (timer) return stop();
    start();
    byId(id).setAttribute('aria-pressed', true);
    timer = setInterval(() => next() || stop(), pause);
  });
  return stop;
}

/** Puts other items into the list of this id; the focus stays at its place. */
function replaceItems(id, items) {
  const list = byId(id);
  const place = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...items);
  items[place]?.firstChild.focus();
}

/** A table of texts and nodes. */
function table(head, rows, properties = {}) {
  const row = (name) => (cells) =>
    element('tr', {}, cells.map((cell) => element(name, {}, cell)));
  return element('table', properties,
    element('thead', {}, row('th')(head)), element('tbody', {}, rows.map(row('td'))));
}

/**
 * A bar in a colour for a share from 0 to 1; if `signed`, from the middle for one from -1 to 1, with
 * its number in the half that it leaves free.
 */
function shareBar(kind, share, text = '') {
  const isSigned = kind.includes('signed');
  const width = Math.min(Math.abs(share) || 0, 1) * (isSigned ? 50 : 100);
  const left = isSigned ? 50 - (share < 0 ? width : 0) : 0;
  return element('span', { class: `bar ${kind}`, 'aria-hidden': String(text === '') },
    element('span', { style: `left: ${left}%; width: ${width}%` }),
    text && element('b', { class: share < 0 ? 'right' : '' }, text));
}

/** Says that a button does nothing now. It keeps the focus, which `disabled` would drop. */
function disable(button, isDisabled) {
  button.setAttribute('aria-disabled', isDisabled);
}

document.addEventListener('click', (event) => {
  if (event.target.closest?.('[aria-disabled="true"]')) event.stopImmediatePropagation();
}, true);

/** Radio buttons in the element of this id, for numbers, or for pairs of a value and both texts. */
function radios(id, options, chosen, choose) {
  const pairs = options.map((option) => [option].flat());
  byId(id).append(...pairs.map(([value, text]) => element('label', { class: 'choice' },
    element('input', {
      type: 'radio', name: id, id: `${id}-${value}`, value, autocomplete: 'off',
      checked: value === chosen, onchange: () => choose(value),
    }),
    element('span', text ? {} : { translate: 'no' }, ...text ? both(...text) : [`${value}`]))));
}
