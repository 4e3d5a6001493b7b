'use strict';
// The last script: everything is there.

function testIfAsked() {
  if (addressWords().includes('self-test')) runSelfTests();
}

testIfAsked();
addEventListener('hashchange', testIfAsked);
