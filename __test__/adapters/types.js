'use strict';

// The types, as a strict consumer sees them: each program on its own, since runners declare the same globals.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { after, before, describe, test } = require('node:test');

const types = path.join(__dirname, 'types');
const programs = fs.readdirSync(types).filter((file) => /\.[cm]?ts$/.test(file));

describe('types', () => {
  let folder;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-types-'));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const compile = (program) => {
    const project = path.join(folder, 'tsconfig.json');
    const config = { extends: path.join(types, 'tsconfig.json'), files: [program] };
    fs.writeFileSync(project, JSON.stringify(config));
    const tsc = path.join(__dirname, 'node_modules/typescript/bin/tsc');
    return new Promise((resolve) => {
      execFile(process.execPath, [tsc, '--project', project], (_error, stdout) => resolve(stdout));
    });
  };

  for (const program of programs) {
    test(program, async () => {
      assert.strictEqual(await compile(path.join(types, program)), '');
    });
  }

  // Otherwise nothing above would fail.
  test('a wrong program is refused', async () => {
    const program = fs.readFileSync(path.join(types, 'jest.ts'), 'utf8');
    const wrong = path.join(folder, 'wrong.ts');
    fs.symlinkSync(path.join(__dirname, 'node_modules'), path.join(folder, 'node_modules'));
    fs.writeFileSync(wrong, program.replace(/^.*@ts-expect-error.*$/gm, ''));
    const errors = (await compile(wrong)).match(/error TS\d+/g);
    assert.deepStrictEqual(errors, ['error TS2322', 'error TS2561', 'error TS2551']);
  });
});
