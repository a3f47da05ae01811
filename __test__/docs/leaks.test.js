'use strict';

// docs/leaks.md and docs/leak-examples.md: each test there fails with the report that stands under it, and passes when the
// program is mended and its packages are upgraded as the page says. Each line of the table is a line of a real report.

const assert = require('node:assert');
const { before, describe, test } = require('node:test');
const { runCase } = require('../leaks/cases.js');
const { pinned } = require('../packages');
const { workspace, write } = require('../support/workspace.js');
const { AS_INSTALLED, runIn, taughtModules, upgrade, versionOf } = require('./commands.js');
const {
  commandsOf,
  mended,
  programsOf,
  reportIn,
  sectionsOf,
  shownAfter,
  withoutFigures,
} = require('./page.js');

/** The machine has few cores. */
const AT_ONCE = 2;
const FEWEST_EXAMPLES = 5;

const withTests = (page) => sectionsOf(page).filter(({ text }) => text.includes('.test.js\n'));
const examples = withTests('leak-examples.md');

/** What the first column of the table shows, by the planted leaks in whose reports it stands. */
const said = {
  'held only by variable … of async function': 'test-local.js',
  'its own trackGC callback closes over it': 'own-callback.js',
  '["user-1"]': 'map-entry.js',
  member: 'set-member.js',
  '[3]': 'array-element.js',
  'listener of "change"': 'emitter-listener.js',
  'listener of "abort"': 'abort-signal.js',
  setInterval: 'interval.js',
  setTimeout: 'timeout.js',
  'Promise  pending … then callback': 'pending-promise.js',
  'awaited by  async function … waits at': 'async-function.js',
  'variable request': 'closure-variable.js',
  'native handle  TCP': 'tcp-socket.js',
  'running  Server': 'net-server.js',
  'running  Worker': 'worker.js',
  'AsyncLocalStorage store': 'als-enter.js',
  'Error … stack frame': 'error-stack.js',
};

/** The folder of an example as it is before it is mended. */
function prepared(t, start) {
  const { text } = examples.find(({ title }) => title.startsWith(start));
  const folder = workspace(t, { modules: taughtModules() });
  const programs = programsOf(text);
  write(folder, programs);
  return { folder, programs, text };
}

function runTest(folder, programs, flags = []) {
  const name = Object.keys(programs).find((one) => one.endsWith('.test.js'));
  return runIn(folder, ['--test', '--test-reporter=spec', ...flags, name], AS_INSTALLED);
}

async function requireReport(folder, programs, text) {
  const { code, output } = await runTest(folder, programs);
  assert.strictEqual(code, 1, output);
  assert.strictEqual(withoutFigures(reportIn(output)), withoutFigures(shownAfter(text, '.test.js')));
}

async function requirePass(folder, programs, flags) {
  const { code, output } = await runTest(folder, programs, flags);
  assert.strictEqual(code, 0, output);
  return output;
}

/** Installs what a section says: `npm install debug@4.4.3`. */
function upgradeAll(folder, text) {
  const [, wanted = ''] = /^ {4}\$ npm install (.*)$/m.exec(text) ?? [];
  for (const [, name, version] of wanted.matchAll(/(\S+)@(\S+)/g)) {
    assert.strictEqual(upgrade(folder, name), version);
  }
}

before(() => pinned());

describe('leaks in the documents', { concurrency: AT_ONCE }, () => {
  for (const { title, text } of [...withTests('leaks.md'), ...examples]) {
    test(`${title}: the test fails as shown, and passes with the fix`, async (t) => {
      const folder = workspace(t, { modules: taughtModules() });
      const programs = programsOf(text);
      write(folder, programs);
      await requireReport(folder, programs, text);
      upgradeAll(folder, text);
      write(folder, mended(programs, text));
      await requirePass(folder, programs);
    });
  }

  test('a known retainer makes it a warning', async (t) => {
    const { folder, text } = prepared(t, 'debug 4.1.1');
    const [, ...args] = commandsOf(text)
      .find((command) => command.includes('known.js'))
      .split(' ');
    const { code, output } = await runIn(folder, args, AS_INSTALLED);
    assert.strictEqual(code, 0, output);
    assert.match(output, /KnownLeakWarning: 1 of 2 tracked objects was not collected/);
  });

  test('debug: destroy() does as well', async (t) => {
    const { folder, programs } = prepared(t, 'debug 4.1.1');
    const code = programs['connection.js'];
    write(folder, { 'connection.js': code.replace("this.log('closed');", 'this.log.destroy();') });
    await requirePass(folder, programs);
  });

  test('socket.io: the upgrade alone does not pass', async (t) => {
    const { folder, programs, text } = prepared(t, 'socket.io 2.5.1');
    upgradeAll(folder, text);
    const { code, output } = await runTest(folder, programs);
    assert.strictEqual(code, 1, output);
    assert.match(reportIn(output), /variable socket {2}Socket.* \.acks {2}Map/s);
  });

  for (const [pattern, name] of Object.entries(said)) {
    test(`the table: ${pattern} is said of ${name}`, async () => {
      const { message } = await runCase(name, 'leak');
      const text = message.replaceAll(/\s+/g, ' ');
      const parts = pattern.replaceAll(/ +/g, ' ').split('…');
      const at = parts.map((part) => text.indexOf(part));
      assert.ok(
        !at.includes(-1) && at.every((index, number) => number === 0 || index > at[number - 1]),
        message,
      );
    });
  }
});

test('the examples are of the packages that are installed', (t) => {
  const folder = workspace(t, { modules: taughtModules() });
  const titles = examples.map(({ title }) => /^(\S+) (\S+):/.exec(title).slice(1));
  assert.ok(titles.length >= FEWEST_EXAMPLES);
  for (const [name, version] of titles) assert.strictEqual(versionOf(folder, name), version);
});

test('the table has these, and no others', () => {
  const { text } = sectionsOf('leaks.md').find(({ title }) => title === 'What the path says');
  const column = [...text.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell]) => cell);
  const spans = column.flatMap((cell) => cell.slice(1, -1).split(/`(?: or |, )`/));
  assert.deepStrictEqual(spans, Object.keys(said));
});
