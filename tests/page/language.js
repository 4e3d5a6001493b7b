// The languages' part of the self-test: each shows every text, and none of the other's.

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/;
const WORD = /[A-Za-z]{2,}/g;

/** Words that are the same in both languages. */
const SAME_WORDS = /^(MNIST|NIST|ReLU|relu|NumPy|SVG|PNG|Rust|Enter|exp|log)$/;

/** Where names, code and numbers stand, which are no text of a language. */
const NO_TEXT = '[translate=no], code, math, pre, svg, script, style, noscript';

/** What must hold of the page in every state; a test may call it while it shows one of its own. */
function checkTexts(check) {
  checkLanguages(check);
  checkTwins(check);
  checkNames(check);
  checkWidth(check);
}

SELF_TESTS.push(function theTextsAtTheEnd(check, note) {
  checkTexts(check);
  note(`the window is ${innerWidth} pixels wide`);
});

/** Each language shows its own text alone. */
function checkLanguages(check) {
  const before = document.documentElement.lang;
  for (const [language, other] of [['ko', 'en'], ['en', 'ko']]) {
    setLanguage(language);
    const isForeign = (text) => (language === 'en'
      ? HANGUL.test(text)
      : (text.match(WORD) ?? []).some((word) => !SAME_WORDS.test(word)));
    const foreign = textNodes().filter(({ parentElement, data }) =>
      parentElement.closest('[lang]').getAttribute('lang') !== other && isForeign(data));
    check(`${language}: no text of the other language`, foreign.length === 0,
      foreign.map(({ data }) => data.trim()).join(' | '));
    const shown = [...document.querySelectorAll(`body [lang=${other}]`)].filter((node) =>
      node.checkVisibility());
    check(`${language}: the other language is not shown`, shown.length === 0,
      shown.map((node) => node.textContent.trim()).join(' | '));
    const labels = [...document.querySelectorAll('body [aria-label]')].filter((node) =>
      !node.closest('svg') && isForeign(node.getAttribute('aria-label')));
    check(`${language}: no label of the other language`, labels.length === 0,
      labels.map((node) => node.outerHTML.slice(0, 200)).join(' | '));
  }
  setLanguage(before);
}

/** Every text is there twice, side by side. */
function checkTwins(check) {
  const inBody = (selector) => [...document.querySelectorAll(`body ${selector}`)];
  const beside = { ko: 'nextElementSibling', en: 'previousElementSibling' };
  for (const [language, other] of [['ko', 'en'], ['en', 'ko']]) {
    const single = inBody(`[lang=${language}]`).filter((node) =>
      node[beside[language]]?.getAttribute('lang') !== other);
    check(`every lang="${language}" has its lang="${other}" beside it`, single.length === 0,
      single.map((node) => node.outerHTML.slice(0, 200)).join(' | '));
  }
  const labels = inBody('[data-ko], [data-en]').filter(({ ariaHidden, dataset }) =>
    !ariaHidden && (!dataset.ko || !dataset.en));
  check('every label is there twice', labels.length === 0,
    labels.map((node) => node.outerHTML.slice(0, 200)).join(' | '));
}

/** Every control and picture has a name for screen readers. */
function checkNames(check) {
  const nameless = [...document.querySelectorAll('button, input, select, canvas')].filter((node) =>
    node.checkVisibility() && !node.closest('[aria-hidden=true]') && !nameOf(node));
  check('every control and picture has a name', nameless.length === 0,
    nameless.map((node) => node.outerHTML.slice(0, 200)).join(' | '));
}

function checkWidth(check) {
  const before = document.documentElement.lang;
  for (const language of ['ko', 'en']) {
    setLanguage(language);
    const { scrollWidth } = document.documentElement;
    check(`${language}: nothing reaches beyond the window`, scrollWidth <= innerWidth, scrollWidth);
  }
  setLanguage(before);
}

/** All pieces of text in the page, shown or not. */
function textNodes() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(NO_TEXT)) nodes.push(walker.currentNode);
  }
  return nodes;
}

/** What a screen reader calls a control or a picture. */
function nameOf(node) {
  const texts = [...(node.labels ?? []), node].map((owner) => owner.textContent.trim());
  return node.getAttribute('aria-label') || node.getAttribute('aria-labelledby') || texts.join('');
}
