'use strict';

// What programs that use sandboxes need.

const assert = require('node:assert');
const cluster = require('node:cluster');
const http = require('node:http');
const path = require('node:path');
const process = require('node:process');
const { setTimeout: after } = require('node:timers/promises');
const { packages } = require('./packages.js');

/** The file of a module in modules/. */
const fixture = (name) => path.join(__dirname, 'modules', name);
/** That of a package from npm. */
const real = (name) => path.join(packages(), name);

/** Resolves with what a promise rejects with. */
async function rejection(promise) {
  return promise.then(
    () => assert.fail('it resolved'),
    (error) => error,
  );
}

const emitters = { process, cluster, agent: http.globalAgent, out: process.stdout, err: process.stderr };

/** How many listeners each shared emitter has, by event. */
function listeners() {
  const counts = {};
  for (const [name, emitter] of Object.entries(emitters)) {
    for (const event of emitter.eventNames())
      counts[`${name} ${String(event)}`] = emitter.listenerCount(event);
  }
  return counts;
}

/** What keeps the process alive, by kind. */
function resources() {
  return process.getActiveResourcesInfo().sort();
}

/** Our own delivery of callbacks may need some macrotasks more. */
async function resourcesAre(expected) {
  const [wanted, end] = [expected.join(), Date.now() + 5000];
  while (resources().join() !== wanted && Date.now() < end) await after(5);
  assert.deepStrictEqual(resources(), expected);
}

function checkFreed(freed) {
  assert.strictEqual(freed.collected, true);
  for (const name of ['heapBytes', 'externalBytes', 'wasmBytes'])
    assert.ok(Number.isFinite(freed[name]), name);
}

module.exports = { checkFreed, fixture, listeners, real, rejection, resources, resourcesAre };
