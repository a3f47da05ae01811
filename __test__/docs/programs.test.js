'use strict';

// The pages whose programs run by themselves: each prints what its page says.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { hasMemwatch, pinned } = require('../packages');
const { withoutNumbers } = require('./page.js');
const { comments, lines, required, shown, testPrograms } = require('./programs.js');

const sqlJs = () => ({ 'sql.js': path.join(pinned(), 'sql.js') });
const openCv = () => ({ '@techstark/opencv-js': path.join(pinned(), 'opencv4') });

testPrograms('README.md', {
  modules: sqlJs,
  programs: {
    'the session has been collected': { prints: lines('the session has been collected') },
    assertNoLeaks: { prints: shown, like: withoutNumbers, file: 'test/session.test.js' },
    trackingStats: { prints: comments(4) },
    openHeapSnapshot: { prints: lines('true') },
    assertNoGrowth: { prints: comments(1, /\n\/\/ (scenario .*)\n/g) },
    'recycle(': { prints: comments(1, /\/\/ (\d+)$/gm) },
  },
});

const BOOLEAN = /console\.log\(.*\); \/\/ (true|false)/g;

testPrograms('concepts.md', {
  programs: {
    'collected.js': { prints: comments(3, BOOLEAN) },
    'generations.js': { prints: comments(3, BOOLEAN) },
    'exit.js': { prints: shown },
    'sizes.js': { prints: shown, like: withoutSizes, check: sizesAreClose },
  },
});

/** Lines of: class, distance, shallow size, retained size, dominator. */
const rowsOf = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

function withoutSizes(text) {
  return rowsOf(text)
    .map(([name, distance, , , dominator]) => `${name} ${distance} ${dominator}`)
    .join('\n');
}

function sizesAreClose(printed, expected) {
  for (const [index, [name, , shallow, retained]] of rowsOf(printed).entries()) {
    const [, , wantedShallow, wantedRetained] = rowsOf(expected)[index];
    assert.ok(Math.abs(shallow - wantedShallow) < 50, `${name}: ${shallow}`);
    assert.ok(Math.abs(retained - wantedRetained) < 200, `${name}: ${retained}`);
  }
}

testPrograms('growth.md', {
  programs: {
    // Objects of one round get their ids in the order in which V8 finds them: which of them is the newest differs.
    'sessions.set': {
      prints: shown,
      like: (text) => withoutNumbers(text).replace(/"user-\d+"/, '"user-N"'),
      file: 'test/login.test.js',
    },
    'assertNoGrowth(render': {
      prints: lines('passed'),
      around: (code) => `const { assertNoGrowth } = require('gc-tracker');
        const Module = { HEAPU8: new Uint8Array(65536) };
        const render = () => Module.HEAPU8.fill(1);
        (async () => { ${code} console.log('passed'); })();`,
    },
  },
});

/** Without the figures of the moment: how long, how many GCs, sizes of another Node.js. */
function withoutMoment(text) {
  return withoutNumbers(text)
    .replace(/\d+ full GCs, /, 'full GCs, ')
    .replace(/\d+ B/g, 'B');
}

const subjects = ['hook', 'twice', 'weak', 'detector', 'stats', 'diff'];
const needsMemwatch = ['stats-before.js', 'diff-before.js'];

testPrograms('migration.md', {
  modules: () => {
    const names = ['weak-napi', 'jest-leak-detector', '@airbnb/node-memwatch'];
    return Object.fromEntries(names.map((name) => [name, path.join(pinned(), name)]));
  },
  programs: Object.fromEntries(
    subjects
      .flatMap((subject) => [`${subject}-before.js`, `${subject}-after.js`])
      .map((name) => {
        const skip = needsMemwatch.includes(name) && !hasMemwatch && 'memwatch is for Node.js 20';
        return [name, { prints: shown, like: withoutMoment, skip }];
      }),
  ),
});

testPrograms('monitor.md', {
  programs: {
    'verdicts().length': { prints: comments(1, /verdicts\(\)\.length\); \/\/ (\d+)/g) },
    'snapshots: {': { prints: lines('') },
  },
});

testPrograms('recycle.md', {
  modules: () => ({ ...sqlJs(), ...openCv() }),
  programs: {
    'gray.js': {
      prints: shown,
      like: (text) => text.replace(/^(wasmBytes \d+ \d+\n)+/m, 'wasmBytes\n').trim(),
    },
    'crash.js': { prints: lines('2') },
  },
});

const withoutCycles = (text) => withoutNumbers(text).replace(/\d+ full GCs, /, 'full GCs, ');

testPrograms('sandbox.md', {
  modules: sqlJs,
  programs: {
    'query.js': { prints: shown, like: withoutCycles },
    'plugin.js': required,
    'host.js': { prints: shown, like: withoutCycles },
    'revoked.js': { prints: shown, like: withoutCycles },
  },
});

const highestOf = (text) => Number(/highest (\d+)/.exec(text)[1]);

testPrograms('wasm.md', {
  modules: openCv,
  beside: { 'client.js': fs.readFileSync(path.join(__dirname, '../sandbox/fixtures/leaky.js'), 'utf8') },
  programs: {
    'mats.js': {
      prints: shown,
      like: (text) => text.replace(/^highest \d+$/m, 'highest').trim(),
      check: (printed, expected) => assert.ok(highestOf(printed) >= 0.8 * highestOf(expected)),
    },
    // How many rounds it takes until the heap has come to rest is another number each time.
    'requests.test.js': {
      prints: shown,
      like: (text) =>
        text
          .replace(/\(.*\)/, '')
          .replace(/ → … → .*/, '')
          .trim(),
    },
  },
});
