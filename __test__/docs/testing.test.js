'use strict';

// docs/testing.md: its programs and commands run as they stand, and mocha's report is the one that it shows.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { normal, run } = require('../adapters/run.js');
const { installTracker } = require('../packages/tracker.js');
const { workspace } = require('../support/workspace.js');
const { major, modulesFor, runCommand } = require('./commands.js');
const { commandsOf, fencesOf, programsOf, sectionsOf } = require('./page.js');

const sections = sectionsOf('testing.md');
const [{ text: introduction }] = sections;
const section = (wanted) => sections.find(({ title }) => title === wanted).text;

/** Resolves with { code, output } of the section's command, or another one, in a folder with its programs. */
function runSection(t, title, command = commandsOf(section(title))[0]) {
  const programs = { ...programsOf(introduction), ...programsOf(section(title)) };
  return runCommand(workspace(t, { modules: modulesFor(title), programs }), command);
}

/** The labels of the targets that are reported, each once. */
function reported(output) {
  const heads = output.matchAll(/^ *\w+ "(\w+)" {2}@1 /gm);
  return [...new Set([...heads].map(([, label]) => label))];
}

before(installTracker);

describe('docs/testing.md', () => {
  for (const title of ['mocha', 'node:test', 'jest', 'vitest']) {
    test(`${title}: one of the tests leaks`, async (t) => {
      const { code, output } = await runSection(t, title);
      assert.deepStrictEqual(reported(output), ['bob'], output);
      assert.strictEqual(code, 1);
    });
  }

  test('mocha: the report', async (t) => {
    // Sizes are those of one version of Node.js.
    const lines = (text) =>
      text
        .replace(/\d+ B/g, '1 B')
        .split('\n')
        .filter((line) => line !== '');
    const { output } = await runSection(t, 'mocha');
    const [, shown] = /^ {4}\$ .*\n((?:(?: {4}.*)?\n)*)/m.exec(section('mocha'));
    assert.deepStrictEqual(lines(output), lines(normal(shown.replace(/^ {4}/gm, ''), '')));
  });

  test('mocha: a test that may leak', async (t) => {
    const { code, output } = await runSection(
      t,
      'mocha',
      'npx mocha --require gc-tracker/mocha cache.test.js',
    );
    assert.strictEqual(code, 0, output);
  });

  if (major >= 22) {
    test('node:test: the assertions of a context', async (t) => {
      const { code, output } = await runSection(
        t,
        'node:test',
        'node --test --import gc-tracker/node-test assert.test.js',
      );
      assert.strictEqual(code, 0, output);
    });
  }

  test('chai: the tests pass', async (t) => {
    const { code, output } = await runSection(t, 'chai');
    assert.strictEqual(code, 0, output);
  });

  test('TypeScript: the program is right', async (t) => {
    const [{ code }] = fencesOf(section('TypeScript')).filter(({ language }) => language === 'ts');
    const config = { extends: './strict.json', files: ['program.mts'] };
    const strict = fs.readFileSync(path.join(__dirname, '../adapters/types/tsconfig.json'), 'utf8');
    const programs = { 'program.mts': code, 'strict.json': strict, 'tsconfig.json': JSON.stringify(config) };
    const folder = workspace(t, { modules: modulesFor(), programs });
    const node = { command: process.execPath };
    const { stdout } = await run(node, folder, ['node_modules/typescript/bin/tsc']);
    assert.strictEqual(stdout, '');
  });
});
