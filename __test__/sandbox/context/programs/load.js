'use strict';

// What a sandbox loads, and when; loads that fail.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { setTimeout: after } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const {
  checkFreed,
  fixture,
  listeners,
  real,
  rejection,
  resources,
  resourcesAre,
} = require('../../support.js');

module.exports = {
  async 'a module graph of its own'() {
    const [one, two] = await Promise.all([
      createSandbox('../../modules/graph.js'),
      createSandbox(fixture('graph.js')),
    ]);
    const seen = ({ shared, ...others }) => ({ ...others, count: shared.count });
    assert.deepStrictEqual(JSON.parse(JSON.stringify(one.call(seen))), {
      same: true,
      cycle: true,
      data: { answer: 42 },
      paths: [fixture('graph.js'), path.dirname(fixture('graph.js'))],
      resolved: fixture('graph/a.js'),
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
    assert.strictEqual(one.entry, fixture('graph.js'));
    checkFreed(await one.dispose());
    assert.strictEqual(
      two.call(({ data }) => data.answer),
      42,
    );
    checkFreed(await two.dispose());
  },

  async 'a load that fails is told and disposed of'() {
    const before = resources();
    const told = async (name, options) => rejection(createSandbox(name, options));
    const thrown = await told(fixture('throws.js'));
    assert.match(thrown.message, /cannot load '.*throws\.js': RangeError: no `device`/);
    assert.deepStrictEqual(
      [thrown.code, thrown.cause.name, thrown.cause.code, thrown.cause.held],
      ['ERR_GC_TRACKER_SANDBOX_LOAD', 'RangeError', 'ENODEVICE', undefined],
    );
    assert.match(thrown.cause.stack, /throws\.js:1/);
    const rejected = await told(fixture('rejects.js'));
    assert.match(rejected.message, /no such file: model\.bin/);
    for (const name of ['no-such-package', './no-such-file.js', fixture('module.mjs')]) {
      assert.strictEqual((await told(name)).code, 'ERR_GC_TRACKER_SANDBOX_LOAD');
    }
    assert.match((await told(fixture('module.mjs'))).message, /ES module/);
    const listenersBefore = listeners();
    for (const name of ['never.js', 'endless.js']) {
      const error = await told(fixture(name), { timeoutMs: 100 });
      assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_TIMEOUT');
    }
    await resourcesAre(before);
    assert.deepStrictEqual(listeners(), listenersBefore);
  },

  async 'what fails behind its back fails the load, not the process'() {
    const locateFile = () => '/does/not/exist.wasm';
    const printErr = () => {};
    const missing = await rejection(createSandbox(real('sql.js'), { module: { locateFile, printErr } }));
    assert.match(missing.message, /ENOENT/);
    for (const name of ['rejects-late.js', 'throws-late.js', 'fetches.js']) {
      const error = await rejection(createSandbox(fixture(name), { timeoutMs: 20_000 }));
      assert.deepStrictEqual(
        [error.code, error.cause.name],
        ['ERR_GC_TRACKER_SANDBOX_LOAD', 'TypeError'],
        name,
      );
    }
    assert.strictEqual(process.listenerCount('unhandledRejection'), 0);
  },

  async "another's rejection while it loads is told as ever"() {
    const seen = [];
    const loading = rejection(createSandbox(fixture('never.js'), { timeoutMs: 300 }));
    const told = (error, origin) => seen.push([error.message, origin]);
    process.on('uncaughtException', told);
    Promise.reject(new Error('of the host'));
    await after(20);
    process.off('uncaughtException', told);
    assert.deepStrictEqual(seen, [['of the host', 'unhandledRejection']]);
    const handled = [];
    const listener = (error) => handled.push(error.message);
    process.on('unhandledRejection', listener);
    Promise.reject(new Error('handled'));
    await after(20);
    process.off('unhandledRejection', listener);
    assert.deepStrictEqual(handled, ['handled']);
    assert.strictEqual((await loading).code, 'ERR_GC_TRACKER_SANDBOX_TIMEOUT');
  },

  async 'whatever a module throws, it is a load error'() {
    const odd = (globals) => createSandbox(fixture('odd.js'), { globals, timeoutMs: 20_000 });
    const sandbox = await odd({ odd: undefined });
    const { kinds } = sandbox.exports;
    assert.ok(kinds.length > 5);
    for (const kind of kinds) {
      for (const late of [false, true]) {
        const error = await rejection(odd({ odd: kind, late }));
        assert.deepStrictEqual([error.code, error.cause.held], ['ERR_GC_TRACKER_SANDBOX_LOAD', undefined]);
        for (const text of [error.message, error.cause.message, error.cause.name, error.cause.stack])
          assert.strictEqual(typeof text, 'string', kind);
        assert.ok(error.cause instanceof Error, kind);
      }
    }
  },

  async 'without WebAssembly'() {
    for (const name of ['a module graph of its own', 'whatever a module throws, it is a load error'])
      execFileSync(process.execPath, ['--jitless', require.main.filename, name]);
  },

  async "compiled modules are instances of the sandbox's classes"() {
    const globals = { lent: new WebAssembly.Memory({ initial: 1 }) };
    const sandbox = await createSandbox(fixture('wasm-module.js'), { globals });
    assert.deepStrictEqual(JSON.parse(JSON.stringify(sandbox.exports)), {
      modules: [true, true, true, true, true],
      others: [false, false, false, false],
      memories: [true, true],
      constructors: [true, true],
    });
    checkFreed(await sandbox.dispose());
  },

  async 'ready says when, and may say what'() {
    const ready = async (exports) => {
      while (exports.later === null) await after(5);
    };
    const waited = await createSandbox(fixture('later.js'), { ready });
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
    const sandbox = await createSandbox(fixture('graph.js'));
    for (const options of [null, 1, { timeoutMs: '1' }, { explain: 1 }, { measure: 1 }]) {
      await assert.rejects(sandbox.dispose(options), { code: 'ERR_GC_TRACKER_INVALID_OPTIONS' });
    }
    assert.strictEqual(sandbox.disposed, false);
    checkFreed(await sandbox.dispose());
  },

  async 'in a worker thread'() {
    const code = `
      const { parentPort } = require('node:worker_threads');
      const { createSandbox } = require(${JSON.stringify(require.resolve('../../../../lib/sandbox/index.js'))});
      createSandbox(${JSON.stringify(real('sql.js'))})
        .then((sandbox) => sandbox.dispose())
        .then((freed) => parentPort.postMessage(freed));`;
    const worker = new Worker(code, { eval: true });
    checkFreed(await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject)));
    await worker.terminate();
  },
};
