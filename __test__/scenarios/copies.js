'use strict';

// Several copies of the JavaScript side in one process do not disturb each other.

const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { assert, each, run, until } = require('./support.js');

const root = path.resolve(__dirname, '../..');

function freshCopy() {
  for (const file of Object.keys(require.cache)) {
    if (file === path.join(root, 'index.js') || file.startsWith(path.join(root, 'lib')))
      delete require.cache[file];
  }
  return require(root);
}

run(async () => {
  const first = freshCopy();
  const second = freshCopy();
  assert.notStrictEqual(first.trackGC, second.trackGC);
  const third = await import(pathToFileURL(path.join(root, 'index.js')).href);

  const counts = [0, 0, 0];
  const unwanted = () => {
    throw new Error('dropped by stopTrackGC');
  };
  each(300, (i) => {
    const target = { i };
    first.trackGC(target, () => counts[0]++, { label: 'first' });
    second.trackGC(target, () => counts[1]++, { label: 'second' });
    third.trackGC(target, () => counts[2]++);
  });
  assert.deepStrictEqual(Object.keys(first.trackingStats().labels), ['first']);
  assert.deepStrictEqual(Object.keys(second.trackingStats().labels), ['second']);
  assert.strictEqual(first.trackingStats().live, 300);
  await until(
    () => counts.every((count) => count >= 300),
    'the callbacks of all copies',
    () => first.forceGC(),
  );
  assert.deepStrictEqual(counts.slice(0, 2), [300, 300]);

  each(100, () => first.trackGC({}, unwanted));
  let others = 0;
  each(100, () => second.trackGC({}, () => others++));
  first.stopTrackGC();
  await until(
    () => others === 100,
    'the callbacks of the copy that was not stopped',
    () => second.forceGC(),
  );
});
