'use strict';

// gc-tracker report as a command: what it takes, what it writes, what it refuses, and what it keeps to itself. The page
// itself is used in __test__/report/page.test.js.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { gzipSync } = require('node:zlib');
const { draw, sessionStore } = require('../cli/handmade.js');
const { run } = require('../cli/run.js');
const { buildPage } = require('../../scripts/page.js');
const { recorded } = require('./recorded.js');
const { workspace } = require('../support/workspace.js');

const folder = workspace({ after });
let drawn;
let larger;
let recording;

before(() => {
  drawn = file('drawn', sessionStore());
  larger = file('larger', sessionStore(60));
  recording = file('recording', JSON.stringify(recorded()));
});

function file(name, content) {
  const full = path.join(folder, name);
  fs.writeFileSync(full, content);
  return full;
}

/** The page of a report, if the command succeeds and says nothing else. */
async function page(...words) {
  const { code, stdout, stderr } = await run(['report', ...words, '-o', '-']);
  assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

/** What is embedded in it. */
async function data(...words) {
  return JSON.parse(
    /<script type="application\/json" id="data">(.*)<\/script>/.exec(await page(...words))[1],
  );
}

const refused = async (code, message, ...words) => {
  const { code: exit, stdout, stderr } = await run(['report', ...words]);
  assert.deepStrictEqual({ exit, stdout }, { exit: code, stdout: '' });
  assert.match(stderr, message);
};

test('the page is built from its sources as they are', () => {
  for (const { path: built, text } of buildPage({ write: false }).outputFiles) {
    assert.strictEqual(
      fs.readFileSync(built, 'utf8'),
      text,
      'lib/report/built/ is out of date: npm run build:page',
    );
  }
});

test('snapshots and recordings are told apart by what is in them, gzipped or not', async () => {
  const zipped = [drawn, recording].map((one) =>
    file(`${path.basename(one)}.json`, gzipSync(fs.readFileSync(one))),
  );
  const { recordings, heap } = await data(...zipped, drawn, recording);
  assert.deepStrictEqual(
    recordings.map(({ pid }) => pid),
    [4711, 4711],
  );
  assert.deepStrictEqual(
    heap.files.map(({ file: name }) => name),
    ['drawn.json', 'drawn'],
  );
});

test('a recording is one whatever the order of its parts', async () => {
  const sorted = Object.fromEntries(Object.entries(recorded()).sort());
  assert.strictEqual((await data(file('sorted', JSON.stringify(sorted, null, 2)))).recordings.length, 1);
});

test('a report of one kind has that kind alone', async () => {
  assert.strictEqual((await data(recording)).heap, null);
  const { recordings, heap } = await data(drawn);
  assert.deepStrictEqual([recordings, heap.growth], [[], null]);
});

test('what grew is told by its path, with its numbers', async () => {
  const { heap } = await data(drawn, larger);
  const [sessions, ...rest] = heap.growth.paths;
  assert.deepStrictEqual(
    [sessions.holderTrail, sessions.holds, sessions.counts],
    ['Global.store.sessions', 'Session', [2, 60]],
  );
  assert.deepStrictEqual(rest, []);
  assert.strictEqual(heap.growth.comparable, true);
  assert.deepStrictEqual(
    heap.growth.classes.map(({ name, countDelta }) => [name, countDelta]),
    [
      ['Session', 58],
      ['(string)', 116],
    ],
  );
});

test('the map has what the dominators retain, lists of V8 left out', async () => {
  const { tree } = (await data(drawn)).heap;
  const named = (what) => tree.find((row) => row.what === what);
  const above = (row) => tree[row.parent].what;
  assert.deepStrictEqual(
    [above(named('Store')), above(named('Map')), above(named('Session'))],
    ['global', 'Store', 'Map'],
  );
  assert.deepStrictEqual([named('Map').ref, named('Map').size], ['.sessions', 5192]);
});

test('classes have the ways in which their objects are held', async () => {
  const { classes } = (await data(larger)).heap;
  const { pathGroups, count } = classes.find(({ name }) => name === 'Session');
  assert.strictEqual(count, 60);
  assert.deepStrictEqual(
    pathGroups.map(({ count: number, of, path: { trail } }) => [number, of, trail]),
    [[10, 10, 'Global.store.sessions["…"]']],
  );
});

test('the contents of strings are in the report with --strings only', async () => {
  const secret = 'TOPSECRET';
  const snapshot = path.join(folder, 'secrets');
  execFileSync(process.execPath, [path.join(__dirname, 'hostile.js'), snapshot]);
  const hidden = await page(snapshot, recording);
  assert.ok(
    !hidden.includes(secret),
    hidden.slice(hidden.indexOf(secret) - 100, hidden.indexOf(secret) + 50),
  );
  assert.ok((await page(snapshot, recording, '--strings')).includes(secret));
});

test('in the place of a string stands how long it is; names of classes, properties and files stay', async () => {
  const { classes } = (await data(drawn)).heap;
  const group = (name) => classes.find((one) => one.name === name).pathGroups[0];
  assert.strictEqual(group('(string)').what, 'string (10 characters)');
  const [, store, sessions, session] = group('Session').path.steps;
  assert.deepStrictEqual([store.label, store.what], ['.store', 'Store']);
  assert.deepStrictEqual([sessions.label, session.label, session.what], ['.sessions', '["…"]', 'Session']);
  assert.strictEqual(group('Function').path.steps.at(-1).place, '/app/lib/store.js:21');
});

test('what looks like data in a name is hidden, what looks like a name is not', async () => {
  const names = {
    Session: 'Session',
    card4111111111111111: '…',
    'a name of many words, more than anybody would give to a class, which it is not, for sure':
      'name (88 characters)',
    '{id, name, alice@example.org, bob@example.org}': '{id, name, …}',
    utf8Decoder: 'utf8Decoder',
    eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9: '…',
    '<div class="alice">': '<div>',
    'alice@example.org': '….org',
    'Window / https://example.org': 'Window / https://example.org',
  };
  const held = Object.keys(names).map((_, index) => ['property', `p${index}`, 5 + 2 * index]);
  const nodes = { 1: ['synthetic', '', 0, [['shortcut', '1', 3]]], 3: ['object', 'global', 10, held] };
  Object.keys(names).forEach((name, index) => {
    nodes[5 + 2 * index] = ['object', name, 100 - index, [], [1, index, 1]];
  });
  const { tree } = (await data(file('names', draw(nodes)))).heap;
  assert.deepStrictEqual(
    tree.slice(2).map(({ what }) => what),
    Object.values(names),
  );
});

test("the program's arguments are shown with --strings only", async () => {
  assert.strictEqual((await data(recording)).title, 'Memory report: server.js …');
  assert.strictEqual(
    (await data(recording, '--strings')).title,
    'Memory report: server.js --token=TOPSECRET',
  );
});

test('the report is for its owner alone, replaces an earlier one, and leaves nothing beside it', async () => {
  const own = path.join(folder, 'own');
  fs.mkdirSync(own);
  const output = path.join(own, 'report.html');
  for (const words of [[drawn], [recording, '--strings']]) {
    const { code, stdout } = await run(['report', ...words, '-o', output]);
    assert.strictEqual(code, 0);
    assert.match(stdout, /^\S+report\.html {2}\d+\.?\d* kB\n$/);
    assert.strictEqual(fs.statSync(output).mode & 0o777, 0o600);
  }
  assert.match(fs.readFileSync(output, 'utf8'), /TOPSECRET/);
  assert.deepStrictEqual(fs.readdirSync(own), ['report.html']);
});

test('it is called report.html unless said otherwise', async () => {
  const bin = path.resolve(__dirname, '../../bin/gc-tracker.js');
  const cwd = fs.mkdtempSync(path.join(folder, 'cwd-'));
  assert.match(
    execFileSync(process.execPath, [bin, 'report', drawn], { cwd, encoding: 'utf8' }),
    /^report\.html /,
  );
  assert.deepStrictEqual(fs.readdirSync(cwd), ['report.html']);
});

test('a file that is no report is not replaced, nor one of those that are read', async () => {
  const mine = file('mine.js', 'console.log(1);\n');
  for (const output of [mine, drawn]) {
    const content = fs.readFileSync(output);
    await refused(1, /exists and is not a report; .*\(ERR_GC_TRACKER_REPORT_WRITE\)\n$/, drawn, '-o', output);
    assert.deepStrictEqual(fs.readFileSync(output), content);
  }
});

test('a folder that is not there is said before the work', async () => {
  const nowhere = path.join(folder, 'nowhere', 'report.html');
  await refused(1, /nowhere' is not a folder; create it/, path.join(folder, 'missing'), '-o', nowhere);
  await refused(
    1,
    /is a folder; give -o the name of a file \(ERR_GC_TRACKER_REPORT_WRITE\)/,
    drawn,
    '-o',
    folder,
  );
});

test('through a link it is written to what the link leads to, and to a pipe', async () => {
  const target = path.join(folder, 'target.html');
  const link = path.join(folder, 'link.html');
  fs.writeFileSync(target, '');
  fs.symlinkSync(target, link);
  assert.strictEqual((await run(['report', drawn, '-o', link])).code, 0);
  assert.ok(fs.lstatSync(link).isSymbolicLink());
  assert.match(fs.readFileSync(target, 'utf8'), /^<!doctype html>/);
  assert.strictEqual((await run(['report', drawn, '-o', '/dev/null'])).code, 0);
  assert.ok(fs.statSync('/dev/null').isCharacterDevice());
});

test('what is neither is refused, with the name of the file', async () => {
  const wrong = {
    ERR_GC_TRACKER_SNAPSHOT_READ: path.join(folder, 'missing'),
    ERR_GC_TRACKER_REPORT_INPUT: file('text', 'hello\n'),
    ERR_GC_TRACKER_SNAPSHOT_INVALID: file('object', '{"a":1}'),
    ERR_GC_TRACKER_RECORDING_INVALID: file('half', JSON.stringify(recorded()).slice(0, 500)),
    ERR_GC_TRACKER_SNAPSHOT_TRUNCATED: file('cut', sessionStore().slice(0, 300)),
  };
  for (const [code, name] of Object.entries(wrong)) {
    await refused(
      1,
      new RegExp(`^gc-tracker: .*${path.basename(name)}.*\\(${code}\\)\n$`),
      name,
      '-o',
      path.join(folder, 'no'),
    );
    assert.ok(!fs.existsSync(path.join(folder, 'no')));
  }
  await refused(1, /it is empty/, file('empty', ''));
});

test('of a recording every part is checked', async () => {
  const parts = {
    version: { version: 2 },
    from: { from: 'now' },
    series: { series: [{ name: 'a', unit: 'bytes', points: [[1, 2]] }] },
    'series ': { series: [{ name: 'a', unit: 'bytes', points: [[1e17, 2, 3]] }] },
    verdicts: { verdicts: [{ series: 'a' }] },
    gcs: { gcs: { fullGCs: 3 } },
    labels: { labels: null },
    command: { command: [1] },
  };
  for (const [part, more] of Object.entries(parts)) {
    const name = file('wrong', JSON.stringify(recorded(more)));
    await refused(1, new RegExp(`the recording's field ${part.trim()} is invalid`), name);
  }
});

test('what is typed wrongly is refused with the usage', async () => {
  await refused(2, /FILE is missing: name heap snapshots or recordings\nusage: gc-tracker report FILE\.\.\./);
  await refused(2, /report has no option --json/, drawn, '--json');
  await refused(2, /--output takes the name of a file, not ''/, drawn, '-o', '');
});

test('a heap of many more objects makes the page hardly larger', async () => {
  const sizes = [];
  for (const count of [200, 4000]) {
    const nodes = sessionStore(count);
    sizes.push((await page(file('many', nodes))).length);
  }
  assert.ok(sizes[1] < 2 * sizes[0] && sizes[1] < 1_000_000, sizes.join());
});
