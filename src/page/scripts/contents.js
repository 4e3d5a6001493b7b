// The contents stay in view and mark the chapter that is being read.

const chapterLinks = [...document.querySelectorAll('.chapters a')];

function markChapter() {
  const top = innerHeight / 3;
  const read = chapterLinks.findLast(({ hash }) =>
    byId(hash.slice(1)).getBoundingClientRect().top <= top) ?? chapterLinks[0];
  if (read.ariaCurrent === 'true') return;
  for (const link of chapterLinks) link.setAttribute('aria-current', link === read);
  const { parentElement: list } = read.parentElement;
  list.scrollLeft = read.offsetLeft - list.offsetLeft - (list.clientWidth - read.offsetWidth) / 2;
}

addEventListener('scroll', markChapter, { passive: true });
markChapter();
