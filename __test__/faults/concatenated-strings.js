'use strict';

// Strings that were built by `+=` of thousands of pieces have their text everywhere, and count as one string each.

const assert = require('node:assert');
const v8 = require('node:v8');
const { openHeapSnapshot } = require('gc-tracker/heap');
const { commandLine } = require('./support/command.js');

const PIECES = 10_000;

/** A log and a page, built at once: V8 keeps both as the pieces that they were built of. */
function build(end) {
  const built = { log: '', page: '' };
  for (let index = 0; index < PIECES; index++) {
    built.log += `line ${index} of the log\n`;
    built.page += `<li>item ${index}</li>`;
  }
  built.log += end;
  return built;
}

/** A string that grows at its start. */
function prepended() {
  let text = 'the first of all entries';
  for (let index = 0; index < PIECES; index++) text = `entry ${index} of many, ${text}`;
  return text;
}

async function main() {
  globalThis.documents = [build('one'), build('other'), prepended()];
  const file = v8.writeHeapSnapshot('built.heapsnapshot');

  const snapshot = await openHeapSnapshot(file);
  const found = await snapshot.find({ type: 'concatenated string', top: 10 * PIECES });
  assert.ok(found.length >= 5 * PIECES);
  assert.deepStrictEqual(
    found.filter(({ name }) => name === ''),
    [],
  );
  for (const start of ['<li>item 0</li><li>', 'line 0 of the log\nline 1', `entry ${PIECES - 1} of many, e`])
    assert.ok(
      found.some(({ name }) => name.startsWith(start) && name.length >= 1024),
      start,
    );

  const duplicates = await snapshot.duplicateStrings();
  assert.ok(
    !duplicates.some(({ value, count }) => value === '' && count > 2),
    'no group of ropes without text',
  );
  const pages = duplicates.filter(({ value }) => value.startsWith('<li>item 0</li><li>'));
  assert.deepStrictEqual(
    pages.map(({ count }) => count),
    [2],
    'both pages are equal, and each is one string',
  );
  const logs = duplicates.filter(({ value }) => value.startsWith('line 0 of the log\nline 1'));
  assert.deepStrictEqual(
    logs,
    [],
    'the logs end otherwise, and what they were built of is no string of its own',
  );
  const [retained, whole] = [
    Math.max(...duplicates.map((one) => one.retainedSize)),
    await snapshot.summary(),
  ];
  assert.ok(retained <= whole.shallowSize, 'no group retains more than the heap');
  snapshot.dispose();

  const { stdout } = commandLine('summary', file, '--top', '3');
  assert.match(stdout, /<li>item 0<\/li>/);
  assert.doesNotMatch(stdout, /"" @|""\s*$/m);
}

main();
