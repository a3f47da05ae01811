'use strict';

// docs/command.md: its program and its commands run as they stand, and it knows every option and every
// field of the JSON.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { run } = require('../cli/run.js');
const { runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');
const { commandsOf, readPage } = require('./page.js');

const docs = readPage('command.md');
const documented = commandsOf(docs)
  .filter((command) => command.startsWith('npx gc-tracker '))
  .map((command) => command.split(' ').slice(2));
const isPage = ([name]) => ['report', 'run'].includes(name);
const commands = documented.filter((words) => !isPage(words));

/** It is not fenced: indented as a whole. */
const [program] = /^ {4}const[\s\S]*?(?=^\S)/m.exec(docs);
const programs = { 'service.js': program.replace(/^ {4}/gm, '') };
const folder = workspace({ after }, { programs });

before(() => runNode(['service.js'], { cwd: folder }));

const inFolder = (word) => (word.endsWith('.heapsnapshot') ? path.join(folder, word) : word);

/** The words of a documented command, with an id that is in the snapshot. */
async function real(words) {
  const { stdout } = await run([
    'find',
    path.join(folder, '3.heapsnapshot'),
    'Session',
    '--top',
    '1',
    '--json',
  ]);
  const [{ id }] = JSON.parse(stdout).nodes;
  return words.map((word) => (/^@\d+$/.test(word) ? `@${id}` : inFolder(word)));
}

/** What does not differ between versions of Node.js: the words without numbers, sizes and ids. */
const skeleton = (text) => text.replace(/[-+<]?[\d,.]+( (k|M)?B\b)?/g, '#').replace(/ +/g, ' ');

test('the documented commands print what the document shows', async () => {
  assert.deepStrictEqual(
    commands.map(([name]) => name),
    ['diff', 'summary', 'find', 'explain'],
  );
  // The first of the leak, and what it is held by.
  const shown = {
    diff: [
      '* Session',
      'Why new objects of class Session are alive',
      '(GC root) Global',
      'variable sessions Map',
      'listener of "price" function refresh @1',
    ],
    summary: ['What holds most', 'system / Context @1', 'service.js', 'Session 3,000'],
    find: ['3,000 objects, shallow', '"] of Map @1'],
    explain: [
      'written in ',
      '(GC root) Global',
      'service.js @1',
      'variable sessions Map @1',
      'Another way to it',
      'variable session Session @1',
    ],
  };
  for (const words of commands) {
    const { code, stdout } = await run(await real(words));
    assert.strictEqual(code, 0);
    const [section] = docs.slice(docs.indexOf(`    $ npx gc-tracker ${words[0]} `)).split(/^\S/m);
    for (const text of shown[words[0]].map(skeleton)) {
      assert.ok(skeleton(stdout).includes(text), `${text}\n${skeleton(stdout)}`);
      assert.ok(skeleton(section).includes(text), `${text}\n${skeleton(section)}`);
    }
  }
});

test('the documented commands that write a report do', async () => {
  const pages = documented.filter(isPage);
  assert.deepStrictEqual(
    pages.map(([name]) => name),
    ['report', 'run'],
  );
  const output = path.join(folder, 'report.html');
  for (const [name, ...words] of pages) {
    const { code, stdout, stderr } = await run([name, ...words], undefined, folder);
    assert.strictEqual(code, 0);
    assert.match(name === 'run' ? stderr : stdout, /report\.html {2}\d+ kB\n$/);
    assert.match(fs.readFileSync(output, 'utf8'), /^<!doctype html>/);
    fs.rmSync(output);
  }
});

function keysOf(value, found = new Set()) {
  if (Array.isArray(value)) for (const item of value) keysOf(item, found);
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) keysOf(inner, found.add(key));
  }
  return found;
}

test('every field of the JSON is in the document or in heap.d.ts', async () => {
  const types = fs.readFileSync(path.resolve(__dirname, '../../types/heap.d.ts'), 'utf8');
  const described = docs.slice(docs.indexOf('## JSON')) + types;
  for (const words of commands) {
    const { stdout } = await run([...(await real(words)), '--json']);
    for (const key of keysOf(JSON.parse(stdout))) {
      assert.match(described, new RegExp(`\\b${key}\\??: `), `${key} of ${words[0]}`);
    }
  }
});

test('the synopses are those of the help', async () => {
  const { stdout } = await run(['help']);
  const lines = stdout.match(/gc-tracker \w+ (?:FILE|\[-o).*$/gm);
  assert.strictEqual(lines.length, 6);
  for (const line of lines) assert.ok(docs.includes(`    npx ${line}\n`), line);
});
