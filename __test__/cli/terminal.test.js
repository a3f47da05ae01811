'use strict';

// The command on a terminal: colour, and progress of what takes longer than a second.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { stripVTControlCharacters } = require('node:util');
const { Progress } = require('../../lib/cli/progress.js');
const { sessionStore } = require('./handmade.js');
const { run, runInTerminal } = require('./run.js');
const { workspace } = require('../support/workspace.js');

const ESCAPE = '\u001b';
const CLEAR = `\r${ESCAPE}[2K`;

const folder = workspace({ after });
let drawn;

before(() => {
  drawn = path.join(folder, 'drawn.heapsnapshot');
  fs.writeFileSync(drawn, sessionStore());
});

test('colour on a terminal, none in a pipe, none with NO_COLOR or in JSON', async () => {
  const args = ['explain', drawn, 'Session'];
  const [piped, coloured, plain, dumb, json] = await Promise.all([
    run(args),
    runInTerminal(args),
    runInTerminal(args, { NO_COLOR: '1' }),
    runInTerminal(args, { TERM: 'dumb' }),
    runInTerminal([...args, '--json']),
  ]);
  assert.ok(coloured.stdout.includes(`${ESCAPE}[36m["user-1"]${ESCAPE}[39m`), coloured.stdout);
  const lines = piped.stdout.replaceAll('\n', '\r\n');
  for (const { stdout } of [plain, dumb]) assert.strictEqual(stdout, lines);
  assert.strictEqual(stripVTControlCharacters(coloured.stdout), lines);
  assert.ok(!json.stdout.includes(ESCAPE));
  assert.strictEqual(JSON.parse(json.stdout).nodes.length, 2);
});

test('the exit code and the message of a failure on a terminal', async () => {
  const { code, stdout } = await runInTerminal(['explain', drawn, '@9999']);
  assert.strictEqual(code, 1);
  assert.match(stdout, /^gc-tracker: .*@9999 \(ERR_GC_TRACKER_NODE_NOT_FOUND\)\r\n$/);
});

/** Runs the command on a named pipe whose writer waits until `seen` of what is printed so far. */
async function slowly(name, start, seen) {
  const slow = path.join(folder, name);
  execFileSync('mkfifo', [slow]);
  const content = sessionStore();
  let printed = '';
  let writing;
  const write = async () => {
    const handle = await fs.promises.open(slow, 'w');
    await handle.write(content.slice(0, 100));
    const began = performance.now();
    while (!seen(printed, performance.now() - began)) await sleep(20);
    await handle.write(content.slice(100));
    await handle.close();
  };
  const result = await start(['find', slow, 'Session'], (child) => {
    child.stdout.on('data', (text) => (printed += text));
    writing = write();
  });
  await writing;
  return result;
}

test('what takes longer than a second says so on a terminal, and takes it away again', async () => {
  const start = (args, started) => runInTerminal(args, { NO_COLOR: '1' }, started);
  const seen = (printed, elapsed) => printed.includes('reading slow.fifo') || elapsed > 20_000;
  const { code, stdout } = await slowly('slow.fifo', start, seen);
  assert.strictEqual(code, 0);
  const { stdout: text } = await run(['find', drawn, 'Session']);
  const expected = text.replaceAll('\n', '\r\n');
  assert.ok(stdout.startsWith(`${CLEAR}reading slow.fifo`), stdout);
  assert.ok(stdout.endsWith(CLEAR + expected), stdout);
});

test('nothing is said in a pipe, however long it takes', async () => {
  const { code, stderr, stdout } = await slowly('piped.fifo', run, (_, elapsed) => elapsed > 1500);
  assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.strictEqual(stdout, (await run(['find', drawn, 'Session'])).stdout);
});

/** A terminal that remembers what was written; `until` waits for a condition on that. */
function fakeTerminal() {
  const written = [];
  const until = async (done) => {
    for (const began = performance.now(); !done(written.join('')); await sleep(5)) {
      assert.ok(performance.now() - began < 10_000, written.join(''));
    }
  };
  return { written, until, isTTY: true, write: (text) => written.push(text) };
}

test('progress draws a bar that fits the line, and only what has changed', async () => {
  const terminal = fakeTerminal();
  const progress = new Progress(terminal, 0);
  progress.show(`reading ${'x'.repeat(100)}`, { done: 1, total: 4 });
  await terminal.until((text) => text.includes('25 %'));
  const bar = `[${'#'.repeat(5)}${' '.repeat(15)}]`;
  assert.strictEqual(terminal.written[0], `${CLEAR}reading ${'x'.repeat(39)}…  ${bar}  25 %`);
  assert.ok(terminal.written[0].length - CLEAR.length < 80);
  progress.show('reading', { done: 9, total: 4 });
  await terminal.until((text) => text.includes('100 %'));
  progress.show('analyzing');
  await terminal.until((text) => text.endsWith('analyzing'));
  assert.strictEqual(terminal.written.length, 3);
  progress.clear();
  assert.deepStrictEqual(terminal.written.slice(3), [CLEAR]);
  progress.clear();
  assert.strictEqual(terminal.written.length, 4);
});

test('what is done before the delay has never been on the screen', async () => {
  const terminal = fakeTerminal();
  const [slow, quick] = [new Progress(terminal, 0), new Progress(terminal, 1e6)];
  quick.show('quick');
  slow.show('slow');
  await terminal.until((text) => text.includes('slow'));
  quick.clear();
  slow.clear();
  assert.deepStrictEqual(terminal.written, [`${CLEAR}slow`, CLEAR]);
});
