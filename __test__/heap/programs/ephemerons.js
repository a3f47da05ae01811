'use strict';

// WeakMaps: chains in which a value is the next key, one value in two maps, keys that only die with their
// map, values that hold their own key, and maps that are values of other maps.

const v8 = require('node:v8');

class Key {
  constructor(name) {
    this.name = name;
  }
}
class Value {
  constructor(name) {
    this.name = name;
    this.payload = new Array(20).fill(name);
  }
}

function chain(length) {
  const map = new WeakMap();
  const first = new Key('first of the chain');
  let key = first;
  for (let index = 0; index < length; index++) {
    const next = new Key(`link ${index}`);
    map.set(key, next);
    key = next;
  }
  map.set(key, new Value('end of the chain'));
  return { map, first };
}

// Each value is the next map's key, so a link is alive by a key of one map and a value of another.
function zigzag(length) {
  const maps = [new WeakMap(), new WeakMap(), new WeakMap()];
  const first = new Key('zigzag');
  let key = first;
  for (let index = 0; index < length; index++) {
    const next = new Value(`zigzag ${index}`);
    maps[index % maps.length].set(key, next);
    key = next;
  }
  return { maps, first };
}

function shared() {
  const left = new WeakMap();
  const right = new WeakMap();
  const value = new Value('in two maps');
  const keys = [new Key('left'), new Key('right'), new Key('both')];
  left.set(keys[0], value).set(keys[2], value);
  right.set(keys[1], value).set(keys[2], value);
  return { left, right, keys };
}

function selfHolding() {
  const map = new WeakMap();
  for (let index = 0; index < 50; index++) {
    const key = new Key(`held by its own value ${index}`);
    map.set(key, { key, payload: new Value('beside its key') });
  }
  return map;
}

function nested() {
  const outer = new WeakMap();
  const key = new Key('outer');
  const inner = new WeakMap();
  outer.set(key, inner);
  inner.set(key, new Value('two maps deep'));
  inner.set(outer, new Value('the key is a map'));
  inner.set(inner, new Value('the map is its own key'));
  return { outer, key };
}

// The map dies, its keys do not; and the other way round.
function halves() {
  const keys = [];
  const lost = new WeakMap();
  const kept = new WeakMap();
  for (let index = 0; index < 100; index++) {
    const key = new Key(`half ${index}`);
    keys.push(key);
    lost.set(key, new Value('of a lost map'));
    kept.set(new Key('lost key'), new Value('of a lost key'));
  }
  return { keys, kept };
}

function symbolKeys() {
  const set = new WeakSet();
  const map = new WeakMap();
  const keys = [];
  for (let index = 0; index < 50; index++) {
    keys.push({ index });
    set.add(keys[index]);
    map.set(keys[index], keys[(index + 7) % 50] ?? keys);
  }
  return { set, map, keys };
}

globalThis.kept = [chain(500), zigzag(300), shared(), selfHolding(), nested(), halves(), symbolKeys()];

v8.writeHeapSnapshot(process.argv[2]);
