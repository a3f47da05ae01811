'use strict';

// A program that holds an object of a class of its own in each of the ways that a path is read by, and writes a
// heap snapshot to the file of its argument, in a job of its own.

const { EventEmitter } = require('node:events');
const process = require('node:process');
const v8 = require('node:v8');

class ByKey {}
class ByNumber {}
class ByObject {}
class ByListener {}
class ByTimer {}
class ByAwait {}
class ByPromise {}
class ByWeakRef {}
class ByLoop {}
class ByCatch {}
class ByBlock {}
class ByBlockWithNumber {}

const HOUR_MS = 3_600_000;

const byKey = new Map([['user-1', new ByKey()]]);
const byNumber = new Map([[7, new ByNumber()]]);
const byObject = new Map([[{}, new ByObject()]]);
const bus = new EventEmitter();

function listen() {
  const listened = new ByListener();
  bus.on('price', function refresh() {
    return listened;
  });
}

function tick() {
  const ticking = new ByTimer();
  setInterval(function onTick() {
    return ticking;
  }, HOUR_MS).unref();
}

let open;
const gate = new Promise((resolve) => {
  open = resolve;
});

async function wait() {
  const waiting = new ByAwait();
  await gate;
  return waiting;
}

function keep() {
  const kept = new ByPromise();
  gate.then(function onOpen() {
    return kept;
  });
}

const blocks = [];

function inBlocks() {
  for (const inLoop of [new ByLoop()]) blocks.push(() => inLoop);
  try {
    throw new ByCatch();
  } catch (caught) {
    blocks.push(() => caught);
  }
  {
    const text = `${process.pid}`;
    const inBlock = new ByBlock();
    const outer = () => () => text + inBlock;
    blocks.push(outer());
  }
  {
    // Small integers are not in snapshots.
    const number = 7 + blocks.length;
    const besideNumber = new ByBlockWithNumber();
    blocks.push(() => number + besideNumber);
  }
}

function write() {
  exports.reference = new WeakRef(new ByWeakRef());
  v8.writeHeapSnapshot(process.argv[2]);
  open();
}

listen();
tick();
wait();
keep();
inBlocks();
exports.held = { byKey, byNumber, byObject, blocks };
setImmediate(write);
