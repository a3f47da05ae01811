'use strict';

// CommonJS and ES modules give the same, and nothing else.

const assert = require('node:assert');
const { test } = require('node:test');

const entries = {
  'gc-tracker': [
    'LeakError',
    'addKnownRetainers',
    'assertCollected',
    'assertNoGrowth',
    'assertNoLeaks',
    'findLeaks',
    'forceGC',
    'stopTrackGC',
    'trackGC',
    'trackingStats',
  ],
  'gc-tracker/heap': ['HeapSnapshot', 'openHeapSnapshot', 'takeHeapSnapshot'],
  'gc-tracker/monitor': ['monitorMemory'],
  'gc-tracker/prometheus': ['registerMetrics'],
  'gc-tracker/opentelemetry': ['registerMetrics'],
  'gc-tracker/sandbox': ['createSandbox', 'recycle', 'watchWasm'],
  'gc-tracker/mocha': ['allowLeaks', 'mochaHooks'],
  'gc-tracker/node-test': ['allowLeaks'],
  'gc-tracker/chai': [],
};

for (const [entry, names] of Object.entries(entries)) {
  test(`${entry}: CommonJS and ES modules export the same`, async () => {
    const required = require(entry);
    const imported = await import(entry);
    assert.deepStrictEqual(Object.keys(required).sort(), names);
    // Node.js 23 and later add 'module.exports'.
    const found = Object.keys(imported).filter((name) => name !== 'module.exports');
    assert.deepStrictEqual(found.sort(), ['default', ...names].sort());
    for (const name of names) assert.strictEqual(imported[name], required[name]);
    assert.strictEqual(imported.default, required);
  });
}
