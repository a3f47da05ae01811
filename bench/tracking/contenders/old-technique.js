'use strict';

// The old technique, in our own writing: an AsyncResource hangs on the target through a WeakMap and
// dies with it; Node emits its `destroy` event to an enabled async_hooks hook. The hook is enabled by
// the first tracking, as a program that never tracks would not pay for it.

const { AsyncResource, createHook } = require('node:async_hooks');

const resources = new WeakMap();
const callbacks = new Map();
let enabled = false;

function destroy(asyncId) {
  const callback = callbacks.get(asyncId);
  if (callback === undefined) return;
  callbacks.delete(asyncId);
  callback();
}

function track(target, callback) {
  if (!enabled) createHook({ destroy }).enable();
  enabled = true;
  const resource = new AsyncResource('tracked', { requireManualDestroy: false });
  callbacks.set(resource.asyncId(), callback);
  resources.set(target, resource);
}

module.exports = { track };
