'use strict';

// The invariants of ARCHITECTURE.md that can be read off the sources.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.resolve(__dirname, '..');
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');

function sources(folder, ending) {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));
}

/** The files whose code, comments left out, matches. */
function matching(files, pattern) {
  return files.filter((file) => pattern.test(read(file).replace(/\/\/.*$/gm, '')));
}

const rust = sources('src', '.rs');

test('only src/binding has unsafe code and knows Node-API', () => {
  const outside = rust.filter((file) => !file.startsWith('src/binding/'));
  assert.deepStrictEqual(matching(outside, /\bunsafe\b/), []);
  assert.deepStrictEqual(matching(outside, /\bnapi/), []);
});

test('src/tracking and src/heap do not know the binding', () => {
  const lower = rust.filter((file) => /^src\/(tracking|heap)\//.test(file));
  assert.deepStrictEqual(matching(lower, /\bbinding\b/), []);
});

/** The entries of the package, but for what registers matchers or hooks when it is loaded. */
const { exports: exported } = JSON.parse(read('package.json'));
const entries = Object.values(exported)
  .map((target) => target.default)
  .filter((file) => file !== undefined)
  .map((file) => path.normalize(file));

test('an entry that is a file of its own only re-exports, or registers what it loads', () => {
  const doors = entries.filter((file) => /^index\.js$|\/(?:entry|index|jest)\.m?js$|vitest/.test(file));
  assert.ok(doors.length >= 5);
  for (const file of doors) {
    // The main entry may load on demand.
    const code = read(file)
      .replace(/^(?:\/\/.*|\/\*\*.*\*\/)$/gm, '')
      .replace(/^function onDemand[\s\S]*?\n\}\n/m, '')
      .replace(/\(\) => require\('\.\/lib\/[\w/-]+\.js'\)/g, '');
    assert.ok(!/\bfunction\b|=>|\bclass\b|\bif\b/.test(code), file);
  }
});

/** The rooms of lib/, a floor a line: a room imports from the floors above its line, or from itself. */
const floors = [
  ['util'],
  ['native'],
  ['tracking'],
  ['gc'],
  ['heap'],
  ['paths'],
  ['leaks'],
  ['growth'],
  ['monitor', 'metrics', 'sandbox', 'adapters'],
  ['recording'],
  ['report'],
  ['cli'],
];

const floorOf = (room) => floors.findIndex((rooms) => rooms.includes(room));
const roomOf = (file) => file.split('/')[1];
const files = sources('lib', 'js');

/** [{ file, imported }] of all relative imports in lib/. */
const imports = files.flatMap((file) =>
  [...read(file).matchAll(/(?:\brequire\(|\bfrom )'(\.[^']+)'/g)].map(([, specifier]) => ({
    file,
    imported: path.join(path.dirname(file), specifier),
  })),
);

test('lib/ has these rooms, and nothing beside them', () => {
  assert.deepStrictEqual(fs.readdirSync(path.join(root, 'lib')).sort(), floors.flat().sort());
});

test('no room of lib/ imports from a room above it', () => {
  const upward = imports.filter(
    ({ file, imported }) =>
      imported.startsWith('lib/') &&
      roomOf(file) !== roomOf(imported) &&
      floorOf(roomOf(imported)) >= floorOf(roomOf(file)),
  );
  assert.deepStrictEqual(upward, []);
});

test('a room of lib/ is entered by its index.js', () => {
  const besides = imports.filter(({ file, imported }) => {
    // util is a shelf, of which each takes what it needs.
    if (!imported.startsWith('lib/') || roomOf(imported) === 'util') return false;
    return roomOf(file) !== roomOf(imported) && !/^lib\/\w+\/index\.js$/.test(imported);
  });
  assert.deepStrictEqual(besides, []);
});

test('no circle among the files of lib/', () => {
  const next = new Map();
  for (const one of imports) next.set(one.file, [...(next.get(one.file) ?? []), one]);
  const done = new Set();
  const visit = (file, trail) => {
    assert.ok(!trail.includes(file), [...trail, file].join(' → '));
    if (done.has(file)) return;
    for (const { imported } of next.get(file) ?? []) visit(imported, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test('ARCHITECTURE.md names each file of lib/ and src/, and none that is not there', () => {
  const text = read('ARCHITECTURE.md');
  const named = new Set([...text.matchAll(/`(?:[\w-]+\/)*([\w-]+\.(?:m?js|rs))`/g)].map(([, name]) => name));
  const names = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  // Of the folders rules/, page/ and tests/ the room's line says enough, and of the files lib.rs and mod.rs their names.
  const own = names
    .filter((name) => /^(?:lib|src)\/.+\.(?:m?js|rs)$/.test(name))
    .filter((name) => !/\/(?:rules|page|tests)\/|_test\.rs$|\/(?:lib|mod)\.rs$/.test(name))
    .map((name) => path.basename(name));
  assert.deepStrictEqual(
    [...new Set(own)].filter((name) => !named.has(name)),
    [],
  );
  const all = new Set(names.map((name) => path.basename(name)));
  assert.deepStrictEqual(
    [...named].filter((name) => !all.has(name)),
    [],
  );
});

test('the top level has only what its owner fixed and what tools look for there', () => {
  const names = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const topLevel = new Set(names.map((name) => name.split('/')[0]));
  assert.ok(topLevel.size <= 32, [...topLevel].join(' '));
});

test('the main entry needs no other package', () => {
  const { dependencies, scripts } = JSON.parse(read('package.json'));
  assert.strictEqual(dependencies, undefined);
  for (const hook of ['preinstall', 'install', 'postinstall']) assert.strictEqual(scripts[hook], undefined);
  // jest itself provides `@jest/globals`.
  const required = files
    .filter((file) => file !== 'lib/adapters/jest.js')
    .flatMap((file) => [...read(file).matchAll(/require\('([^']+)'\)/g)].map(([, id]) => id));
  assert.deepStrictEqual(
    required.filter((id) => !/^(node:|\.|gc-tracker-)/.test(id)),
    [],
  );
});

/** What tests alone import. */
const forTests = ['MemoryMonitor', 'Recycler'];

test('what a module of lib/ exports is used', () => {
  const all = [...new Set([...files, ...entries, 'bin/gc-tracker.js'])];
  for (const file of files) {
    if (entries.includes(file)) continue;
    // What a door exports is for other rooms.
    const isDoor = file.endsWith('/index.js');
    const others = all
      .filter((other) => other !== file && !(isDoor && roomOf(other) === roomOf(file)))
      .map(read);
    // As a list of rules, or as what `expect.extend` takes.
    const base = file.split('/').at(-1);
    if (
      others.some((code) =>
        new RegExp(`\\.\\.\\.require\\('\\./${base}'\\)|\\b\\w+ (?:=|from).*/${base}'`).test(code),
      )
    )
      continue;
    const names = /module\.exports = \{([^}]*)\}/.exec(read(file))?.[1] ?? '';
    for (const name of names
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !forTests.includes(part))) {
      assert.ok(
        others.some((code) => new RegExp(`\\b${name}\\b`).test(code)),
        `${name} of ${file}`,
      );
    }
  }
});
