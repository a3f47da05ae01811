'use strict';

// FinalizationRegistry with the callback as held value: no handle, no label, no untracking.

const registry = new FinalizationRegistry((callback) => callback());

function track(target, callback) {
  registry.register(target, callback);
}

module.exports = { track };
