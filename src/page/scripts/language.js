// Korean and English: the address says which (#ko, #en), or else the browser; the page's head has
// set it.
//
// Every text stands in the page twice, marked with lang="ko" and lang="en"; the style sheet shows
// the language of <html>. A label, which can stand there only once, is kept in data-ko and data-en.

/** The words of the address. */
function addressWords() {
  return location.hash.slice(1).split('&');
}

function setLanguage(language) {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-ko]')) {
    node.setAttribute('aria-label', node.dataset[language]);
  }
  for (const link of document.querySelectorAll('.languages a')) {
    link.setAttribute('aria-current', link.hreflang === language);
  }
}

function followAddress() {
  const asked = addressWords().find((word) => word === 'ko' || word === 'en');
  if (asked) setLanguage(asked);
}

setLanguage(document.documentElement.lang);
addEventListener('hashchange', followAddress);
