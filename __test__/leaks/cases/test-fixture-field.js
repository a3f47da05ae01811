'use strict';

// A service that is a variable of the test keeps its last order in a field: the field is the leak.

class Order {}

class Service {
  last = null;

  place(order) {
    this.last = order;
  }
}

async function forgetful({ assertNoLeaks }) {
  const service = new Service();
  await assertNoLeaks((track) => service.place(track(new Order(), 'order')));
  return service;
}

async function careful({ assertNoLeaks }) {
  const service = new Service();
  await assertNoLeaks((track) => {
    service.place(track(new Order(), 'order'));
    service.place(null);
  });
  return service;
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [/forgetful/, /variable service\s+Service/, /\.last\s+Order/];
exports.hint = /^the path begins at variable service of async function forgetful/;
exports.not = [/awaited by.*\n\s*~/, /variable service.*\n\s*~/];
