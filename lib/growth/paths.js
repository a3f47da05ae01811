'use strict';

// Kinds of retaining paths of which there are more after each round; src/heap/growth/ finds them in a series of
// snapshots, and here each is told by an example.

const { alone } = require('../util/serial-queue.js');
const { forceGC } = require('../gc/index.js');
const { View, bestPath, fingerprint, hintOf, knownRetainer } = require('../paths/index.js');
const { HeapGrowth, takeHeapSnapshot } = require('../heap/index.js');
const { Inspector, keepIds } = require('../util/inspector.js');
const { withCommon } = require('../leaks/index.js');
const { classText, nameOf } = require('./name.js');

/** GCs before each snapshot: the second one clears what the first left to weak callbacks and compiled code. */
const CYCLES = 2;
/** Kinds that are explained. */
const MOST = 10;
const NOTHING = new Set();
/** From a native handle to what uses it, from a timer or a listener to what it calls. */
const OWNER = '<symbol owner_symbol>';
const FURTHER = new Set([OWNER, '_onTimeout', '_onImmediate', 'listener']);
const OBJECTS = new Set(['object', 'closure']);

/**
 * The second stage: up to `rounds` further rounds, with a snapshot after each as long as there is something to look for.
 * Resolves with { paths, rounds, snapshots }: what has grown on every round, and how many of both that took.
 */
async function pathsThatGrow(scenario, options) {
  // The scenario itself may look for leaks, which takes snapshots, too.
  const endIds = await alone(keepIds);
  try {
    return await lookForGrowth(scenario, options);
  } finally {
    await endIds();
  }
}

async function lookForGrowth(scenario, { rounds, loops, meters, knownRetainers }) {
  const growth = new HeapGrowth(loops, true);
  let snapshots = 0;
  let snapshot;
  const look = async () => {
    snapshot?.dispose();
    snapshot = await alone(() => takeHeapSnapshot({ keepIds: true }));
    snapshots++;
    return growth.add(snapshot);
  };
  try {
    await forceGC({ cycles: CYCLES });
    let found = await look();
    let round = 0;
    while (round < rounds) {
      await scenario.repeat(loops);
      round++;
      await forceGC({ cycles: CYCLES });
      await meters.read();
      if (round === 1 || found.length > 0) found = await look();
      if (found.length === 0 && !meters.mayGrow) break;
    }
    const view = new View(snapshot, new Inspector());
    return { paths: await readGrowing(view, found, { loops, knownRetainers }), rounds: round, snapshots };
  } finally {
    snapshot?.dispose();
  }
}

/** What HeapGrowth has found, as LeakError has it. */
async function readGrowing(view, found, { loops = 1, knownRetainers = [] } = {}) {
  const paths = [];
  for (const { counts, retainedSizes, example } of found.slice(0, MOST)) {
    const { steps, at, className } = await pathTo(view, example);
    // Nothing but time holds it.
    if (steps === null || at < 1) continue;
    const path = steps.map((step, index) => ({ ...step, suspect: index === at }));
    paths.push({
      kind: 'path',
      name: nameOf(path, at),
      counts,
      retainedSizes,
      countPerLoop: perLoop(counts, loops),
      bytesPerLoop: perLoop(retainedSizes, loops),
      className,
      path,
      hint: hintOf(path),
      fingerprint: fingerprint(path),
      known: knownRetainer(path, withCommon(knownRetainers)),
    });
  }
  return paths;
}

/** The steps to an example and, if that says more, on to its owner or callback; `at` is the example's. */
async function pathTo(view, example) {
  const edges = await view.edges(example.id);
  const further = edges.find(({ edge, node }) => FURTHER.has(edge.name) && OBJECTS.has(node.type));
  if (further !== undefined) {
    const steps = await bestPath(view, further.node.id, NOTHING);
    const at = steps?.findIndex(({ node }) => node.id === example.id) ?? -1;
    const owner = further.edge.name === OWNER ? await view.node(further.node.id) : example;
    if (at > 0) return { steps, at, className: classOf(owner) };
  }
  const steps = await bestPath(view, example.id, NOTHING);
  return { steps, at: steps === null ? 0 : steps.length - 1, className: classOf(example) };
}

/** V8 has several kinds of strings. */
function classOf({ className }) {
  return /^\((?:\w+ )?string\)$/.test(className) ? 'string' : classText(className);
}

function perLoop(values, loops) {
  return (values.at(-1) - values[0]) / (values.length - 1) / loops;
}

module.exports = { pathsThatGrow, readGrowing };
