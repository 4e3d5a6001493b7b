// The table of the gradient check.

SELF_TESTS.push(function theCheckIsShown(check) {
  showCheck();
  const rows = () => byId('check-table').querySelectorAll('tbody tr').length;
  check('the worst are shown first', rows() === WORST, rows());
  byId('check-all').click();
  check('all are shown on demand', rows() === page.checked, rows());
  checkTexts(check);
  byId('check-all').click();
});
