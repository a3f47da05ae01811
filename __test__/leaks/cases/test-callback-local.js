'use strict';

// A test that is no async function has the target in a variable that the assertion's callback uses.

class Order {}

function forgetful({ assertNoLeaks }) {
  const order = new Order();
  return assertNoLeaks(function place(track) {
    track(order, 'order');
  });
}

function careful({ assertNoLeaks }) {
  let order = new Order();
  return assertNoLeaks(function place(track) {
    track(order, 'order');
    order = null;
  });
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [/the running assertion/, /callback\s+function place/, /variable order\s+Order/];
exports.not = [/lib\/leaks/, /async function assertNoLeaks/];
exports.hint = /^held only by variable order, which the assertion's own callback uses/;
