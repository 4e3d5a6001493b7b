// Korean and English: the address says which (?lang=ko), or else the browser; the page's head has
// set it. The chapter stands behind it in the address (?lang=ko#teach), so a link leads to both.
//
// Every text stands in the page twice, marked with lang="ko" and lang="en"; the style sheet shows
// the language of <html>. A label, which can stand there only once, is kept in data-ko and data-en.

/** A setting in the address, or null. */
function fromAddress(name) {
  return new URLSearchParams(location.search).get(name);
}

function setInAddress(name, value) {
  const settings = new URLSearchParams(location.search);
  settings.set(name, value);
  history.replaceState(null, '', `?${settings}${location.hash}`);
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

for (const link of document.querySelectorAll('.languages a')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    setLanguage(link.hreflang);
    setInAddress('lang', link.hreflang);
  });
}
setLanguage(document.documentElement.lang);
