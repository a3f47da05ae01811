'use strict';

// CommonJS and ES modules give the same functions, and nothing else.

const assert = require('node:assert');
const { test } = require('node:test');

const names = ['forceGC', 'stopTrackGC', 'trackGC', 'trackingStats'];

test('CommonJS and ES modules export the same', async () => {
  const required = require('gc-tracker');
  const imported = await import('gc-tracker');
  assert.deepStrictEqual(Object.keys(required).sort(), names);
  assert.deepStrictEqual(Object.keys(imported).sort(), ['default', ...names]);
  for (const name of names) assert.strictEqual(imported[name], required[name]);
  assert.strictEqual(imported.default, required);
});
