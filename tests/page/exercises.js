// The exercises: right numbers, typical mistakes, hints, new numbers.

SELF_TESTS.push(function everyBoxKnowsItsNumberAndItsMistakes(check) {
  for (const { id, make } of EXERCISES) {
    const random = randomNumbers(3);
    for (let i = 0; i < 20; i++) {
      for (const box of make(random).boxes) {
        const { name, right, ...mistakes } = box;
        check(`${id}: ${name} = ${right}`, judged(box, Number(right.toPrecision(4))) === 'right');
        const isFar = Math.abs(right) > 1e-3;
        check(`${id}: the sign of ${name}`, !isFar || judged(box, -right) === 'sign', right);
        for (const [mistake, number] of Object.entries(mistakes)) {
          const verdict = judged(box, number);
          // By chance two of them may be one number.
          const same = [right, -right].some((one) => Math.abs(one - number) < 1e-3 + Math.abs(one) / 100);
          const known = verdict === mistake || same || Math.abs(mistakes[verdict] - number) < 1e-2;
          check(`${id}: ${mistake} of ${name}`, known, verdict);
        }
      }
    }
  }
});

SELF_TESTS.push(function anExerciseIsSolvedByHand(check) {
  const before = solved.read();
  const card = byId('exercise-relu');
  const enter = (i, text) => {
    const input = card.querySelectorAll('input')[i];
    input.value = text;
    input.dispatchEvent(new Event('input'));
    return card.querySelectorAll('.box [role=status]')[i].textContent;
  };
  check('nothing is said of an empty box', enter(1, '') === '');
  check('right is right', enter(1, '0').includes('Right'));
  check('wrong is wrong', enter(1, '5').includes('Not yet'));
  const [renew] = card.querySelectorAll('button');
  check('two hints', card.querySelectorAll('details').length === 2);
  const given = card.querySelector('.mono').textContent;
  renew.click();
  check('new numbers', card.querySelector('.mono').textContent !== given);
  checkTexts(check);
  check('nothing is solved by that', `${solved.read()}` === `${before}`);
});
