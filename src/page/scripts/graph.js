// The computational graph of chapter 1: one node after the other, forward, then back.
//
// The crate has drawn it (document/graph_drawing.rs); a part of it has the step that adds it.

const graphParts = [...document.querySelectorAll('#graph [data-step]')];
const graphLast = Math.max(...graphParts.map(({ dataset }) => Number(dataset.step)));
const graphNodes = (graphLast - 1) / 2;
let graphStep = 0;

function graphWords(step) {
  const back = step - graphNodes - 1;
  if (step === 0) return ['입력과 가중치가 주어져 있습니다.', 'Inputs and weights are given.'];
  if (back === 0) return ['L을 L로 미분하면 1입니다.', 'The derivative of L by L is 1.'];
  return back < 0 ? [
    `순전파 ${step}/${graphNodes}: 노드가 값을 구하고 국소 미분(×)을 적어 둡니다.`,
    `Forward, ${step} of ${graphNodes}: the node computes its value and notes its local ` +
    'derivatives (×).',
  ] : [`역전파 ${back}/${graphNodes}: 뒤에서 온 미분에 국소 미분을 곱해 앞으로 보냅니다.`,
    `Backward, ${back} of ${graphNodes}: the derivative from behind times each local one goes on.`];
}

function showGraph(step) {
  graphStep = Math.max(0, Math.min(step, graphLast));
  for (const part of graphParts) {
    const at = Number(part.dataset.step);
    part.classList.toggle('later', at > graphStep);
    part.classList.toggle('now', graphStep > 0 && at === graphStep);
  }
  // On a narrow screen the figure moves along.
  const now = graphParts.find((part) => part.classList.contains('now')) ?? graphParts[0];
  const box = document.querySelector('#graph .scroll');
  const left = (node) => node.getBoundingClientRect().left;
  box.scrollLeft += left(now) - left(box) - box.clientWidth / 2;
  say('graph-now', ...graphWords(graphStep));
  disable(byId('graph-back'), graphStep === 0);
  disable(byId('graph-next'), graphStep === graphLast);
}

function stepGraph(by) {
  stopGraph();
  showGraph(graphStep + by);
}

const stopGraph = player('graph-play', 900, () => {
  showGraph(graphStep + 1);
  return graphStep < graphLast;
}, () => graphStep === graphLast && showGraph(0));
onClick('graph-back', () => stepGraph(-1));
onClick('graph-next', () => stepGraph(1));
showGraph(0);
