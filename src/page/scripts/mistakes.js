// Chapter 6: a cell of the confusion matrix opens its images; an image goes to the pad.

/** The images in the page that are of the digit `label` and read as `answer`. */
function imagesOfCell(label, answer) {
  return page.answers.filter((one) => one.label === label && one.answer === answer);
}

/** A picture as an item of a list; pressed, it goes to the pad. */
function pictureItem(pixels, caption, [ko, en]) {
  const picture = inkPicture(pixels, SIDE, [ko, en], { 'aria-hidden': 'true' });
  const put = () => {
    setPicture(pixels);
    showPut(ko, en);
  };
  const label = [`${ko}. ‘숫자 써 보기’로 보내기`, `${en}. Put it on the pad`];
  return element('li', {}, element('button', { label, onclick: put }, picture, ...caption));
}

/** Says that an image lies on the pad, and what the network reads there. */
function showPut(ko, en) {
  const [inKorean, inEnglish] = answerInWords(probabilitiesOfDigit());
  const hide = () => byId('put').replaceChildren();
  hide();
  byId('put').append(
    ...both(`${ko}: ‘숫자 써 보기’로 보내 전처리를 다시 했습니다. ${inKorean} `,
      `${en}: now on the pad, prepared again. ${inEnglish} `),
    element('a', { href: '#draw', onclick: hide }, both('보러 가기', 'See it there')), ' ',
    element('button', { type: 'button', label: ['닫기', 'Close'], onclick: hide }, '×'));
}

function answerItem({ number, label, answer, probability, pixels }) {
  const share = percent(probability);
  const caption = [
    element('strong', { translate: 'no' }, label === answer ? `${label}` : `${label} → ${answer}`),
    ' ', element('span', { translate: 'no' }, share),
  ];
  return pictureItem(pixelsOf({ pixels }), caption, [
    `${label} → ${answer} ${share}: 테스트 이미지 ${number}의 정답, 답, 확률`,
    `${label} → ${answer} ${share}: label, answer and probability of test image ${number}`,
  ]);
}

/** The cells of the matrix, a row for each label: buttons, or null where nothing can be opened. */
const confusionCells = Array.from(byId('confusion').tBodies[0].rows, (row, label) =>
  Array.from(row.cells).slice(1, -1).map((cell, answer) => cellButton(cell, label, answer)));

function cellButton(cell, label, answer) {
  if (imagesOfCell(label, answer).length === 0) return null;
  const count = cell.textContent;
  const object = page.constants.object[label];
  const names = label === answer
    ? [`${object} 바르게 읽은 이미지 ${count}장`, `${label} read right: ${count}`]
    : [`${object} ${asDigit(answer)} 읽은 이미지 ${count}장`,
      `${label} read as ${answer}: ${count}`];
  const onclick = () => openCell(label, answer);
  const button = element('button', { label: names, onclick, tabindex: '-1' }, count);
  cell.replaceChildren(button);
  return button;
}

/** Shows the images of a cell. Tab reaches this cell alone; the arrow keys lead to the others. */
function openCell(label, answer) {
  for (const button of confusionCells.flat()) {
    const open = button === confusionCells[label][answer];
    button?.setAttribute('aria-pressed', open);
    button?.setAttribute('tabindex', open ? 0 : -1);
  }
  const images = imagesOfCell(label, answer);
  const { ko, en } = confusionCells[label][answer].dataset;
  const extreme = label === answer ? ['낮은', 'least'] : ['높은', 'most'];
  const some = images.length < Number(confusionCells[label][answer].textContent)
    ? both(` 가운데 확률이 가장 ${extreme[0]} ${images.length}장`,
      `; here are the ${images.length} ${extreme[1]} probable`) : [];
  byId('cell-title').replaceChildren(...both(ko, en), ...some);
  byId('cell-images').replaceChildren(...images.map(answerItem));
}

/** An arrow key leads to the next button in its direction; Home and End to a row's ends. */
function moveInMatrix(event) {
  const row = confusionCells.findIndex((buttons) => buttons.includes(event.target));
  const column = confusionCells[row].indexOf(event.target);
  const inRow = confusionCells[row].filter(Boolean);
  const inColumn = confusionCells.map((buttons) => buttons[column]).filter(Boolean);
  const next = (buttons, step) => buttons[buttons.indexOf(event.target) + step];
  const to = {
    ArrowLeft: next(inRow, -1), ArrowRight: next(inRow, 1), Home: inRow[0],
    ArrowUp: next(inColumn, -1), ArrowDown: next(inColumn, 1), End: inRow.at(-1),
  };
  if (!(event.key in to)) return;
  event.preventDefault();
  to[event.key]?.focus();
}

byId('confusion').setAttribute('role', 'grid');
byId('confusion').addEventListener('keydown', moveInMatrix);
byId('sure-mistakes')?.replaceChildren(
  ...page.answers.filter((one) => one.label !== one.answer)
    .slice(0, page.constants.shown).map(answerItem));
byId('means').replaceChildren(...page.means.map((pixels, k) => pictureItem(
  pixelsOf({ pixels }), [element('strong', { translate: 'no' }, `${k}`)],
  [`평균 ${k}`, `average ${k}`])));

/** Opened at first: the cell with the most mistakes, or else the first that there is. */
const firstOpen = argmax(confusionCells.flatMap((row, label) => row.map((button, answer) =>
  (!button ? 0 : label === answer ? 0.5 : Number(button.textContent)))));
openCell(Math.floor(firstOpen / 10), firstOpen % 10);
