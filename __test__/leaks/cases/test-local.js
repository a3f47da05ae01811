'use strict';

// The most common surprise: the test itself still has the target in a variable.

class Account {
  open = true;
}

async function forgetful({ trackGC, assertCollected }) {
  const account = new Account();
  const tracked = trackGC(account, undefined, { label: 'account' });
  await assertCollected(tracked);
  return account.open;
}

async function careful({ trackGC, assertCollected }) {
  let account = new Account();
  const tracked = trackGC(account, undefined, { label: 'account' });
  account = null;
  await assertCollected(tracked);
  return account;
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [/forgetful/, /test-local\.js:12/, /\baccount\s+Account/];
exports.hint = /held only by variable account of async function forgetful/;
// The assertion's own functions wait as well, but they are none of the reader's business.
exports.not = [/snapshotWith|examineAlone|requireCollected/];
