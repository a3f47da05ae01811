'use strict';

// A rejection of the host while sandboxes load reaches the host: when one load ends and the next begins, when loads overlap, and
// when none loads any more.

const assert = require('node:assert');
const process = require('node:process');
const { setTimeout: after } = require('node:timers/promises');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { slowModule, until } = require('./support/sandbox.js');

const told = [];
process.on('uncaughtException', ({ message }) => told.push(message));

async function tells(message) {
  Promise.reject(new Error(message));
  await until(() => told.includes(message));
  assert.strictEqual(told.at(-1), message);
}

async function main() {
  const { emit } = process;
  const slow = slowModule(100);
  const first = createSandbox(slow);
  // Timers of the module and of the host expire in one turn of the event loop, the host's first.
  setTimeout(() => Promise.reject(new Error('one')), 90);
  const second = first.then(() => createSandbox(slow));
  for (const end = Date.now() + 130; Date.now() < end; );
  await first;
  await until(() => told.length > 0);
  await tells('two');
  await second;

  const overlapping = [createSandbox(slow), createSandbox(slowModule(200))];
  await tells('three');
  await overlapping[0];
  await tells('four');
  await overlapping[1];
  await tells('five');
  await after(20);
  assert.deepStrictEqual(told, ['one', 'two', 'three', 'four', 'five']);
  assert.deepStrictEqual([process.emit, process.listenerCount('unhandledRejection')], [emit, 0]);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
