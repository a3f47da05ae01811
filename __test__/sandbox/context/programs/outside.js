'use strict';

// What a module leaves outside its context is taken back.

const assert = require('node:assert');
const { EventEmitter } = require('node:events');
const http = require('node:http');
const process = require('node:process');
const { setTimeout: after } = require('node:timers/promises');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { checkFreed, fixture, listeners, resources, resourcesAre } = require('../../support.js');

module.exports = {
  async 'listeners are taken back'() {
    const [before, own] = [listeners(), () => {}];
    process.on('SIGUSR2', own);
    const sandbox = await createSandbox(fixture('outside.js'));
    sandbox.exports.listen();
    sandbox.exports.bypass();
    assert.strictEqual(process.listenerCount('SIGWINCH'), 5);
    // Those of the host's errors are not the module's.
    assert.strictEqual(process.listenerCount('unhandledRejection'), 0);
    assert.strictEqual(http.globalAgent.listenerCount('free'), (before['agent free'] ?? 0) + 1);
    sandbox.exports.unlisten();
    assert.strictEqual(process.listenerCount('beforeExit'), 0);
    assert.deepStrictEqual(process.listeners('SIGUSR2'), [own]);
    process.off('SIGUSR2', own);
    checkFreed(await sandbox.dispose());
    assert.deepStrictEqual(listeners(), before);
  },

  async "listeners on the caller's emitters are taken back"() {
    const [one, two] = [new EventEmitter(), new EventTarget()];
    const other = () => {};
    one.on('change', other);
    const sandbox = await createSandbox(fixture('graph.js'), { emitters: [one], globals: { bus: one, two } });
    const listener = sandbox.call(({ shared }) => shared.constructor.constructor('return () => {}')());
    one.on('change', listener).once('end', listener);
    assert.strictEqual(one.listenerCount('change'), 2);
    const ended = sandbox.dispose({ timeoutMs: 1, explain: false }).catch(() => {});
    assert.deepStrictEqual([one.listeners('change'), one.eventNames()], [[other], ['change']]);
    await ended;
  },

  async 'timers are taken back'() {
    const warnings = [];
    process.on('warning', (warning) => warnings.push(warning));
    const before = resources();
    let calls = 0;
    const sandbox = await createSandbox(fixture('outside.js'));
    sandbox.exports.clear();
    assert.deepStrictEqual(resources(), before);
    sandbox.exports.start(() => calls++);
    while (calls < 4) await after(5);
    const ended = sandbox.dispose();
    const seen = calls;
    checkFreed(await ended);
    await resourcesAre(before);
    assert.strictEqual(calls, seen);
    assert.deepStrictEqual(warnings, []);
  },

  async 'ports, channels and workers are ended'() {
    const before = resources();
    const sandbox = await createSandbox(fixture('outside.js'));
    sandbox.exports.open();
    assert.ok(resources().length > before.length);
    checkFreed(await sandbox.dispose());
    await resourcesAre(before);
  },

  async 'what runs after the disposal leaves nothing'() {
    const [before, listenersBefore] = [resources(), listeners()];
    const sandbox = await createSandbox(fixture('outside.js'));
    let open;
    const gate = new Promise((resolve) => {
      open = resolve;
    });
    sandbox.exports.late(gate);
    const ended = sandbox.dispose();
    open();
    checkFreed(await ended);
    await resourcesAre(before);
    assert.deepStrictEqual(listeners(), listenersBefore);
  },
};
