'use strict';

// A function that is a variable of the test remembers its last argument: what it closes over is the leak.

class Order {}

function newPlace() {
  let last = null;
  return function place(order) {
    const before = last;
    last = order;
    return before;
  };
}

async function forgetful({ assertNoLeaks }) {
  const place = newPlace();
  await assertNoLeaks((track) => {
    place(track(new Order(), 'order'));
  });
  return place;
}

async function careful({ assertNoLeaks }) {
  const place = newPlace();
  await assertNoLeaks((track) => {
    place(track(new Order(), 'order'));
    place(null);
  });
  return place;
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [/forgetful/, /variable place\s+function place/, /variable last\s+Order/];
exports.hint = /^the path begins at variable place of async function forgetful/;
exports.not = [/awaited by.*\n\s*~/, /variable place.*\n\s*~/];
