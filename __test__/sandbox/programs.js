'use strict';

// Programs that use sandboxes, by name: `node programs.js NAME` exits with 0 if all it claims was seen.

const assert = require('node:assert');
const cluster = require('node:cluster');
const { EventEmitter } = require('node:events');
const http = require('node:http');
const path = require('node:path');
const process = require('node:process');
const { setTimeout: after } = require('node:timers/promises');
const { pathToFileURL } = require('node:url');
const { inspect } = require('node:util');
const { Worker } = require('node:worker_threads');
const { LeakError } = require('../..');
const { createSandbox } = require('../../sandbox.js');
const { packages } = require('./packages.js');

const module_ = (name) => path.join(__dirname, 'modules', name);
const real = (name) => path.join(packages(), name);

/** Resolves with what an error it rejects with. */
async function rejection(promise) {
  return promise.then(
    () => assert.fail('it resolved'),
    (error) => error,
  );
}

const emitters = { process, cluster, agent: http.globalAgent, out: process.stdout, err: process.stderr };

/** How many listeners each shared emitter has, by event. */
function listeners() {
  const counts = {};
  for (const [name, emitter] of Object.entries(emitters)) {
    for (const event of emitter.eventNames())
      counts[`${name} ${String(event)}`] = emitter.listenerCount(event);
  }
  return counts;
}

/** What keeps the process alive, by kind. */
function resources() {
  return process.getActiveResourcesInfo().sort();
}

/** Our own delivery of callbacks may need some macrotasks more. */
async function resourcesAre(expected) {
  const [wanted, end] = [expected.join(), Date.now() + 5000];
  while (resources().join() !== wanted && Date.now() < end) await after(5);
  assert.deepStrictEqual(resources(), expected);
}

function checkFreed(freed) {
  assert.strictEqual(freed.collected, true);
  for (const name of ['heapBytes', 'externalBytes', 'wasmBytes'])
    assert.ok(Number.isFinite(freed[name]), name);
}

const held = new Map();

/** Each answer from the cache, which `close` refuses to free. */
function leakRequests(leaky) {
  const open = leaky.cwrap('request_open', 'number', ['string']);
  const close = leaky.cwrap('request_close', 'number', ['number']);
  assert.strictEqual(close(open('/logo.png')), 0);
  for (let i = 0; i < 2000; i++) assert.strictEqual(close(open('/logo.png')), -1);
}

const programs = {
  async 'a module graph of its own'() {
    const [one, two] = await Promise.all([
      createSandbox('./modules/graph.js'),
      createSandbox(module_('graph.js')),
    ]);
    const seen = ({ shared, ...others }) => ({ ...others, count: shared.count });
    assert.deepStrictEqual(JSON.parse(JSON.stringify(one.call(seen))), {
      same: true,
      cycle: true,
      data: { answer: 42 },
      paths: [module_('graph.js'), path.join(__dirname, 'modules')],
      resolved: module_('graph/a.js'),
      topLevelThis: true,
      global: true,
      instances: { error: true, buffer: true, own: true, subclass: true },
      created: true,
      count: 1,
    });
    assert.strictEqual(
      two.call(({ shared }) => shared.count),
      1,
    );
    assert.notStrictEqual(one.exports.shared, two.exports.shared);
    assert.strictEqual(globalThis.count, undefined);
    assert.strictEqual(one.entry, module_('graph.js'));
    checkFreed(await one.dispose());
    assert.strictEqual(
      two.call(({ data }) => data.answer),
      42,
    );
    checkFreed(await two.dispose());
  },

  async 'after disposal its exports say so'() {
    const sandbox = await createSandbox(pathToFileURL(module_('graph.js')));
    assert.deepStrictEqual([sandbox.disposed, sandbox.wasmBytes], [false, 0]);
    const [first, second] = await Promise.all([sandbox.dispose(), sandbox.dispose()]);
    assert.deepStrictEqual(first, second);
    assert.deepStrictEqual(await sandbox.dispose(), first);
    assert.strictEqual(sandbox.disposed, true);
    assert.throws(() => sandbox.exports, { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED', message: /graph\.js/ });
    assert.throws(() => sandbox.call(() => {}), { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED' });
  },

  async 'listeners are taken back'() {
    const [before, own] = [listeners(), () => {}];
    process.on('SIGUSR2', own);
    const sandbox = await createSandbox(module_('outside.js'));
    sandbox.exports.listen();
    sandbox.exports.bypass();
    assert.strictEqual(process.listenerCount('uncaughtException'), 5);
    assert.strictEqual(http.globalAgent.listenerCount('free'), (before['agent free'] ?? 0) + 1);
    sandbox.exports.unlisten();
    assert.strictEqual(process.listenerCount('beforeExit'), 0);
    assert.deepStrictEqual(process.listeners('SIGUSR2'), [own]);
    process.off('SIGUSR2', own);
    checkFreed(await sandbox.dispose());
    assert.deepStrictEqual(listeners(), before);
  },

  async "listeners on the caller's emitters are taken back"() {
    const [one, two] = [new EventEmitter(), new EventTarget()];
    const other = () => {};
    one.on('change', other);
    const sandbox = await createSandbox(module_('graph.js'), { emitters: [one], globals: { bus: one, two } });
    const listener = sandbox.call(({ shared }) => shared.constructor.constructor('return () => {}')());
    one.on('change', listener).once('end', listener);
    assert.strictEqual(one.listenerCount('change'), 2);
    const ended = dispose(sandbox);
    assert.deepStrictEqual([one.listeners('change'), one.eventNames()], [[other], ['change']]);
    void ended;
  },

  async 'timers are taken back'() {
    const before = resources();
    let calls = 0;
    const sandbox = await createSandbox(module_('outside.js'));
    sandbox.exports.clear();
    assert.deepStrictEqual(resources(), before);
    sandbox.exports.start(() => calls++);
    while (calls < 4) await after(5);
    const ended = sandbox.dispose();
    const seen = calls;
    checkFreed(await ended);
    await resourcesAre(before);
    assert.strictEqual(calls, seen);
  },

  async 'ports, channels and workers are ended'() {
    const before = resources();
    const sandbox = await createSandbox(module_('outside.js'));
    sandbox.exports.open();
    assert.ok(resources().length > before.length);
    checkFreed(await sandbox.dispose());
    await resourcesAre(before);
  },

  async 'what runs after the disposal leaves nothing'() {
    const [before, listenersBefore] = [resources(), listeners()];
    const sandbox = await createSandbox(module_('outside.js'));
    let open;
    const gate = new Promise((resolve) => {
      open = resolve;
    });
    sandbox.exports.late(gate);
    const ended = sandbox.dispose();
    open();
    checkFreed(await ended);
    await resourcesAre(before);
    assert.deepStrictEqual(listeners(), listenersBefore);
  },

  async 'who holds it is named, and may let go'() {
    const sandbox = await createSandbox(real('draco3d/draco_decoder_nodejs.js'));
    sandbox.call(({ Decoder }) => void held.set('last', new Decoder()));
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.ok(error instanceof LeakError, inspect(error));
    assert.match(
      error.message,
      /^1 of 1 disposed sandbox was not collected \(\d+ full GCs, \d+ ms\)\n\nsandbox ".*draco/,
    );
    const [{ path: steps, hint }] = error.leaks;
    assert.strictEqual(hint, null);
    assert.deepStrictEqual(steps.map(({ label, suspect }) => [label, suspect]).slice(-2), [
      ['variable held', true],
      ['["last"]', true],
    ]);
    held.clear();
    checkFreed(await sandbox.dispose());
  },

  async 'of two holders the one that says more is named'() {
    const sandbox = await createSandbox(module_('border.js'));
    const counter = new sandbox.exports.Counter(1);
    held.set('counter', counter);
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.match(error.message, /variable held {2}Map\n.*\n.*\["counter"\] {2}Counter/);
    assert.strictEqual(counter.count, 1);
  },

  async 'memory that our own leaky module has lost is given back'() {
    const sandbox = await createSandbox('../fixtures/wasm/leaky.js');
    const { wasmBytes: before } = sandbox;
    sandbox.call(leakRequests);
    assert.ok(sandbox.wasmBytes > before + 2 ** 20, `${sandbox.wasmBytes}`);
    const { wasmBytes: leaked } = sandbox;
    const freed = await sandbox.dispose();
    assert.strictEqual(freed.wasmBytes, leaked);
  },

  async 'a local variable that holds it is named'() {
    const sandbox = await createSandbox(real('draco3d/draco_decoder_nodejs.js'));
    const draco = sandbox.exports;
    const decoder = new draco.Decoder();
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.match(error.message.replace(/\s+/g, ' '), /held only by a local variable .* `sandbox\.call/);
    assert.ok(decoder.ptr > 0);
  },

  async 'without an explanation no snapshot is taken'() {
    const sandbox = await createSandbox(real('sql.js'));
    sandbox.call(({ Database }) => void held.set('last', new Database()));
    const error = await rejection(sandbox.dispose({ timeoutMs: 100, explain: false }));
    assert.deepStrictEqual([error.code, error.leaks[0].path], ['ERR_GC_TRACKER_LEAK', []]);
    held.clear();
  },

  async 'revoked exports hold nothing and say so'() {
    const sandbox = await createSandbox(real('opencv4'), { revocable: true });
    const cv = sandbox.exports;
    const mat = new cv.Mat(4, 4, cv.CV_8UC1);
    assert.ok(mat instanceof cv.Mat);
    assert.strictEqual(cv.Mat, cv.Mat);
    mat.data.set(new Uint8Array(16).fill(7));
    assert.deepStrictEqual([mat.rows, mat.data[5], mat.data.length], [4, 7, 16]);
    assert.match(inspect(mat), /^Mat/);
    const clone = mat.clone();
    assert.strictEqual(clone.data[15], 7);
    checkFreed(await sandbox.dispose());
    for (const use of [
      () => cv.Mat,
      () => mat.rows,
      () => mat.delete(),
      () => 'rows' in mat,
      () => Object.keys(cv),
    ]) {
      assert.throws(use, { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED', message: /let go of it/ });
    }
    assert.strictEqual(inspect(mat), '[of a disposed sandbox]');
  },

  async 'revocable exports cross the border both ways'() {
    const sandbox = await createSandbox(module_('border.js'), { revocable: true });
    const { Counter, each, fail, later, same, onTick, offTick, make } = sandbox.exports;
    const counter = new Counter(3);
    class Mine extends Counter {
      twice() {
        return this.count * 2;
      }
    }
    assert.deepStrictEqual([counter.add(2), counter.count, new Mine(4).count], [5, 5, 4]);
    assert.strictEqual(same(counter), counter);
    const own = { mine: true };
    assert.strictEqual(same(own), own);
    assert.strictEqual(same(rejection), rejection);
    assert.ok(Array.isArray(make()));
    assert.deepStrictEqual(
      [...make()].map(({ index }) => index),
      [0, 1],
    );
    const seen = [];
    each((item, index) => seen.push([item.index, index]));
    assert.deepStrictEqual(seen, [
      [0, 0],
      [1, 1],
    ]);
    assert.strictEqual((await later(5)).value, 5);
    assert.throws(
      fail,
      (error) => error instanceof Error && error.name === 'RangeError' && error.code === 'E_FAIL',
    );
    const error = await rejection(later(-1));
    assert.match(String(error.message), /negative/);
    const tick = () => {};
    assert.deepStrictEqual([onTick(tick), offTick(tick)], [1, 0]);
    counter.note = 'x';
    assert.deepStrictEqual(
      [Object.keys(counter), 'note' in counter, delete counter.note],
      [['count', 'note'], true, true],
    );
    assert.deepStrictEqual(Object.keys(Object.getOwnPropertyDescriptors(counter)), ['count']);
    for (const each of [Counter, make, make(), [1], make]) {
      const { length } = Object.getOwnPropertyDescriptors(each);
      assert.strictEqual(length.value, each.length);
    }
    checkFreed(await sandbox.dispose());
  },

  async 'a load that fails is told and disposed of'() {
    const before = resources();
    const told = async (name, options) => rejection(createSandbox(name, options));
    const thrown = await told(module_('throws.js'));
    assert.match(thrown.message, /cannot load '.*throws\.js': RangeError: no `device`/);
    assert.deepStrictEqual(
      [thrown.code, thrown.cause.name, thrown.cause.code, thrown.cause.held],
      ['ERR_GC_TRACKER_SANDBOX_LOAD', 'RangeError', 'ENODEVICE', undefined],
    );
    assert.match(thrown.cause.stack, /throws\.js:1/);
    const rejected = await told(module_('rejects.js'));
    assert.match(rejected.message, /no such file: model\.bin/);
    for (const name of ['no-such-package', './no-such-file.js', module_('module.mjs')]) {
      assert.strictEqual((await told(name)).code, 'ERR_GC_TRACKER_SANDBOX_LOAD');
    }
    assert.match((await told(module_('module.mjs'))).message, /ES module/);
    const listenersBefore = listeners();
    for (const name of ['never.js', 'endless.js']) {
      const error = await told(module_(name), { timeoutMs: 100 });
      assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_TIMEOUT');
    }
    await resourcesAre(before);
    assert.deepStrictEqual(listeners(), listenersBefore);
  },

  async 'ready says when, and may say what'() {
    const ready = async (exports) => {
      while (exports.later === null) await after(5);
    };
    const waited = await createSandbox(module_('later.js'), { ready });
    assert.strictEqual(waited.exports.later, 2);
    const draco = await createSandbox(real('draco3d'), {
      ready: (exports) => exports.createDecoderModule({}),
    });
    assert.strictEqual(typeof draco.exports.Decoder, 'function');
    assert.ok(draco.wasmBytes > 2 ** 20);
    checkFreed(await waited.dispose());
    checkFreed(await draco.dispose());
  },

  async "a factory gets the caller's module options"() {
    const lines = [];
    const options = {
      print: (line) => lines.push(line),
      printErr: () => {},
      locateFile: (file) => real(`sql.js/dist/${file}`),
    };
    const sandbox = await createSandbox(real('sql.js'), { module: options });
    assert.deepStrictEqual(Object.keys(options), ['print', 'printErr', 'locateFile']);
    const rows = sandbox.call(
      ({ Database }) => new Database().exec('select 6 * 7 as answer')[0].values[0][0],
    );
    assert.strictEqual(rows, 42);
    checkFreed(await sandbox.dispose());
  },

  async 'bad arguments are refused'() {
    const refused = async (code, ...values) =>
      assert.rejects(createSandbox(...values), { code, name: 'TypeError' });
    for (const entry of [undefined, null, 7, '', {}, () => {}])
      await refused('ERR_GC_TRACKER_INVALID_ENTRY', entry);
    const bad = [
      7,
      null,
      { ready: 1 },
      { module: 1 },
      { globals: null },
      { emitters: {} },
      { emitters: [1] },
    ];
    for (const options of [
      ...bad,
      { revocable: 1 },
      { timeoutMs: 0 },
      { timeoutMs: NaN },
      { timeoutMs: 2 ** 31 },
    ]) {
      await refused('ERR_GC_TRACKER_INVALID_OPTIONS', 'sql.js', options);
    }
    const sandbox = await createSandbox(module_('graph.js'));
    for (const options of [null, 1, { timeoutMs: '1' }, { explain: 1 }]) {
      await assert.rejects(sandbox.dispose(options), { code: 'ERR_GC_TRACKER_INVALID_OPTIONS' });
    }
    assert.strictEqual(sandbox.disposed, false);
    checkFreed(await sandbox.dispose());
  },

  async 'in a worker thread'() {
    const code = `
      const { parentPort } = require('node:worker_threads');
      const { createSandbox } = require(${JSON.stringify(require.resolve('../../sandbox.js'))});
      createSandbox(${JSON.stringify(real('sql.js'))})
        .then((sandbox) => sandbox.dispose())
        .then((freed) => parentPort.postMessage(freed));`;
    const worker = new Worker(code, { eval: true });
    checkFreed(await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)));
    await worker.terminate();
  },
};

async function dispose(sandbox) {
  await sandbox.dispose({ timeoutMs: 1, explain: false }).catch(() => {});
}

module.exports.names = Object.keys(programs);

if (require.main === module) {
  programs[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
