'use strict';

// watchWasm, each program in a process of its own, on all Node versions or, in the short form, each on one of them; and the parts
// that need no module.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const { SizeHistory } = require('../../../lib/sandbox/wasm/size-history.js');
const { Patches } = require('../../../lib/sandbox/wasm/patches.js');
const { CallSites } = require('../../../lib/sandbox/wasm/call-sites.js');
const { watchWasm } = require('../../../lib/sandbox/wasm/watch-wasm.js');
const { spread } = require('../../runtimes');
const { packages } = require('../packages.js');
const { runNode } = require('../../support/run.js');

const FILES = ['memory.js', 'handles.js', 'real.js'];

packages();

const programs = FILES.flatMap((file) => require(`./${file}`).names.map((name) => ({ file, name })));

for (const { name: runtime, command, cases } of spread(programs)) {
  describe(`watchWasm, ${runtime}`, { concurrency: 2 }, () => {
    for (const { file, name } of cases) {
      test(name, async () => {
        await runNode([file, name], { command, cwd: __dirname });
      });
    }
  });
}

test('what is no module of WebAssembly is refused, and quoted', () => {
  const others = [undefined, null, 1, 'module', {}, [], () => {}, Promise.resolve(), new ArrayBuffer(8)];
  for (const other of others) {
    assert.throws(() => watchWasm(other), {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_MODULE',
    });
  }
  assert.throws(() => watchWasm({ exports: 1 }), /not \{ exports: 1 \}/);
});

test('options are checked', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wrong = [
    null,
    1,
    { intervalMs: 0 },
    { intervalMs: '1' },
    { intervalMs: 2 ** 31 },
    { stacks: 1 },
    { free: 'yes' },
  ];
  for (const options of wrong) {
    assert.throws(() => watchWasm(memory, options), {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_OPTIONS',
    });
  }
});

test('a history is bounded, and spans all the time', () => {
  const history = new SizeHistory();
  for (let change = 0; change < 100_000; change++) history.add(change, change);
  const list = history.list();
  assert.ok(list.length <= 1024 && list.length > 500);
  assert.deepStrictEqual(
    [list[0], list.at(-1)],
    [
      [0, 0],
      [99_999, 99_999],
    ],
  );
  assert.ok(list.every(([time], index) => index === 0 || time > list[index - 1][0]));
  assert.strictEqual(history.highest, 99_999);
});

test('places are bounded: what comes from further ones is counted as one', () => {
  const places = new CallSites();
  for (let place = 0; place < 5000; place++)
    places.group('Image', { className: 'Image' }, `at ${place}`).count++;
  const list = places.list('count');
  assert.ok(list.length <= 1001);
  assert.strictEqual(list[0].stack.trim(), '(other call sites)');
  assert.strictEqual(
    list.reduce((sum, { count }) => sum + count, 0),
    5000,
  );
});

test('what somebody else has replaced since is not put back', () => {
  const object = { first: () => 1, second: () => 2 };
  const { first } = object;
  const patches = new Patches();
  patches.wrap(object, 'first', (original) => () => original() + 10);
  patches.wrap(object, 'second', (original) => () => original() + 10);
  const theirs = () => 3;
  object.second = theirs;
  patches.restore();
  assert.deepStrictEqual([object.first, object.second], [first, theirs]);
});
