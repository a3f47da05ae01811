'use strict';

// `enterWith` has no end: all that the program does from then on is within the store.

const { AsyncLocalStorage } = require('node:async_hooks');

class Tenant {}

const tenants = new AsyncLocalStorage();

function enter(track) {
  tenants.enterWith(track(new Tenant(), 'tenant'));
  return setInterval(() => {}, 60_000);
}

exports.tenants = tenants;
exports.leak = (track) => {
  enter(track);
};
exports.clean = (track) => {
  clearInterval(enter(track));
  tenants.enterWith(undefined);
};
exports.culprit = [/AsyncLocalStorage/, /Tenant/];
