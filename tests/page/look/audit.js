// What must hold of the page at any width and in any colours, as a list of faults. Run from outside,
// on the page as readers get it: it is the value of this one expression.
(() => {
  const faults = [];
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const scrolls = (node) => node && (getComputedStyle(node).overflowX !== 'visible' ||
      scrolls(node.parentElement));
    const out = [...document.querySelectorAll('body *')].filter((node) =>
      node.getBoundingClientRect().right > clientWidth && !scrolls(node.parentElement));
    faults.push(`${scrollWidth} pixels wide, the window ${clientWidth}: ${
      out.map((node) => node.outerHTML.slice(0, 80)).slice(0, 5).join(' | ')}`);
  }

  // A colour as [red, green, blue, opacity]: a canvas knows every way to write one.
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => a * c + (1 - a) * below[i]);
  const groundOf = (node) => {
    if (!node) return [255, 255, 255];
    const { backgroundColor } = getComputedStyle(node);
    return over(rgba(backgroundColor), rgba(backgroundColor)[3] === 1 ? [0, 0, 0]
      : groundOf(node.parentElement));
  };
  // WCAG 2.2: relative luminance, and the contrast of two.
  const luminance = (colour) => colour.map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    const isShown = text.data.trim() && node.checkVisibility({ visibilityProperty: true });
    if (!isShown || node.closest('[aria-disabled=true], .skip, noscript')) continue;
    const style = getComputedStyle(node);
    const colour = rgba(node.closest('svg') ? style.fill : style.color);
    let opacity = 1;
    for (let at = node; at; at = at.parentElement) opacity *= getComputedStyle(at).opacity;
    const ground = groundOf(node);
    const ratio = contrast(over([...colour.slice(0, 3), colour[3] * opacity], ground), ground);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const place = `${node.tagName}.${node.getAttribute('class') ?? ''} in ${
      node.closest('[id]')?.id}: ${ratio.toFixed(2)}`;
    if (ratio < (isLarge ? 3 : 4.5) && !found.has(place)) {
      found.add(place);
      faults.push(`contrast of “${text.data.trim().slice(0, 20)}”, ${place}`);
    }
  }
  return faults.join('\n');
})()
