'use strict';

// docs/api/ is what `npm run docs:api` makes of the declaration files, and names all that there is. (The examples:
// references.test.js.)

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { readEntries, pages } = require('../../scripts/api/pages.js');
const { read } = require('../../scripts/api/read.js');
const { renderEntry } = require('../../scripts/api/render.js');

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, 'docs/api');

test('the pages are what the declaration files give', () => {
  const made = pages();
  assert.deepStrictEqual(fs.readdirSync(folder).sort(), [...made.keys()].sort());
  for (const [file, text] of made) {
    const hint = `docs/api/${file} is out of date: npm run docs:api`;
    assert.strictEqual(fs.readFileSync(path.join(folder, file), 'utf8'), text, hint);
  }
});

for (const { name, declarations } of readEntries()) {
  if (['gc-tracker/jest', 'gc-tracker/vitest', 'gc-tracker/chai'].includes(name)) continue;
  test(`${name}: what is declared is what there is`, () => {
    const values = declarations.filter(({ kind }) => ['function', 'class', 'constant'].includes(kind));
    assert.deepStrictEqual(values.map((value) => value.name).sort(), Object.keys(require(name)).sort());
  });
}

/** The page of a declaration, with links to nothing but `known`. */
function pageOf(declaration, known = {}) {
  const entry = {
    name: 'entry',
    source: 'entry.d.ts',
    loading: '',
    ...read(`/** Intro. @module */\n\n${declaration}`),
  };
  return renderEntry(entry, (name) => known[name]);
}

test('a page shows what is optional without `| undefined`, and nothing else without it', () => {
  const page = pageOf('export interface Options { a?: (() => void) | undefined; b: string | undefined; }');
  assert.match(page, /^- \*\*`a\?: \(\) => void`\*\*$/m);
  assert.match(page, /^- \*\*`b: string \| undefined`\*\*$/m);
});

test('a page leads to the types that code mentions', () => {
  const page = pageOf('export function f(a: Other, b: Unknown): void;', { Other: 'other.md#other' });
  assert.match(page, /^See \[Other\]\(other\.md#other\)\.$/m);
});

test('a link to nothing is an error', () => {
  assert.throws(
    () => pageOf('/** As {@link g}. */\nexport function f(): void;'),
    /\{@link g\} leads nowhere/,
  );
});

test('a tag that no page can show is an error', () => {
  assert.throws(() => pageOf('/** @returns it */\nexport function f(): void;'), /tag @returns/);
});
