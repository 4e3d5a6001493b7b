'use strict';
// Elements, and texts in both languages.

const SVG = 'http://www.w3.org/2000/svg';

/** What this crate computed for the page: the network, images, cases. */
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
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'label') setLabel(node, ...value);
    else if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (typeof value === 'number') node.setAttribute(name, Math.round(value * 100) / 100);
    else if (typeof value === 'boolean') node.toggleAttribute(name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.flat());
  return node;
}

/** A text in both languages; the style sheet shows one of them. In SVG, pass 'tspan' made by svg. */
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

/** A number with at most `digits` significant digits, without zeros at its end, with a true minus. */
function number(x, digits = 9) {
  return String(Number(x.toPrecision(digits))).replaceAll('-', '\u2212');
}

/** A share as a percentage with one decimal. */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** The element of this id. */
function byId(id) {
  return document.getElementById(id);
}
