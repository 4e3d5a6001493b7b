// The table of softmax.

SELF_TESTS.push(function softmaxTable(check) {
  const { scores, targets } = page.examples;
  const { probabilities, gradient, loss } = rust.examples;
  const ours = softmaxColumns(scores, targets);
  check('the loss of the three scores', agree(ours.loss, loss), ours.loss);
  check('their probabilities', ours.p.every((p, k) => agree(p, probabilities[k])), ours.p);
  check('their gradient', ours.gradient.every((g, k) => agree(g, gradient[k])), ours.gradient);
  const [input] = byId('softmax').querySelectorAll('input');
  const play = (value) => {
    input.value = value;
    input.dispatchEvent(new Event('input'));
    return byId('softmax').textContent;
  };
  const before = byId('softmax').textContent;
  check('the table shows the loss', before.includes(number(loss, 6)), before);
  check('an empty score is refused', play('') === before && byId('softmax-fault').textContent);
  check('another score changes the table', play('3') !== before);
  check('the first score again', play(String(scores[0])) === before);
});
