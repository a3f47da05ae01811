'use strict';

// docs/api/ is what `npm run docs:api` makes of the declaration files, and names all that there is; examples of heap.d.ts,
// monitor.d.ts and sandbox.d.ts run as they stand (those of other entries: doc-examples.test.js, adapters/, metrics/).

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { readEntries, pages } = require('../../scripts/api/pages.js');
const { read } = require('../../scripts/api/read.js');
const { renderEntry } = require('../../scripts/api/render.js');
const { examplesOf } = require('./examples-of.js');
const { packages } = require('../sandbox/packages.js');

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

/** Runs a program in a folder with gc-tracker, sql.js and opencv-js. */
async function runProgram(code) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-api-'));
  try {
    fs.mkdirSync(path.join(place, 'node_modules/@techstark'), { recursive: true });
    fs.symlinkSync(root, path.join(place, 'node_modules/gc-tracker'));
    fs.symlinkSync(path.join(packages(), 'opencv4'), path.join(place, 'node_modules/@techstark/opencv-js'));
    fs.symlinkSync(path.join(packages(), 'sql.js'), path.join(place, 'node_modules/sql.js'));
    fs.writeFileSync(path.join(place, 'program.js'), code);
    return await promisify(execFile)(process.execPath, ['program.js'], { cwd: place, timeout: 120_000 });
  } finally {
    fs.rmSync(place, { recursive: true });
  }
}

// What an example assumes, and what ends it where it goes on.
const around = {
  'heap.d.ts': ["require('node:v8').writeHeapSnapshot('Heap.heapsnapshot');", ''],
  'monitor.d.ts': ['const sessions = new Map();', 'monitor.dispose();'],
  'sandbox.d.ts': ['', ''],
};

for (const [file, [before, after]] of Object.entries(around)) {
  const entry = `gc-tracker/${path.basename(file, '.d.ts')}`;
  for (const example of examplesOf(file)) {
    test(`${file}: this example runs: ${example.split('\n', 1)[0]}`, async () => {
      const { stderr } =
        await runProgram(`const { ${Object.keys(require(entry)).join(', ')} } = require('${entry}');
        const main = async () => { ${before} ${example} ${after} };
        main().catch((error) => { console.error(error); process.exitCode = 1; });`);
      assert.strictEqual(stderr, '');
    });
  }
}
