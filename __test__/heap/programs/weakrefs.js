'use strict';

// WeakRefs and FinalizationRegistries: with live and dead targets, held values that hold the target,
// unregister tokens, and an object that only weak references reach.

const v8 = require('node:v8');

class Target {
  constructor(id) {
    this.id = id;
    this.self = new WeakRef(this);
  }
}

const registry = new FinalizationRegistry((held) => held);
const other = new FinalizationRegistry(() => registry);
const targets = [];
const references = [];
for (let id = 0; id < 300; id++) {
  const target = new Target(id);
  references.push(new WeakRef(target));
  registry.register(target, { held: id }, target);
  if (id % 3 === 0) targets.push(target);
  if (id % 5 === 0) other.register(target, { id, registry }, { token: id });
  // Its own held value keeps it: never collected.
  if (id % 50 === 0) other.register(target, { target });
  if (id % 7 === 0) registry.unregister(target);
}

globalThis.kept = { registry, other, targets, references, set: new WeakSet(targets) };

// In this job each WeakRef still holds its target strongly.
setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
