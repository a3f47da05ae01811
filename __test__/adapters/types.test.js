'use strict';

// The types, as a strict consumer sees them: each program on its own, since runners declare the same globals.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, before, describe, test } = require('node:test');
const { current } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { run } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');

const types = path.join(__dirname, 'types');
const files = fs.readdirSync(types).map((file) => path.join(types, file));
const programs = fs.readdirSync(types).filter((file) => /\.[cm]?ts$/.test(file));

before(installTracker);

describe('types', () => {
  const folder = workspace({ after }, { modules: current(), files });

  async function compile(program) {
    const config = { extends: './tsconfig.json', files: [program] };
    fs.writeFileSync(path.join(folder, 'program.json'), JSON.stringify(config));
    const tsc = path.join(current(), 'typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '--project', 'program.json'], { cwd: folder });
    return stdout;
  }

  for (const program of programs) {
    test(program, async () => {
      assert.strictEqual(await compile(program), '');
    });
  }

  // Otherwise nothing above would fail.
  test('a wrong program is refused', async () => {
    const program = fs.readFileSync(path.join(types, 'jest.ts'), 'utf8');
    fs.writeFileSync(path.join(folder, 'wrong.ts'), program.replace(/^.*@ts-expect-error.*$/gm, ''));
    const errors = (await compile('wrong.ts')).match(/error TS\d+/g);
    assert.deepStrictEqual(errors, ['error TS2322', 'error TS2561', 'error TS2551']);
  });
});
