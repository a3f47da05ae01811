'use strict';

// As "equal FR", but the handle is FinalizationRegistry's unregister token: an untracked target costs nothing more, a
// tracked one costs an entry in the table of tokens.

const { countersOf } = require('./labels.js');

class Handle {
  constructor(label, callback) {
    this.counters = countersOf(label);
    this.callback = callback;
    this.collected = false;
  }

  get label() {
    return this.counters.label;
  }

  untrack() {
    if (!registry.unregister(this)) return false;
    this.callback = undefined;
    this.counters.live--;
    return true;
  }
}

const registry = new FinalizationRegistry((handle) => {
  const { callback, counters } = handle;
  handle.collected = true;
  handle.callback = undefined;
  counters.live--;
  counters.collected++;
  callback(handle);
});

function track(target, callback, label) {
  const handle = new Handle(label, callback);
  handle.counters.live++;
  registry.register(target, handle, handle);
  return handle;
}

module.exports = { track };
