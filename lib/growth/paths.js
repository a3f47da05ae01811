'use strict';

// Kinds of retaining paths of which there are more after each round; src/heap/growth.rs finds them in a series of
// snapshots, and here each is told by an example.

const { forceGC } = require('../collect.js');
const { bestPath, hintOf } = require('../explain/best-path.js');
const { fingerprint } = require('../explain/fingerprint.js');
const { View } = require('../explain/view.js');
const { HeapGrowth, takeHeapSnapshot } = require('../heap.js');
const { knownRetainer } = require('../known.js');

/** GCs before each snapshot: the second one clears what the first left to weak callbacks and compiled code. */
const CYCLES = 2;
/** Kinds that are explained. */
const MOST = 10;
const NOTHING = new Set();

/**
 * The second stage: up to `rounds` further rounds, with a snapshot after each as long as there is something to look for.
 * Resolves with { paths, rounds, snapshots }: what has grown on every round, and how many of both that took.
 */
async function pathsThatGrow(scenario, { rounds, loops, meters, inspector, knownRetainers }) {
  const growth = new HeapGrowth(loops, true);
  let snapshots = 0;
  let snapshot;
  const look = async () => {
    snapshot?.dispose();
    snapshot = await takeHeapSnapshot({ keepIds: true });
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
    const view = new View(snapshot, inspector);
    return { paths: await readGrowing(view, found, { loops, knownRetainers }), rounds: round, snapshots };
  } finally {
    snapshot?.dispose();
  }
}

/** What HeapGrowth has found, as LeakError has it. */
async function readGrowing(view, found, { loops = 1, knownRetainers = [] } = {}) {
  const paths = [];
  for (const { counts, retainedSizes, example } of found.slice(0, MOST)) {
    const steps = await bestPath(view, example.id, NOTHING);
    // Nothing but time holds it.
    if (steps === null || steps.length === 0) continue;
    const path = steps.map((step, index) => ({ ...step, suspect: index === steps.length - 1 && index > 0 }));
    paths.push({
      kind: 'path',
      name: nameOf(path.slice(0, -1)),
      counts,
      retainedSizes,
      countPerLoop: perLoop(counts, loops),
      bytesPerLoop: perLoop(retainedSizes, loops),
      className: example.className,
      path,
      hint: hintOf(path),
      fingerprint: fingerprint(path),
      known: knownRetainer(path, knownRetainers),
    });
  }
  return paths;
}

function perLoop(values, loops) {
  return (values.at(-1) - values[0]) / (values.length - 1) / loops;
}

/** The way to what grows, on one line: `require cache lib/store.js › exports.sessions (Map)`. */
function nameOf(steps) {
  const [root, ...rest] = steps;
  // Links of a list are as one, whatever they hold.
  const way = rest.filter(({ label, kind }, index) => {
    const before = rest[index - 1];
    return before?.label !== label || before.kind !== kind;
  });
  if (way.length === 0) return `(GC root) ${root?.what ?? ''}`.trimEnd();
  const last = way.length - 1;
  return way.map((step, index) => partOf(step, index === last)).join(' › ');
}

function partOf({ label, what, kind, node }, isLast) {
  // What a string contains says nothing of where it is.
  const thing = /string$/.test(node.type) ? 'string' : what;
  if (kind === 'landmark') return [label, thing].filter((part) => part !== '').join(' ');
  if (label === '') return thing;
  return isLast && thing !== '' ? `${label} (${thing})` : label;
}

module.exports = { pathsThatGrow, readGrowing };
