'use strict';

// "Equal FR": what a user would write around FinalizationRegistry for the features of gc-tracker: a handle, which is
// the held value; counters by label; and untracking, by a flag that the finalizer reads.

const { countersOf } = require('./labels.js');

class Handle {
  constructor(label, callback) {
    this.counters = countersOf(label);
    this.callback = callback;
    this.collected = false;
    this.untracked = false;
  }

  get label() {
    return this.counters.label;
  }

  untrack() {
    if (this.collected || this.untracked) return false;
    this.untracked = true;
    this.callback = undefined;
    this.counters.live--;
    return true;
  }
}

const registry = new FinalizationRegistry((handle) => {
  if (handle.untracked) return;
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
  registry.register(target, handle);
  return handle;
}

module.exports = { track };
