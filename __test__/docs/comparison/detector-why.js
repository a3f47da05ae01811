'use strict';

// jest-leak-detector says that a target leaks; assertCollected says by which reference.

const { assertCollected, trackGC } = require('gc-tracker');
const { default: LeakDetector } = require('jest-leak-detector');
const { assert, run } = require('../../scenarios/support.js');

const sessions = new Map();

function login(watch) {
  const session = {};
  sessions.set('ada', session);
  return watch(session);
}

run(async () => {
  assert.strictEqual(await login((session) => new LeakDetector(session)).isLeaking(), true);
  await assert.rejects(assertCollected(login(trackGC)), ({ message }) => {
    assert.match(message, /variable sessions {2}Map/);
    assert.match(message, /\["ada"\]/);
    return true;
  });
});
