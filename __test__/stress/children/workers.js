'use strict';

// Waves of workers that end in seeded ways at seeded moments, while the main thread tracks on its
// own. Arguments: tracking or control (workers without gc-tracker), waves, workers in a wave, seed.

const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { trackGC, trackingStats, forceGC } = require('../../..');
const { random } = require('../numbers.js');
const { check, gather, finish } = require('./result.js');

const [mode] = process.argv.slice(2);
const [waves, workers, seed] = process.argv.slice(3).map(Number);
const next = random(seed);

/** How a worker ends, and the exit code that tells it. `terminate` is the most frequent. */
const ends = {
  terminate: 1,
  return: 0,
  throw: 1,
  exit: 7,
  'throw in a callback': 1,
  'exit in a callback': 8,
};
const others = Object.keys(ends).slice(1);
/** What a worker that waits for its termination is doing. */
const loops = ['turns', 'synchronous', 'slow callbacks', 'untracking'];
const LONGEST_LIFE_MS = 80;
const OWN = 1000;

const seen = Object.fromEntries(Object.keys(ends).map((end) => [end, 0]));
const trackedInWorkers = new Int32Array(new SharedArrayBuffer(4));
const own = { counts: new Uint8Array(OWN * (waves + 1)), started: 0 };

function pick(values) {
  return values[Math.floor(next() * values.length)];
}

/** Starts a worker, ends it, and checks how it ended. */
async function runWorker(name, end, loop, delay, atOnce) {
  const workerData = { mode, end, loop, seed: Math.floor(next() * 2 ** 32), trackedInWorkers };
  const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData });
  const errors = [];
  worker.on('error', (error) => errors.push(error));
  const started = new Promise((resolve) => worker.once('message', resolve));
  const exit = new Promise((resolve) => worker.once('exit', resolve));
  if (end === 'terminate') {
    // Some are still starting, the others have begun to track.
    if (!atOnce) await Promise.race([started, exit]);
    await Promise.race([sleep(delay), exit]);
    worker.terminate();
  }
  const code = await exit;
  // Node gives 0 to a worker that was terminated before it ran.
  const right = code === ends[end] || (atOnce && end === 'terminate' && code === 0);
  check(right, `${name}: exit code ${code} instead of ${ends[end]}, ${errors[0]?.stack}`);
  const thrown = end.startsWith('throw') ? ['on purpose'] : [];
  check(
    errors.map(({ message }) => message).join() === thrown.join(),
    `${name}: unexpected errors: ${errors.map(({ stack }) => stack).join()}`,
  );
  seen[end]++;
}

function trackOwn() {
  const held = [];
  for (let index = 0; index < OWN; index++) {
    const number = own.started++;
    held.push({ number });
    trackGC(held[index], () => own.counts[number]++, { label: 'own' });
  }
  return held;
}

function lettingGo() {
  return trackOwn().length;
}

async function runWave(wave) {
  const all = Array.from({ length: workers }, (_, index) => {
    const end = next() < 0.6 ? 'terminate' : pick(others);
    const loop = pick(loops);
    const name = `wave ${wave}, worker ${index} (${end}, ${loop})`;
    return runWorker(name, end, loop, Math.floor(next() * LONGEST_LIFE_MS), next() < 0.1);
  });
  lettingGo();
  let running = true;
  const ended = Promise.all(all).then(() => (running = false));
  // The main thread collects and delivers meanwhile.
  while (running) {
    await forceGC();
    await Promise.race([sleep(5), ended]);
  }
  await gather(() => trackingStats().live === OWN);
  checkOwn(wave);
}

/** All of the main thread's targets were reported once, except for the first, which it holds. */
function checkOwn(wave) {
  const wrong = own.counts.subarray(OWN, own.started).filter((count) => count !== 1).length;
  check(wrong === 0, `wave ${wave}: ${wrong} targets of the main thread were not reported exactly once`);
  const early = own.counts.subarray(0, OWN).filter((count) => count !== 0).length;
  check(early === 0, `wave ${wave}: ${early} targets of the main thread were reported while they are alive`);
}

async function main() {
  let held = trackOwn();
  const rss = [];
  for (let wave = 0; wave < waves; wave++) {
    await runWave(wave);
    await forceGC({ cycles: 2 });
    rss.push(process.memoryUsage.rss());
  }
  check(held.length === OWN, 'the held targets are gone');
  held = undefined;
  await gather(() => trackingStats().live === 0);
  const missed = own.counts.filter((count) => count !== 1).length;
  check(missed === 0, `${missed} targets of the main thread were not reported exactly once at the end`);
  finish({ rss, ends: seen, tracked: trackedInWorkers[0] });
}

main();
