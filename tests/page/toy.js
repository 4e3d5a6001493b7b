// The network that learns while the reader watches.

SELF_TESTS.push(function theToyLearns(check) {
  const before = { data: toy.data, hidden: toy.hidden, rate: toy.rate };
  for (const [data, hidden, rate, epochs, least] of [
    ['xor', 4, 0.1, 60, 150], ['moons', 8, 0.03, 150, 158], ['moons', 1, 0.03, 60, 120],
  ]) {
    setToy({ data, hidden, rate });
    const first = toy.losses[0];
    for (let i = 0; i < epochs; i++) trainToy();
    check(`${data}: the loss falls`, toy.losses.at(-1) < first, toy.losses.at(-1));
    check(`${data} with ${hidden}: at least ${least} are right`, toy.right >= least, toy.right);
    check(`${data}: one unit parts no moons`, hidden > 1 || toy.right < 158, toy.right);
  }
  check('the settings stand in the address', fromAddress('toy') === 'moons-1-0.03', location.search);
  byId('toy-play').click();
  check('it plays', byId('toy-play').ariaPressed === 'true');
  byId('toy-play').click();
  check('it stops', byId('toy-play').ariaPressed === 'false');
  setToy(before);
});
