// The table of the gradient check.

SELF_TESTS.push(function theCheckIsShown(check) {
  showCheck();
  const rows = () => byId('check-table').querySelectorAll('tbody tr').length;
  check('the largest are shown first', rows() === CHECK_ROWS, rows());
  byId('check-all').click();
  check('all are shown on demand', rows() > CHECK_ROWS, rows());
  checkTexts(check);
  byId('check-all').click();
});
