'use strict';

// Runs the programs of a page as they stand, and compares what they print with what the page says.

const assert = require('node:assert');
const path = require('node:path');
const { describe, test } = require('node:test');
const { runNode } = require('../support/run.js');
const { ownModules, workspace } = require('../support/workspace.js');
const { fencesOf, programsOf, readPage } = require('./page.js');

/** The page says it in an output behind the program. */
const shown = (fence) => fence.shown;

/** The page does not say it. */
const lines = (text) => () => text;

/** As many comments behind the calls of console.log say it, or as many matches of another pattern. */
function comments(count, pattern = /console\.log\(.*\); \/\/ (\{.*\}|\w+)/g) {
  return ({ code }) => {
    const found = [...code.matchAll(pattern)].map(([, comment]) => comment);
    assert.strictEqual(found.length, count);
    return found.join('\n');
  };
}

/** Not run by itself: another program of the page requires it. */
const required = Symbol('required');

/**
 * Declares the tests of a page. `programs` has an entry for each block of JavaScript, by its name or by a text that only it
 * has: `required`, or
 *
 * - prints: what it prints, a function of the fence;
 * - like: what both texts are compared by, the whole of them by default;
 * - check: more to assert, of (printed, shown);
 * - file: where it is written, if not to its name;
 * - around: makes a program of what is only a part of one;
 * - skip: why it cannot run here.
 *
 * It runs in a folder with all named programs of the page, the texts `beside` them, gc-tracker and the packages of `modules()`:
 * paths by name.
 */
function testPrograms(page, { programs, modules = () => ({}), beside = {} }) {
  const text = readPage(page);
  const fences = fencesOf(text).filter(({ language }) => language === 'js');
  const fenceOf = (key) => fences.filter(({ code, name }) => name === key || (!name && code.includes(key)));

  describe(page, () => {
    test('each block of JavaScript is run, or required by one', () => {
      const found = Object.keys(programs).map(fenceOf);
      for (const [index, key] of Object.keys(programs).entries())
        assert.strictEqual(found[index].length, 1, key);
      assert.deepStrictEqual(new Set(found.flat()), new Set(fences));
    });

    for (const [key, entry] of Object.entries(programs)) {
      if (entry === required) continue;
      const { prints, like = (output) => output.trim(), check, file, around = (code) => code, skip } = entry;
      test(`${key} prints what the page says`, { skip }, async (t) => {
        const [fence] = fenceOf(key);
        const name = file ?? fence.name ?? 'program.js';
        const folder = workspace(t, {
          modules: { ...ownModules, ...modules() },
          programs: { ...programsOf(text), ...beside, [name]: around(fence.code) },
        });
        const flags = fence.code.includes('// node --expose-gc') ? ['--expose-gc'] : [];
        const { stdout, stderr } = await runNode([...flags, path.join(folder, name)], { cwd: folder });
        assert.strictEqual(stderr, '');
        const printed = stdout.replaceAll(`${folder}/`, '');
        assert.strictEqual(like(printed), like(prints(fence)));
        check?.(printed, fence.shown);
      });
    }
  });
}

module.exports = { comments, lines, required, shown, testPrograms };
