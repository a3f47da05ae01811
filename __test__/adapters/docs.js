'use strict';

// docs/testing.md: its programs and commands run as they stand, and mocha's report is the one that it shows.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { describe, test } = require('node:test');
const { normal, place, run } = require('./run.js');

const docs = fs.readFileSync(path.resolve(__dirname, '../../docs/testing.md'), 'utf8');
const node = { command: process.execPath };
const major = Number.parseInt(process.versions.node, 10);

const scripts = {
  mocha: 'node_modules/mocha/bin/mocha.js',
  jest: 'node_modules/jest/bin/jest.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/** The section of a title; of none the introduction. */
function section(title) {
  const start = title === undefined ? 0 : docs.indexOf(`\n## ${title}\n`) + 1;
  return docs.slice(start, docs.indexOf('\n## ', start));
}

/** Writes the programs, whose names are their first lines. */
function writePrograms(text, folder) {
  for (const [, code, name] of text.matchAll(/```js\n(\/\/ (\S+)\n.*?)```/gs)) {
    fs.writeFileSync(path.join(folder, name), code);
  }
}

/** Resolves with what became of the section's command, or another one, in a folder with its programs. */
async function runSection(title, command = /^ {4}\$ (.*)$/m.exec(section(title))[1]) {
  const folder = place(title === 'vitest' && major < 22 ? path.join(__dirname, 'vitest4') : undefined);
  try {
    writePrograms(section(), folder);
    writePrograms(section(title), folder);
    const [program, ...args] = command.split(' ');
    if (program === 'npx') args[0] = scripts[args[0]];
    return await run(node, folder, args, { NO_COLOR: '1' });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The labels of the targets that are reported, each once. */
function reported({ stdout, stderr }) {
  const heads = `${stdout}${stderr}`.matchAll(/^ *\w+ "(\w+)" {2}@1 /gm);
  return [...new Set([...heads].map(([, label]) => label))];
}

describe('docs/testing.md', () => {
  for (const title of ['mocha', 'node:test', 'jest', 'vitest']) {
    test(`${title}: one of the tests leaks`, async () => {
      const result = await runSection(title);
      assert.deepStrictEqual(reported(result), ['bob'], result.stdout + result.stderr);
      assert.strictEqual(result.code, 1);
    });
  }

  test('mocha: the report', async () => {
    // Sizes are those of one version of Node.js.
    const lines = (text) =>
      text
        .replace(/\d+ B/g, '1 B')
        .split('\n')
        .filter((line) => line !== '');
    const { stdout } = await runSection('mocha');
    const [, shown] = /^ {4}\$ .*\n((?:(?: {4}.*)?\n)*)/m.exec(section('mocha'));
    assert.deepStrictEqual(lines(stdout), lines(normal(shown.replace(/^ {4}/gm, ''), '')));
  });

  test('mocha: a test that may leak', async () => {
    const { code, stdout } = await runSection('mocha', 'npx mocha --require gc-tracker/mocha cache.test.js');
    assert.strictEqual(code, 0, stdout);
  });

  if (major >= 22) {
    test('node:test: the assertions of a context', async () => {
      const { code, stdout } = await runSection(
        'node:test',
        'node --test --import gc-tracker/node-test assert.test.js',
      );
      assert.strictEqual(code, 0, stdout);
    });
  }

  test('chai: the tests pass', async () => {
    const { code, stdout } = await runSection('chai');
    assert.strictEqual(code, 0, stdout);
  });

  test('TypeScript: the program is right', async () => {
    const folder = place();
    try {
      const [, program] = /```ts\n(.*?)```/s.exec(section('TypeScript'));
      fs.writeFileSync(path.join(folder, 'program.mts'), program);
      const config = { extends: path.join(__dirname, 'types/tsconfig.json'), files: ['program.mts'] };
      fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
      const { stdout } = await run(node, folder, ['node_modules/typescript/bin/tsc']);
      assert.strictEqual(stdout, '');
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
