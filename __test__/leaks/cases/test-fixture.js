'use strict';

// What lives as long as the test is a variable of the test; the leak is the listener below it.

const { EventEmitter } = require('node:events');

class Order {}

function serve(bus, order) {
  bus.on('price', () => order);
}

async function forgetful({ assertNoLeaks }) {
  const bus = new EventEmitter();
  await assertNoLeaks((track) => serve(bus, track(new Order(), 'order')));
  return bus;
}

async function careful({ assertNoLeaks }) {
  const bus = new EventEmitter();
  await assertNoLeaks((track) => {
    serve(bus, track(new Order(), 'order'));
    bus.removeAllListeners();
  });
  return bus;
}

exports.asserts = { leak: forgetful, clean: careful };
exports.culprit = [
  /forgetful/,
  /variable bus\s+EventEmitter/,
  /listener of "price"/,
  /test-fixture\.js:10/,
  /variable order\s+Order/,
];
exports.hint = /^the path begins at variable bus of async function forgetful/;
// Only what is below the test's variable is a suspect.
exports.not = [/Promise.*\n\s*~/, /awaited by.*\n\s*~/, /variable bus.*\n\s*~/, /held only by/];
