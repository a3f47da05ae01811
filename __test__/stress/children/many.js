'use strict';

// Tracks as many targets as the argument says and counts each callback.
//
// One in 1000 is untracked while it lives, one in 1000 in the middle of the delivery, when it may be
// alive, pending or reported: `untrack` must answer true if and only if its callback does not run.

const { setImmediate: turn } = require('node:timers/promises');
const { PerformanceObserver } = require('node:perf_hooks');
const { trackGC, forceGC, trackingStats } = require('../../..');
const { gather, check, finish } = require('./result.js');

const TURN_CALLBACKS = 20_000;
const TURN_MS = 250;
const STEP = 20_000;

const targets = Number(process.argv[2]);
const bulk = targets / 2;
const counts = new Uint8Array(targets);
/** 1: untracked, no callback may run. */
const untracked = new Uint8Array(targets);
const later = [];
let callbacks = 0;
/** Callbacks in which their own target could still be untracked. */
let late = 0;

function track(target, number, label) {
  const called = () => {
    counts[number]++;
    callbacks++;
  };
  const calledAndUntracked = () => {
    called();
    if (tracked.untrack()) late++;
  };
  const tracked = trackGC(target, number % 1000 === 3 ? calledAndUntracked : called, { label });
  if (number % 1000 === 1) untrack(tracked, number);
  if (number % 1000 === 2) later.push([tracked, number]);
}

function untrack(tracked, number) {
  if (tracked.untrack()) untracked[number] = 1;
}

/** All alive at once, until this returns. */
function trackBulk() {
  const held = new Array(bulk);
  for (let number = 0; number < bulk; number++) {
    held[number] = { number };
    track(held[number], number, 'bulk');
  }
  return held.length;
}

function trackChurn(from, to) {
  for (let number = from; number < to; number++) track({ number }, number, 'churn');
}

/** Watches the turns of the event loop while `work` runs: the longest, and the most callbacks in one. */
async function watchTurns(work) {
  const turns = [];
  const pauses = [];
  const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  let perTurn = 0;
  let running = true;
  let last = { at: performance.now(), callbacks };
  const look = () => {
    const now = { at: performance.now(), callbacks };
    perTurn = Math.max(perTurn, now.callbacks - last.callbacks);
    turns.push([last.at, now.at]);
    last = now;
    if (running) setImmediate(look);
  };
  setImmediate(look);
  await work();
  running = false;
  // The observer gets its entries in a later task.
  await turn();
  await turn();
  observer.disconnect();
  return { perTurn, gapMs: longest(turns, []), stallMs: longest(turns, pauses) };
}

/** The longest of the intervals, without the part of it in which the GC ran. */
function longest(intervals, pauses) {
  const gcTime = (from, to) =>
    pauses.reduce((sum, { startTime, duration }) => {
      const overlap = Math.min(to, startTime + duration) - Math.max(from, startTime);
      return sum + Math.max(0, overlap);
    }, 0);
  return intervals.reduce((most, [from, to]) => {
    return to - from > most ? Math.max(most, to - from - gcTime(from, to)) : most;
  }, 0);
}

async function deliverBulk() {
  let delivered = false;
  const delivery = forceGC({ cycles: 3 }).then(() => (delivered = true));
  while (callbacks < bulk / 2 && !delivered) await turn();
  check(callbacks < (bulk / 4) * 3, `${callbacks} callbacks had run when the first half was to be over`);
  for (const [tracked, number] of later.splice(0)) untrack(tracked, number);
  await delivery;
}

async function churn() {
  for (let from = bulk; from < targets; from += STEP) {
    trackChurn(from, Math.min(targets, from + STEP));
    await turn();
    for (const [tracked, number] of later.splice(0)) untrack(tracked, number);
  }
}

async function main() {
  trackBulk();
  const turns = await watchTurns(deliverBulk);
  check(turns.perTurn < TURN_CALLBACKS, `${turns.perTurn} callbacks in one turn of the event loop`);
  check(
    turns.stallMs < TURN_MS,
    `a turn of the event loop took ${turns.stallMs.toFixed(0)} ms during delivery`,
  );
  await churn();
  await gather(() => trackingStats().live === 0);

  let wrong = 0;
  for (let number = 0; number < targets; number++) wrong += counts[number] + untracked[number] === 1 ? 0 : 1;
  check(wrong === 0, `${wrong} of ${targets} targets were not reported exactly once`);
  const quiet = untracked.reduce((sum, flag) => sum + flag, 0);
  check(
    callbacks === targets - quiet,
    `${callbacks} callbacks for ${targets} targets, ${quiet} of them untracked`,
  );
  check(late === 0, `${late} targets could be untracked in their own callback`);
  checkStats(quiet);
  finish({ targets, untracked: quiet, peakRss: process.resourceUsage().maxRSS * 1024, ...turns });
}

function checkStats(quiet) {
  const { labels, ...total } = trackingStats();
  const text = JSON.stringify({ ...total, labels });
  const sum = (name) => labels.bulk[name] + labels.churn[name];
  check(total.live === 0 && total.pending === 0, `not all is over: ${text}`);
  check(total.collected + total.untracked === targets, `the counters do not add up to ${targets}: ${text}`);
  // A target untracked while its callback was pending counts as collected.
  check(
    total.untracked <= quiet && total.untracked >= targets / 1000,
    `wrong number of untracked ones: ${text}`,
  );
  for (const name of ['live', 'collected', 'untracked']) {
    check(sum(name) === total[name], `the labels do not add up to the total of ${name}: ${text}`);
  }
}

main();
