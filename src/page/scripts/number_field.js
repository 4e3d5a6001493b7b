// A field for a number, with a message while it holds none.

/**
 * A field for a number from -largest to largest, which `take` gets. What is no such number changes
 * nothing; then `alert` says the texts of `refuse`, for each field that is wrong.
 */
function numberField({ value, largest, alert, take, refuse, ...properties }) {
  const input = element('input', {
    type: 'number', step: 'any', min: -largest, max: largest, value, ...properties,
    oninput: () => {
      const isNumber = input.validity.valid && input.value !== '';
      input.setAttribute('aria-invalid', !isNumber);
      alert.faults ??= new Map();
      alert.faults.delete(input);
      if (!isNumber) alert.faults.set(input, element('div', {}, both(...refuse())));
      alert.replaceChildren(...alert.faults.values());
      if (isNumber) take(Number(input.value));
    },
  });
  return input;
}

/** Takes back what an alert says. */
function silence(alert) {
  alert.faults = undefined;
  alert.replaceChildren();
}
