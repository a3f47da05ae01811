'use strict';

// gc-tracker/heap from JavaScript: snapshots opened and taken, asked, cancelled and released. That what
// they say is right is the matter of __test__/heap/ and of the Rust tests.

const assert = require('node:assert');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');
const zlib = require('node:zlib');
const { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot } = require('gc-tracker/heap');
const { someNodes } = require('../runtimes/index.js');
const { runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');

const folder = workspace({ after });
let file;

const program = `
  class Session { constructor(user) { this.user = user; this.data = new Array(1000).fill(user); } }
  const store = new Map();
  exports.store = store;
  for (const user of ['ada', 'grace', 'alan']) store.set(user, new Session(user));
  globalThis.shared = { store };
  process.on('message', () => store);
  require('node:v8').writeHeapSnapshot(process.argv[1]);
`;

before(() => {
  file = path.join(folder, 'a.heapsnapshot');
  execFileSync(process.execPath, ['-e', program, file]);
});

/** A file with this text, in the test's folder. */
function written(name, text) {
  const target = path.join(folder, name);
  fs.writeFileSync(target, text);
  return target;
}

const failsWith = (code, message = /./) => {
  return (error) => error.code === code && message.test(error.message);
};

test('a snapshot is the same by path, by URL and gzipped, whatever it is called', async () => {
  const gzipped = written('b.heapsnapshot', zlib.gzipSync(fs.readFileSync(file)));
  const answers = [];
  for (const source of [file, pathToFileURL(file), gzipped]) {
    const snapshot = await openHeapSnapshot(source);
    answers.push([await snapshot.summary(), await snapshot.classes()]);
    snapshot.dispose();
  }
  assert.deepStrictEqual(answers[1], answers[0]);
  assert.deepStrictEqual(answers[2], answers[0]);
});

test('the dominator tree has the largest nodes, each with what it is held by, and counts the others', async () => {
  const snapshot = await openHeapSnapshot(file);
  const [{ node: root, parent, edge }, ...branches] = await snapshot.dominatorTree();
  const { retainedSize } = await snapshot.analyze();
  assert.deepStrictEqual([root.retainedSize, parent, edge], [retainedSize, null, null]);
  assert.ok(branches.length < 1000);
  const session = branches.find(({ node }) => node.className === 'Session');
  const data = branches.find((branch) => branch.edge?.name === 'data' && branch.node.className === 'Array');
  assert.ok(session.node.retainedSize > data.node.retainedSize);
  assert.deepStrictEqual(await snapshot.node(session.node.id), session.node);
  assert.ok(branches.some(({ rest }) => rest.some(({ count }) => count > 1)));
  assert.strictEqual((await snapshot.dominatorTree({ top: 1 })).length, 1);
});

test('the path from the root to a leaked object names what holds it', async () => {
  const snapshot = await openHeapSnapshot(file);
  const sessions = await snapshot.find({ className: 'Session' });
  assert.strictEqual(sessions.length, 3);
  const [session] = sessions;
  assert.ok(session.retainedSize > 8000 && session.shallowSize < session.retainedSize);
  const [shortest, ...others] = await snapshot.retainingPath(session.id, { max: 4 });
  assert.strictEqual(shortest.distance, session.distance);
  assert.strictEqual(shortest.steps.at(-1).node.id, session.id);
  const names = shortest.steps.map(({ edge }) => edge.name);
  assert.ok(names.includes('store') && names.at(-2) === 'table', names.join());
  for (const { steps } of others) {
    assert.strictEqual(steps.at(-1).node.id, session.id);
    assert.notDeepStrictEqual(steps, shortest.steps);
  }
  const retainers = await snapshot.retainers(session.id);
  assert.ok(retainers.some(({ node }) => node.id === shortest.steps.at(-2).node.id));
  const edges = await snapshot.edges(session.id);
  assert.ok(
    edges.some(({ edge, node }) => edge.name === 'user' && ['ada', 'grace', 'alan'].includes(node.name)),
  );
  const [dominator] = await snapshot.dominators(session.id);
  const dominated = await snapshot.dominated(dominator.id);
  assert.ok(dominated.some(({ id }) => id === session.id));
  assert.deepStrictEqual(await snapshot.node(`@${session.id}`), session);
});

test('classes and nodes come in the order that is asked for, as many as are asked for', async () => {
  const snapshot = await openHeapSnapshot(file);
  const byCount = await snapshot.classes({ sort: 'count', top: 5 });
  assert.strictEqual(byCount.length, 5);
  assert.deepStrictEqual(
    byCount.map(({ count }) => count).toSorted((a, b) => b - a),
    byCount.map(({ count }) => count),
  );
  assert.deepStrictEqual(
    (await snapshot.classes({ name: 'Session' })).map(({ count }) => count),
    [3],
  );
  const shallow = await snapshot.find({ type: 'string', sort: 'shallow', top: 2 });
  assert.ok(shallow.length === 2 && shallow[0].shallowSize >= shallow[1].shallowSize);
  assert.strictEqual((await snapshot.find({ type: 'closure' })).length, 20);
});

test('two snapshots of one process are compared by object, others by class', async () => {
  const before = await takeHeapSnapshot({ keepIds: true });
  class OnlyHere {}
  const kept = Array.from({ length: 100 }, () => new OnlyHere());
  const current = await takeHeapSnapshot({ keepIds: true });
  const { comparable, classes } = await current.diff(before);
  assert.ok(comparable);
  const change = classes.find(({ name }) => name === 'OnlyHere');
  assert.deepStrictEqual([change.addedCount, change.removedCount, change.countDelta], [100, 0, 100]);
  const { added, removed } = await current.diffNodes(before, 'OnlyHere', { top: 7 });
  assert.deepStrictEqual([added.length, removed.length], [7, 0]);
  const other = await openHeapSnapshot(file);
  const unlike = await other.diff(current);
  assert.strictEqual(unlike.comparable, false);
  assert.strictEqual(unlike.classes.find(({ name }) => name === 'OnlyHere').countDelta, -100);
  assert.strictEqual(unlike.classes.find(({ name }) => name === 'Session').addedCount, null);
  assert.strictEqual(kept.length, 100);
});

test('a snapshot without keepIds starts the ids anew', async () => {
  const first = await takeHeapSnapshot();
  const highest = Math.max(...(await first.columns()).id.filter((id) => id % 2 === 1));
  const second = await takeHeapSnapshot();
  const ids = (await second.columns()).id.filter((id) => id % 2 === 1);
  // Two ids a node: V8 counts by twos. Going on, they would start above the highest of before.
  assert.ok(Math.max(...ids) < highest * 1.5, `${Math.max(...ids)} after ${highest}`);
});

test('progress is reported up to the end', async () => {
  const reports = [];
  await openHeapSnapshot(file, { onProgress: (progress) => reports.push(progress) });
  const { size } = fs.statSync(file);
  assert.deepStrictEqual(reports.at(-1), { done: size, total: size });
});

test('a signal that has aborted prevents the reading', async () => {
  const reason = new Error('not now');
  await assert.rejects(openHeapSnapshot(file, { signal: AbortSignal.abort(reason) }), reason);
  await assert.rejects(takeHeapSnapshot({ signal: AbortSignal.abort(reason) }), reason);
});

test('a signal that aborts ends the reading, in the background too', { timeout: 60_000 }, async () => {
  const pipe = path.join(folder, 'endless');
  execFileSync('mkfifo', [pipe]);
  // Writes white space until nobody reads any more.
  const endless = `
    const fs = require('node:fs');
    const to = fs.openSync(process.argv[1], 'w');
    const spaces = Buffer.alloc(65536, 32);
    try { for (;;) fs.writeSync(to, spaces); } catch (error) { process.exit(error.code === 'EPIPE' ? 7 : 1); }`;
  const writer = spawn(process.execPath, ['-e', endless, pipe], { stdio: 'inherit' });
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  const controller = new AbortController();
  const reading = openHeapSnapshot(pipe, {
    signal: controller.signal,
    onProgress: ({ done }) => done > 0 && controller.abort(new Error('enough')),
  });
  await assert.rejects(reading, /enough/);
  assert.strictEqual(await ended, 7);
});

test('what is no snapshot is refused with a code, and where it can with a place', async () => {
  const text = fs.readFileSync(file);
  const cases = [
    [path.join(folder, 'none'), 'ERR_GC_TRACKER_SNAPSHOT_READ', /none/],
    [folder, 'ERR_GC_TRACKER_SNAPSHOT_READ', /directory/],
    [written('empty', ''), 'ERR_GC_TRACKER_SNAPSHOT_INVALID', /empty, at byte 0/],
    [written('text', 'hello'), 'ERR_GC_TRACKER_SNAPSHOT_INVALID', /at byte 0/],
    [written('half', text.subarray(0, text.length / 2)), 'ERR_GC_TRACKER_SNAPSHOT_TRUNCATED', /at byte \d+/],
    [
      written('gzip', zlib.gzipSync(text).subarray(0, 10_000)),
      'ERR_GC_TRACKER_SNAPSHOT_READ',
      /cannot read|deflate|eof/i,
    ],
  ];
  for (const [source, code, message] of cases) {
    await assert.rejects(openHeapSnapshot(source), failsWith(code, message), source);
  }
});

test('a file that shrinks while it is read is cut off, and nothing worse', async () => {
  // A string without end, in a file without blocks.
  const shrinking = written('shrinking', '{"unknown":"');
  fs.truncateSync(shrinking, 2 ** 36);
  let place;
  const reading = openHeapSnapshot(shrinking, { onProgress: () => fs.truncateSync(shrinking, 4096) });
  await assert.rejects(reading, ({ code, message }) => {
    place = Number(/ at byte (\d+)/.exec(message)[1]);
    return code === 'ERR_GC_TRACKER_SNAPSHOT_TRUNCATED';
  });
  assert.ok(place < 2 ** 36, `cut off at ${place}`);
});

test('bad arguments are refused with a code', async () => {
  const snapshot = await openHeapSnapshot(file);
  const options = 'ERR_GC_TRACKER_INVALID_OPTIONS';
  const cases = [
    [() => openHeapSnapshot(), 'ERR_GC_TRACKER_INVALID_PATH'],
    [() => openHeapSnapshot(''), 'ERR_GC_TRACKER_INVALID_PATH'],
    [() => openHeapSnapshot('a\0b'), 'ERR_GC_TRACKER_INVALID_PATH'],
    [() => openHeapSnapshot(new URL('http://localhost/a')), 'ERR_GC_TRACKER_INVALID_PATH'],
    [() => openHeapSnapshot(file, null), options],
    [() => openHeapSnapshot(file, { onProgress: 1 }), options],
    [() => openHeapSnapshot(file, { signal: {} }), options],
    [() => takeHeapSnapshot({ keepIds: 1 }), options],
    [() => snapshot.classes({ top: -1 }), options],
    [() => snapshot.classes({ top: 1.5 }), options],
    [() => snapshot.classes({ sort: 'name' }), options],
    [() => snapshot.find({ className: /a/ }), options],
    [() => snapshot.node('first'), options],
    [() => snapshot.node(-1), options],
    [() => snapshot.node(4e9), 'ERR_GC_TRACKER_NODE_NOT_FOUND'],
    [() => snapshot.diff({}), options],
    [() => snapshot.diffNodes(snapshot), options],
    [() => new HeapSnapshot(), 'ERR_GC_TRACKER_INVALID_CALL'],
  ];
  for (const [call, code] of cases) {
    await assert.rejects(async () => call(), failsWith(code), String(call));
  }
});

test('a disposed snapshot answers what was asked before, and nothing else', async () => {
  const snapshot = await openHeapSnapshot(file);
  const asked = snapshot.classes();
  snapshot[Symbol.dispose]();
  snapshot.dispose();
  assert.ok(snapshot.disposed && snapshot.nodeCount > 0);
  assert.ok((await asked).length > 10);
  await assert.rejects(snapshot.classes(), failsWith('ERR_GC_TRACKER_DISPOSED'));
});

test('snapshots that nobody disposes of are released by GC', () => {
  // 200 of them would have more than 2 GB.
  const script = `
    const { openHeapSnapshot } = require(${JSON.stringify(require.resolve('gc-tracker/heap'))});
    (async () => {
      let highest = 0;
      for (let i = 0; i < 200; i++) {
        await (await openHeapSnapshot(process.argv[1])).analyze();
        highest = Math.max(highest, process.memoryUsage.rss());
      }
      console.log(highest / 1e6);
    })();`;
  const highest = Number(execFileSync(process.execPath, ['-e', script, file]));
  assert.ok(highest < 600, `${highest} MB`);
});

test('a worker that is terminated while it reads, asks or takes does no harm', async () => {
  const script = `
    const { openHeapSnapshot, takeHeapSnapshot } = require(${JSON.stringify(require.resolve('gc-tracker/heap'))});
    const { parentPort, workerData } = require('node:worker_threads');
    for (let i = 0; i < 3; i++) {
      openHeapSnapshot(workerData).then(async (snapshot) => {
        for (;;) await Promise.all([snapshot.classes(), snapshot.columns(), snapshot.duplicateStrings()]);
      });
    }
    takeHeapSnapshot().then((snapshot) => snapshot.analyze());
    parentPort.postMessage('started');`;
  for (let delay = 0; delay < 60; delay += 5) {
    const worker = new Worker(script, { eval: true, workerData: file });
    await new Promise((resolve) => worker.once('message', resolve));
    await new Promise((resolve) => setTimeout(resolve, delay));
    await worker.terminate();
  }
  const snapshot = await openHeapSnapshot(file);
  assert.strictEqual((await snapshot.find({ className: 'Session' })).length, 3);
});

test('a worker takes a snapshot of itself', async () => {
  const script = `
    const { takeHeapSnapshot } = require(${JSON.stringify(require.resolve('gc-tracker/heap'))});
    const { parentPort } = require('node:worker_threads');
    class OnlyInTheWorker {}
    globalThis.held = new OnlyInTheWorker();
    takeHeapSnapshot().then(async (snapshot) => {
      parentPort.postMessage((await snapshot.find({ className: 'OnlyInTheWorker' })).length);
    });`;
  const worker = new Worker(script, { eval: true });
  assert.strictEqual(await new Promise((resolve) => worker.once('message', resolve)), 1);
});

test('a large script that is loaded does not slow a snapshot', async (t) => {
  for (const { name, command } of someNodes()) {
    for (const thread of ['main', 'worker']) {
      await t.test(`${name}, ${thread}`, async () => {
        const { stdout } = await runNode([path.join(__dirname, 'large-script.js'), thread], { command });
        // 3 to 6 times; 100 times on Node 20 if V8 counts the lines for each function.
        assert.ok(Number(stdout) < 20, stdout);
      });
    }
  }
});

test('what V8 writes passes by the buffer of its readable, which would keep all of it', () => {
  const script = `
    const v8 = require('node:v8');
    const { takeHeapSnapshot } = require(${JSON.stringify(require.resolve('gc-tracker/heap'))});
    const { getHeapSnapshot } = v8;
    let size;
    let buffered = 0;
    v8.getHeapSnapshot = () => getHeapSnapshot().on('data', ({ length }) => (buffered += length));
    takeHeapSnapshot({ onProgress: ({ done }) => (size = done) }).then(() => {
      console.log(JSON.stringify({ size, buffered }));
    });`;
  const { size, buffered } = JSON.parse(execFileSync(process.execPath, ['-e', script]));
  assert.ok(size > 1e6, `${size} bytes`);
  assert.strictEqual(buffered, 0);
});
