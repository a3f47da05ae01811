'use strict';

// docs/production.md: the service and the contained package run as they stand, and tell what the page shows. Commands
// that the pages of this guide name are there.

const assert = require('node:assert');
const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { after, before, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { promisify } = require('node:util');
const { shownAfter } = require('./example.js');

const BOUND_MS = 60_000;
const root = path.resolve(__dirname, '../..');
const read = (name) => fs.readFileSync(path.join(root, 'docs', name), 'utf8');
const page = read('production.md');
const programs = [...page.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)];
let folder;

before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-production-')));
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(root, path.join(folder, 'node_modules/gc-tracker'));
  for (const [, code, name] of programs) fs.writeFileSync(path.join(folder, name), code);
  // V8 makes its full GCs in time only under load.
  fs.writeFileSync(path.join(folder, 'gcs.js'), 'setInterval(globalThis.gc, 50).unref();');
});

after(() => fs.rmSync(folder, { recursive: true }));

async function runNode(args) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { cwd: folder, env, timeout: BOUND_MS };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return stdout.trim();
}

/** The service: { child, visit, line }, where `line` waits for one that it prints. */
async function startService() {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--expose-gc', '--require', './gcs.js', 'server.js'], {
    cwd: folder,
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: BOUND_MS,
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  const line = (pattern) => until(() => pattern.exec(printed)?.[1]);
  const port = await line(/^listening on (\d+)\n/m);
  const visit = async (url) => (await fetch(`http://127.0.0.1:${port}${url}`)).text();
  return { child, visit, line };
}

/** What the question answers, as soon as it is not undefined. */
async function until(ask) {
  for (const end = Date.now() + BOUND_MS; Date.now() < end; await sleep(20)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`nothing within ${BOUND_MS} ms: ${ask}`);
}

/** Ids, sizes and distances are of one run; the columns move with them. */
const normal = (text) =>
  text
    .replaceAll(`${folder}/`, '/app/')
    .replace(/[@ ]\d[\d.,]*( k?B)?/g, ' N')
    .replace(/ +/g, ' ')
    .trim();

test('the service tells of its leak, and the file that it writes why', async () => {
  const { child, visit, line } = await startService();
  try {
    await visit('/login');
    await visit('/logout');
    const { objects, leaks } = await until(async () => {
      const memory = JSON.parse(await visit('/memory'));
      return memory.leaks.uncollected.length > 0 ? memory : undefined;
    });
    const shown = JSON.parse(/```json\n(.*?)```/s.exec(page)[1]);
    const [{ disposedAt, fullGCs, ...leak }] = leaks.uncollected;
    assert.ok(disposedAt > 0 && fullGCs >= shown.leaks.uncollected[0].fullGCs);
    const uncollected = [{ ...shown.leaks.uncollected[0], ...leak }];
    assert.deepStrictEqual({ objects, leaks: { ...leaks, uncollected } }, shown);

    child.kill('SIGUSR2');
    const file = await line(/^snapshot (.*)\n/m);
    const command = /^ {4}\$ npx gc-tracker (explain) \S+ (Session)$/m.exec(page).slice(1);
    const args = [path.join(root, 'bin/gc-tracker.js'), command[0], file, command[1]];
    const [, explained] = /^ {4}\$ npx gc-tracker explain .*\n((?: {4}.*\n|\n)+)/m.exec(page);
    assert.strictEqual(normal(await runNode(args)), normal(explained.replace(/^ {4}/gm, '')));
    if (process.platform !== 'win32') assert.strictEqual(fs.statSync(file).mode & 0o077, 0);
  } finally {
    child.kill('SIGKILL');
  }
});

test('the package is contained', async () => {
  // How many calls come while a replacement is made is another number each time.
  const withoutSwitches = (text) => text.replace(/replaced: [1-9]\d*/, 'replaced').trim();
  const printed = await runNode(['contained.js']);
  assert.strictEqual(withoutSwitches(printed), withoutSwitches(shownAfter(page, '// contained.js')));
});

test('every block of code is tested here', () => {
  assert.strictEqual(page.match(/^```\w+/gm).length, programs.length + 1);
  const names = programs.map(([, , name]) => name);
  assert.deepStrictEqual(names, ['server.js', 'snapshot.js', 'templates.js', 'contained.js']);
});

test('the commands that the pages name are there', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const text = ['production.md', 'concepts.md', 'limits.md', 'migration.md'].map(read).join('\n');
  const runs = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name);
  const files = [...text.matchAll(/`node ((?:bench|__test__|examples)\/\S+\.js)/g)].map(([, name]) => name);
  assert.ok(runs.length > 5 && files.length > 1);
  for (const name of runs) assert.ok(Object.hasOwn(scripts, name), name);
  for (const name of files) assert.ok(fs.existsSync(path.join(root, name)), name);
});
