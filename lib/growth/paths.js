'use strict';

// Kinds of retaining paths that grow on every round. The native HeapGrowth finds them in a series of snapshots; here each is
// explained by an example.

const { snapshotQueue } = require('../util/serial-queue.js');
const { runGCs } = require('../gc/index.js');
const { View, fingerprint, hintOf, knownRetainer } = require('../paths/index.js');
const { HeapGrowth, takeHeapSnapshot } = require('../heap/index.js');
const { Inspector, keepIds } = require('../util/inspector.js');
const { withCommon } = require('../leaks/index.js');
const { pathToExample } = require('./example.js');
const { JointGrowth } = require('./joint.js');
const { classText, nameOf } = require('./name.js');

/** GCs before each snapshot. The second one clears what weak callbacks and compiled code held during the first. */
const CYCLES = 2;
/** Kinds that are explained. */
const MAX_EXPLAINED = 10;

/**
 * The second stage: up to `rounds` further rounds, with a snapshot after each as long as something may grow. Resolves with
 * { paths, rounds, snapshots, failure, heapBytesPerLoop }: what has grown on every round, the numbers of rounds and snapshots, and
 * the growth of the heap. A snapshot that fails is a `failure` only: growing metrics are reported without it.
 */
async function pathsThatGrow(scenario, options) {
  // The scenario may itself take snapshots, to look for leaks.
  const endIds = await snapshotQueue(keepIds);
  try {
    return await lookForGrowth(scenario, options);
  } finally {
    await endIds();
  }
}

async function lookForGrowth(scenario, { rounds, loops, meters, knownRetainers }) {
  const growth = new HeapGrowth(loops, true);
  const joint = new JointGrowth(loops);
  let snapshots = 0;
  let snapshot;
  let failure;
  const look = async () => {
    try {
      snapshot?.dispose();
      snapshot = await snapshotQueue(() => takeHeapSnapshot({ keepIds: true }));
      snapshots++;
      const found = await growth.add(snapshot);
      await joint.add(snapshot, found);
      return found;
    } catch (error) {
      failure = error;
      return [];
    }
  };
  try {
    await runGCs(CYCLES);
    let found = await look();
    let round = 0;
    while (round < rounds) {
      await scenario.repeat(loops);
      round++;
      await runGCs(CYCLES);
      await meters.read();
      if (failure === undefined && (round === 1 || found.length > 0)) found = await look();
      if (found.length === 0 && !meters.mayGrow) break;
    }
    if (failure !== undefined && !meters.mayGrow) throw failure;
    const view = new View(snapshot, new Inspector());
    const paths = await readGrowing(view, found, { loops, joint, knownRetainers });
    return { paths, rounds: round, snapshots, failure, heapBytesPerLoop: joint.bytesPerLoop };
  } finally {
    snapshot?.dispose();
  }
}

/** The findings of HeapGrowth, as in LeakError. */
async function readGrowing(view, found, { loops = 1, joint, knownRetainers = [] } = {}) {
  const paths = [];
  const native = new Set();
  const ownBytes = (finding) => perLoop(finding.retainedSizes, loops);
  for (const finding of found.slice(0, MAX_EXPLAINED)) {
    const { counts, retainedSizes } = finding;
    const { steps, at, example, isNative } = await pathToExample(view, finding);
    // No strong path holds it.
    if (steps === null || at < 1) continue;
    const path = steps.map((step, index) => ({ ...step, suspect: index === at }));
    const entry = {
      kind: 'path',
      name: nameOf(path, at),
      counts,
      retainedSizes,
      countPerLoop: perLoop(counts, loops),
      bytesPerLoop: ownBytes(finding),
      together: joint?.of(finding, found, ownBytes) ?? null,
      className: classOf(example),
      path,
      hint: hintOf(path),
      fingerprint: fingerprint(path),
      known: knownRetainer(path, withCommon(knownRetainers)),
    };
    paths.push(entry);
    if (isNative) native.add(entry);
  }
  // The C++ of an object that grows says nothing new.
  const isOther = (entry, index) => paths.every(({ name }, at) => at === index || name !== entry.name);
  return paths.filter((entry, index) => !native.has(entry) || isOther(entry, index));
}

/** V8 has several kinds of strings. */
function classOf({ className }) {
  return /^\((?:\w+ )?string\)$/.test(className) ? 'string' : classText(className);
}

function perLoop(values, loops) {
  return (values.at(-1) - values[0]) / (values.length - 1) / loops;
}

module.exports = { pathsThatGrow, readGrowing };
