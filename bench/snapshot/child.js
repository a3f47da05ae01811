'use strict';

// `child.js <way> <heap MB> <leaks>`: one heap snapshot of a process with so much in use, and what it costs: how long the thread
// stands still, how long until the answer is there, processor time, how far the memory rises. Prints JSON.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const v8 = require('node:v8');
const { findLeaks, forceGC, trackGC } = require('../..');
const { takeHeapSnapshot } = require('../../lib/heap/entry.js');
const { Random } = require('../heap/snapshots/random.js');
const { Services, makeSchemas } = require('../heap/snapshots/services.js');
const { Shop } = require('../heap/snapshots/shop.js');

const SEED = 20_240_229;
const USERS_OF_A_SHOP = 100;
const MOST_EXPLAINED = 100;

const ways = { file, take, explain };
const all = [];

/** The shops of bench/heap, until so many bytes are in use. */
async function fill(bytes) {
  const random = new Random(SEED);
  const schemas = makeSchemas(random);
  for (let first = 0; process.memoryUsage().heapUsed < bytes; first += USERS_OF_A_SHOP) {
    all.push(new Shop(random, first, USERS_OF_A_SHOP), new Services(random, USERS_OF_A_SHOP, schemas));
    if (process.memoryUsage().heapUsed >= bytes) await forceGC();
  }
}

/** What V8 offers: a file, for later. */
async function file() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-snapshot-'));
  try {
    const name = v8.writeHeapSnapshot(path.join(folder, 'a.heapsnapshot'));
    return { fileBytes: fs.statSync(name).size };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** No file: read while it is written, and asked one question that needs the whole analysis. */
async function take() {
  const snapshot = await takeHeapSnapshot();
  await snapshot.classes({ top: 1 });
  snapshot.dispose();
}

/** What each of some disposed targets is held by; of many, what findLeaks looks at. */
async function explain(leaks) {
  all.push(Array.from({ length: leaks }, disposed));
  // Full GCs are never counted too high, but sometimes too low.
  for (let gcs = 0; gcs < 30 && (await findLeaks({ delayMs: 0 })).uncollected.length < leaks; gcs++) {
    await forceGC();
  }
  const started = performance.now();
  const { uncollected } = await findLeaks({ delayMs: 0, explain: true });
  const explained = uncollected.filter(({ leak }) => leak?.path.length > 0);
  if (explained.length < Math.min(leaks, MOST_EXPLAINED) || uncollected.length < leaks) {
    const hint = uncollected[0]?.leak?.hint;
    throw new Error(
      `${explained.length} of ${leaks} leaks are explained, ${uncollected.length} told: ${hint}`,
    );
  }
  return { started };
}

function disposed() {
  const target = {};
  trackGC(target, undefined, { label: 'target' }).markDisposed();
  return target;
}

/** The longest time between two turns of the event loop until `stop` is called. */
function watchTurns() {
  let longest = 0;
  let last = performance.now();
  let timer = setImmediate(function turn() {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    timer = setImmediate(turn);
  });
  return function stop() {
    clearImmediate(timer);
    return Math.max(longest, performance.now() - last);
  };
}

async function main() {
  const [way, megabytes, leaks] = process.argv.slice(2);
  await fill(Number(megabytes) * 1e6);
  await forceGC({ cycles: 2 });
  const { heapUsed } = process.memoryUsage();
  const peakBefore = process.resourceUsage().maxRSS;
  const stop = watchTurns();
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { started = begun, ...facts } = (await ways[way](Number(leaks))) ?? {};
  const allMs = performance.now() - started;
  const pauseMs = stop();
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = (user + system) / 1000;
  const peakBytes = (process.resourceUsage().maxRSS - peakBefore) * 1024;
  console.log(JSON.stringify({ heapUsed, pauseMs, allMs, cpuMs, peakBytes, ...facts }));
}

main();
