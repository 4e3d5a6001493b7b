// Where the focus is, as a fault or the empty text: the value of this one expression. It keeps the
// list of controls that are still to be reached in `window.unreached`.
(() => {
  const controls = 'a[href], button, input, summary, [tabindex="0"]';
  window.unreached ??= new Set([...document.querySelectorAll(controls)].filter((node) =>
    node.checkVisibility() && node.tabIndex >= 0 && (node.type !== 'radio' || node.checked)));
  const node = document.activeElement;
  if (node === document.body) return 'end';
  window.unreached.delete(node);
  const box = node.getBoundingClientRect();
  const { outlineStyle } = getComputedStyle(node);
  const isMarked = outlineStyle !== 'none' || node.matches('.edge');
  const bar = document.querySelector('.chapters').getBoundingClientRect().bottom;
  const isHidden = box.bottom <= 0 || box.top >= innerHeight ||
    (box.bottom <= bar && !node.closest('.chapters, .skip, header'));
  const name = `${node.outerHTML.slice(0, 120)} at ${Math.round(box.top)}`;
  return isMarked ? isHidden ? `out of sight: ${name}` : '' : `focus not to be seen: ${name}`;
})()
