'use strict';

// A native function that is all that is left of its registry: it belongs to that registry, not to the next one, which may get
// its place.

const assert = require('node:assert');
const { setImmediate: turn } = require('node:timers/promises');
const { forceGC } = require('../..');
const { loadAddon } = require('../../lib/native/index.js');

const native = loadAddon();
const kept = [];

/** The function `untrack` of a registry with one target, whose object nobody refers to. */
function orphan() {
  const target = {};
  const registry = native.createRegistry(1, () => {});
  kept.push(target);
  registry.track(target, 0);
  return registry.untrack;
}

function live(registry) {
  const numbers = new Float64Array(4);
  registry.stats(numbers);
  return numbers[1];
}

async function main() {
  const orphans = Array.from({ length: 8 }, orphan);
  for (let round = 0; round < 4; round++) {
    await forceGC();
    await turn();
  }
  const target = {};
  const registries = Array.from({ length: 16 }, () => native.createRegistry(1, () => {}));
  for (const registry of registries) registry.track(target, 0);
  for (const untrack of orphans) untrack(0, 1);
  assert.deepStrictEqual(registries.map(live), Array(16).fill(1));
}

main();
