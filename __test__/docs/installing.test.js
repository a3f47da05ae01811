'use strict';

// docs/installing.md: its bundlers, as configured there, make programs that run elsewhere.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, before, describe, test } = require('node:test');
const { promisify } = require('node:util');
const { filesOf, ownTarballs, unpack } = require('../install/tarballs.js');
const { current } = require('../packages');
const { run, runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');
const { commandsOf, fencesOf, readPage } = require('./page.js');
const { platformName } = require('../../lib/native/index.js');

const docs = readPage('installing.md');
const commands = commandsOf(docs)
  .filter((command) => command.startsWith('npx '))
  .map((command) => command.replace('npx ', ''));
const configs = fencesOf(docs).filter(({ name }) => name === 'webpack.config.js');
const binary = `gc-tracker.${platformName()}.node`;

/** Each test's own folder is below, with a program and an installed gc-tracker. */
const base = workspace({ after });
before(() => current());

function project() {
  const folder = fs.mkdtempSync(path.join(base, 'project-'));
  fs.copyFileSync(path.join(__dirname, '../install/consumer/app.js'), path.join(folder, 'app.js'));
  for (const tarball of ownTarballs()) unpack(tarball, folder);
  return folder;
}

/** A folder that has nothing but what is copied into it. */
function elsewhere(...sources) {
  const folder = fs.mkdtempSync(path.join(base, 'elsewhere-'));
  for (const source of sources)
    fs.cpSync(source, path.join(folder, path.basename(source)), { recursive: true });
  return folder;
}

async function assertRuns(folder, file) {
  const { stdout } = await runNode([file], { cwd: folder });
  assert.deepStrictEqual(JSON.parse(stdout), { reported: 1, explained: true });
}

/** Runs the page's command that has all these words, with more arguments perhaps. */
async function runCommand(folder, words, ...more) {
  const [found, ...others] = commands.filter((line) => words.every((word) => line.includes(word)));
  assert.deepStrictEqual(others, []);
  const [tool, ...args] = found.replaceAll('"', '').split(' ');
  const file = path.join(current(), '.bin', tool);
  const { code, stdout, stderr } = await run(file, [...args, ...more], { cwd: folder });
  assert.strictEqual(code, 0, stdout + stderr);
}

const binariesIn = (folder) => filesOf(folder).filter((file) => file.endsWith('.node'));

describe('esbuild', () => {
  test('left out of the bundle', async () => {
    const folder = project();
    await runCommand(folder, ['esbuild', '--external']);
    assert.deepStrictEqual(filesOf(path.join(folder, 'dist')), ['app.js']);
    await assertRuns(elsewhere(path.join(folder, 'dist'), path.join(folder, 'node_modules')), 'dist/app.js');
  });

  test('left out of a bundle that is an ES module', async () => {
    const folder = project();
    const program = fs.readFileSync(path.join(folder, 'app.js'), 'utf8');
    const imports = program.replace(/const (\{.*\}) = require\((.*)\);/g, 'import $1 from $2;');
    assert.notStrictEqual(imports, program);
    fs.writeFileSync(path.join(folder, 'app.js'), imports);
    await runCommand(folder, ['esbuild', '--external'], '--format=esm', '--out-extension:.js=.mjs');
    await assertRuns(elsewhere(path.join(folder, 'dist'), path.join(folder, 'node_modules')), 'dist/app.mjs');
  });

  test('beside the bundle', async () => {
    const folder = project();
    await runCommand(folder, ['esbuild', '--loader']);
    assert.strictEqual(binariesIn(path.join(folder, 'dist')).length, 1);
    await assertRuns(elsewhere(path.join(folder, 'dist')), 'dist/app.js');
  });
});

describe('webpack', () => {
  /** Bundles with a configuration of the page. */
  async function bundle(folder, code) {
    const webpack = require(path.join(current(), 'webpack'));
    const module = { exports: {} };
    new Function('module', code)(module);
    const dist = path.join(folder, 'dist');
    const stats = await promisify(webpack)({
      ...module.exports,
      context: folder,
      output: { path: dist },
      mode: 'production',
      resolveLoader: { modules: [current()] },
    });
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    assert.deepStrictEqual([...errors, ...warnings], []);
    return dist;
  }

  const [leftOut, beside] = configs.map(({ code }) => code);

  test('left out of the bundle', async () => {
    const folder = project();
    const dist = await bundle(folder, leftOut);
    assert.deepStrictEqual(binariesIn(dist), []);
    await assertRuns(elsewhere(dist, path.join(folder, 'node_modules')), 'dist/main.js');
  });

  test('beside the bundle', async () => {
    const dist = await bundle(project(), beside);
    assert.strictEqual(binariesIn(dist).length, 1);
    await assertRuns(elsewhere(dist), 'dist/main.js');
  });

  test('a binary that became the name of a file is told', async () => {
    const dist = await bundle(project(), beside.replace("loader: 'node-loader'", "type: 'asset/resource'"));
    const { code, stderr } = await run(process.execPath, ['main.js'], { cwd: dist });
    assert.strictEqual(code, 1);
    assert.match(stderr, /a bundler has made of it '\w+\.node': it has to load as the file that it is/);
    assert.match(stderr, /code: 'ERR_GC_TRACKER_NO_BINARY'/);
  });
});

test('@vercel/nft: the files that it lists are enough, the binary of this platform among them', async () => {
  const folder = project();
  const { nodeFileTrace } = require(path.join(current(), '@vercel/nft'));
  const { fileList } = await nodeFileTrace([path.join(folder, 'app.js')], { base: folder });
  const listed = [...fileList];
  assert.ok(
    listed.includes(path.join('node_modules', `gc-tracker-${platformName()}`, binary)),
    listed.join(),
  );
  const copy = elsewhere();
  for (const file of listed) fs.cpSync(path.join(folder, file), path.join(copy, file), { recursive: true });
  await assertRuns(copy, 'app.js');
});

test('asar: the binary lies outside of the archive, all else within; unpacked it runs', async () => {
  const folder = project();
  const app = path.join(folder, 'app');
  fs.mkdirSync(app);
  for (const name of ['app.js', 'node_modules']) fs.renameSync(path.join(folder, name), path.join(app, name));
  await runCommand(folder, ['asar']);
  assert.deepStrictEqual(filesOf(path.join(folder, 'app.asar.unpacked')), binariesIn(app));
  const { extractAll } = require(path.join(current(), '@electron/asar'));
  const copy = elsewhere();
  extractAll(path.join(folder, 'app.asar'), copy);
  assert.deepStrictEqual(filesOf(copy), filesOf(app));
  await assertRuns(copy, 'app.js');
});

test('every command and configuration of the page is run', () => {
  assert.deepStrictEqual(
    commands.map((line) => line.split(' ')[0]),
    ['esbuild', 'esbuild', 'asar'],
  );
  assert.strictEqual(configs.length, 2);
});
