// A field for a number, with a message while it holds none.

/**
 * A field for a number from -largest to largest, which `take` gets. What is no such number changes
 * nothing; then `alert`, an id, says so.
 */
function numberField({ value, largest, label: [ko, en], alert, take, ...properties }) {
  let kept = value;
  const input = element('input', {
    type: 'number', step: 'any', min: -largest, max: largest, value, label: [ko, en], ...properties,
    oninput: () => {
      const isNumber = input.validity.valid && input.value !== '';
      input.setAttribute('aria-invalid', !isNumber);
      byId(alert).replaceChildren(...isNumber ? [] : both(
        `${ko}: −${largest}에서 ${largest} 사이의 수를 넣어 주세요. ` +
        `고칠 때까지 이전 값(${number(kept)})으로 계산합니다.`,
        `${en}: please enter a number from −${largest} to ${largest}. ` +
        `Until then ${number(kept)} is used.`));
      if (!isNumber) return;
      kept = Number(input.value);
      take(kept);
    },
  });
  return input;
}
