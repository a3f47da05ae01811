'use strict';

// Every number of every node, and every class, as in Chrome DevTools: over snapshots of programs, taken by
// each Node that is installed (the running one if none is), and over graphs made by chance. Nothing is
// left out and nothing is rounded. What is different on purpose:
//
// - The distance of a node that cannot be reached is -1; DevTools has -5. In Node 20's snapshots there is
//   none, in later ones 8 of about 60,000: methods of an Intl.v8BreakIterator, held weakly.
// - The distance of a class is the least one of its nodes that can be reached, and null if there are none;
//   to DevTools -5 is the least. That is one class of each snapshot of Node 22 and later.
// - A concatenated string that is only part of others is no string of its own, and long ones are compared as a whole, not by
//   what DevTools shows of them: see oracle/ropes.js.
// - Half of a surrogate pair in a string is U+FFFD. Only graphs made by chance have that in a duplicate.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { before, test } = require('node:test');
const { promisify } = require('node:util');
const zlib = require('node:zlib');
const { openHeapSnapshot } = require('../../lib/heap/entry.js');
const runtimes = require('../runtimes');
const { classDifferences } = require('./classes.js');
const { describe, differences, readColumns } = require('./columns.js');
const { labels } = require('./labels.js');
const oracle = require('./oracle');
const { programs, take } = require('./snapshots.js');
const { synthetic } = require('./synthetic.js');

// Whether classes() groups plain objects by their properties, as DevTools' Summary view can.
const INTERFACES = true;
const SEEDS = 500;
// A runtime's snapshots take half a minute; this only ends what hangs.
const TIMEOUT_MS = 300_000;

const installed = runtimes.installedNodes();
const running = { name: `node ${process.versions.node}`, command: process.execPath, args: [] };
const nodes = installed.length > 0 ? installed : [running];

before(() => oracle.install());

const run = promisify(execFile);

/** Has one process of the oracle analyze all `files`; its results stand beside them. */
async function analyze(files) {
  const dump = path.join(__dirname, 'oracle', 'dump.js');
  const pairs = files.flatMap((file) => [file, resultOf(file)]);
  await run(process.execPath, [dump, ...pairs], { timeout: TIMEOUT_MS, maxBuffer: 1e8 });
}

const resultOf = (file) => `${file}.oracle`;

async function answers(file) {
  const snapshot = await openHeapSnapshot(file);
  try {
    return {
      columns: await snapshot.columns(),
      classes: await snapshot.classes(),
      duplicates: await snapshot.duplicateStrings(),
    };
  } finally {
    snapshot.dispose();
  }
}

/** What gc-tracker says otherwise than the oracle about the snapshot in `file`, as lines. */
async function mismatches(file) {
  const actual = await answers(file);
  const expected = readColumns(resultOf(file));
  expected.distance = expected.distance.map((distance) => (distance === oracle.UNREACHABLE ? -1 : distance));
  const { plain, inferred, duplicates } = JSON.parse(fs.readFileSync(`${resultOf(file)}.json`, 'utf8'));
  const classes = (INTERFACES ? inferred : plain).map(({ reachedDistance, ...rest }) => {
    return { ...rest, distance: reachedDistance };
  });
  const found = differences(actual.columns, expected);
  const label = found.length > 0 ? labels(file) : undefined;
  const lines = found.map((difference) => describe(difference, actual.columns, expected, label));
  return [
    ...lines,
    ...classDifferences(actual.classes, classes).slice(0, 10),
    ...listDifferences('duplicate', actual.duplicates, wellFormed(duplicates), [
      'value',
      'count',
      'shallowSize',
      'retainedSize',
    ]),
  ];
}

const wellFormed = (strings) => strings.map((one) => ({ ...one, value: one.value.toWellFormed() }));

/** What is in one list and not in the other, as lines; only `fields` count. */
function listDifferences(what, actual, expected, fields) {
  const lines = (list) => list.map((entry) => JSON.stringify(fields.map((field) => entry[field])));
  const [left, right] = [lines(actual), lines(expected)];
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return [
    ...left.filter((line) => !inRight.has(line)).map((line) => `${what} ${line} is one too many`),
    ...right.filter((line) => !inLeft.has(line)).map((line) => `${what} ${line} is missing`),
  ].slice(0, 10);
}

/** Runs `body` with a folder that is there as long as it runs. */
async function withFolder(body) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-oracle-'));
  try {
    await body(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function compareOn(t, runtime) {
  await withFolder(async (folder) => {
    const fileOf = (program) => path.join(folder, `${program}.heapsnapshot`);
    for (const program of programs) await take(runtime, program, fileOf(program));
    await analyze(programs.map(fileOf));
    for (const program of programs) {
      await t.test(program, async () => assert.deepStrictEqual(await mismatches(fileOf(program)), []));
    }
  });
}

test('snapshots of programs', { concurrency: os.availableParallelism(), timeout: TIMEOUT_MS }, async (t) => {
  await Promise.all(nodes.map((runtime) => t.test(runtime.name, (group) => compareOn(group, runtime))));
});

test('snapshots of Chrome and of Node 18', { timeout: TIMEOUT_MS }, async (t) => {
  await withFolder(async (folder) => {
    const fixtures = fs.readdirSync(path.join(__dirname, 'fixtures')).filter((name) => name.endsWith('.gz'));
    assert.strictEqual(fixtures.length, 3);
    const files = fixtures.map((name) => {
      const file = path.join(folder, path.basename(name, '.gz'));
      fs.writeFileSync(file, zlib.gunzipSync(fs.readFileSync(path.join(__dirname, 'fixtures', name))));
      return file;
    });
    await analyze(files);
    for (const file of files) {
      await t.test(path.basename(file), async () => assert.deepStrictEqual(await mismatches(file), []));
    }
  });
});

test('what changed between two snapshots of one process', { timeout: TIMEOUT_MS }, async (t) => {
  console.warn = () => {};
  for (const runtime of nodes) {
    await t.test(runtime.name, () => withFolder((folder) => compareDiff(runtime, folder)));
  }
});

async function compareDiff(runtime, folder) {
  const files = ['base', 'current'].map((name) => path.join(folder, name));
  await run(runtime.command, [...runtime.args, path.join(__dirname, 'twice.js'), ...files]);
  const [base, current] = await Promise.all(files.map((file) => oracle.load(file)));
  const [ourBase, ours] = await Promise.all(files.map((file) => openHeapSnapshot(file)));
  const { comparable, classes } = await ours.diff(ourBase);
  assert.ok(comparable);
  const fields = ['name', 'addedCount', 'removedCount', 'addedSize', 'removedSize'];
  assert.deepStrictEqual(listDifferences('change', classes, oracle.diff(base, current), fields), []);
  assert.ok(
    classes.some(
      ({ name, addedCount, removedCount }) => name === 'Leaky' && addedCount === 700 && removedCount === 150,
    ),
  );
}

test(`${SEEDS} graphs made by chance`, { timeout: TIMEOUT_MS }, async () => {
  await withFolder(async (folder) => {
    const files = Array.from({ length: SEEDS }, (_, seed) => path.join(folder, `${seed}.heapsnapshot`));
    files.forEach((file, seed) => fs.writeFileSync(file, synthetic(seed)));
    await analyze(files);
    const failed = [];
    for (const file of files) {
      const lines = await mismatches(file);
      if (lines.length > 0) failed.push(`seed ${path.basename(file, '.heapsnapshot')}`, ...lines);
    }
    assert.deepStrictEqual(failed.slice(0, 30), []);
  });
});
