'use strict';

// docs/production.md: the service and the contained package run as they stand, and tell what the page shows. Commands
// that the pages of this guide name are there.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, test } = require('node:test');
const { start, until } = require('../support/program.js');
const { plainEnvironment, runNode } = require('../support/run.js');
const { ownModules, root, workspace } = require('../support/workspace.js');
const { fencesOf, programsOf, readPage, shownAfter } = require('./page.js');

const page = readPage('production.md');
const folder = workspace(
  { after },
  {
    modules: ownModules,
    // V8 makes its full GCs in time only under load.
    programs: { ...programsOf(page), 'gcs.js': 'setInterval(globalThis.gc, 50).unref();' },
  },
);

/** The service: { visit, line, kill }, where `line` waits for one that it prints. */
async function startService(t) {
  const args = ['--expose-gc', '--require', './gcs.js', 'server.js'];
  const env = { ...plainEnvironment(), PORT: '0' };
  const { kill, line } = start(t, process.execPath, args, { cwd: folder, env });
  const [, port] = await line(/^listening on (\d+)$/);
  const visit = async (url) => (await fetch(`http://127.0.0.1:${port}${url}`)).text();
  return { visit, line, kill };
}

/** Ids, sizes and distances are of one run; the columns move with them. */
const normal = (text) =>
  text
    .replaceAll(`${folder}/`, '/app/')
    .replace(/[@ ]\d[\d.,]*( k?B)?/g, ' N')
    .replace(/ +/g, ' ')
    .trim();

test('the service tells of its leak, and the file that it writes why', async (t) => {
  const { visit, line, kill } = await startService(t);
  await visit('/login');
  await visit('/logout');
  const memory = async () => JSON.parse(await visit('/memory'));
  const { objects, leaks } = await until(memory, ({ leaks }) => leaks.uncollected.length > 0, 'a leak');
  const shown = JSON.parse(fencesOf(page).find(({ language }) => language === 'json').code);
  const [{ disposedAt, fullGCs, ...leak }] = leaks.uncollected;
  assert.ok(disposedAt > 0 && fullGCs >= shown.leaks.uncollected[0].fullGCs);
  const uncollected = [{ ...shown.leaks.uncollected[0], ...leak }];
  assert.deepStrictEqual({ objects, leaks: { ...leaks, uncollected } }, shown);

  kill('SIGUSR2');
  const [, file] = await line(/^snapshot (.*)$/);
  const [, command, name] = /^ {4}\$ npx gc-tracker (explain) \S+ (Session)$/m.exec(page);
  const [, explained] = /^ {4}\$ npx gc-tracker explain .*\n((?: {4}.*\n|\n)+)/m.exec(page);
  const { stdout } = await runNode([path.join(root, 'bin/gc-tracker.js'), command, file, name], {
    cwd: folder,
  });
  assert.strictEqual(normal(stdout), normal(explained.replace(/^ {4}/gm, '')));
  if (process.platform !== 'win32') assert.strictEqual(fs.statSync(file).mode & 0o077, 0);
});

test('the package is contained', async () => {
  // How many calls come while a replacement is made is another number each time.
  const withoutSwitches = (text) => text.replace(/replaced: [1-9]\d*/, 'replaced').trim();
  const { stdout } = await runNode(['contained.js'], { cwd: folder });
  assert.strictEqual(withoutSwitches(stdout), withoutSwitches(shownAfter(page, '// contained.js')));
});

test('every block of code is tested here', () => {
  assert.deepStrictEqual(
    fencesOf(page).map(({ language, name }) => name ?? language),
    ['server.js', 'snapshot.js', 'json', 'templates.js', 'contained.js'],
  );
});

test('the commands that the pages name are there', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const text = ['production.md', 'concepts.md', 'limits.md', 'migration.md'].map(readPage).join('\n');
  const runs = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name);
  const files = [...text.matchAll(/`node ((?:bench|__test__|examples)\/\S+\.js)/g)].map(([, name]) => name);
  assert.ok(runs.length > 5 && files.length > 1);
  for (const name of runs) assert.ok(Object.hasOwn(scripts, name), name);
  for (const name of files) assert.ok(fs.existsSync(path.join(root, name)), name);
});
