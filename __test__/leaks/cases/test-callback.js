'use strict';

// A test that is no async function: only the assertion's callback refers to what lives as long as the test.

class Order {}

function forgetful({ assertNoLeaks }) {
  const orders = new Map();
  return assertNoLeaks(function place(track) {
    orders.set('book', track(new Order(), 'order'));
  });
}

function careful({ assertNoLeaks }) {
  const orders = new Map();
  return assertNoLeaks(function place(track) {
    orders.set('book', track(new Order(), 'order'));
    orders.clear();
  });
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [
  /the running assertion/,
  /callback\s+function place/,
  /test-callback\.js:9/,
  /variable orders\s+Map/,
  /\["book"\]\s+Order/,
];
exports.not = [/lib\/leaks/, /assertNoLeaks/, /callback.*\n\s*~/, /variable orders.*\n\s*~/];
