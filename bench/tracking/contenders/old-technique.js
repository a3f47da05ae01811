'use strict';

// The old technique, written by us: a WeakMap holds an AsyncResource for each target, which dies with it. Node then
// emits its `destroy` event to an async_hooks hook. The first tracking enables the hook: a program that never tracks
// would not pay.

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
