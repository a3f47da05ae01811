'use strict';

// Only where the assertions of a test's context can be added to.

const { test } = require('node:test');
const { trackGC } = require('gc-tracker');
const { allowLeaks } = require('gc-tracker/node-test');

const kept = [];

test('passes', async (t) => {
  t.plan(2);
  await t.assert.collected(trackGC({}));
  await t.assert.noLeaks((track) => {
    track({});
  });
});

test('leaks', async (t) => {
  allowLeaks(t, 'the assertion says it');
  kept.push({});
  await t.assert.collected(trackGC(kept[0]));
});

test('leaks in a function', async (t) => {
  allowLeaks(t, 'the assertion says it');
  await t.assert.noLeaks((track) => {
    kept.push(track({}));
  });
});
