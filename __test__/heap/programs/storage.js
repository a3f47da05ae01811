'use strict';

// AsyncLocalStorage and AsyncResource: stores that are held by pending promises, timers, emitters and
// bound functions, and nothing else.

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { EventEmitter } = require('node:events');
const v8 = require('node:v8');

const storage = new AsyncLocalStorage();
const second = new AsyncLocalStorage();
const hub = new EventEmitter();
hub.setMaxListeners(0);

class Store {
  constructor(id) {
    this.id = id;
    this.log = new Array(50).fill(id);
  }
}

async function request(id) {
  await null;
  second.enterWith({ nested: id });
  hub.on(
    'event',
    AsyncResource.bind(() => id),
  );
  await new Promise((resolve) => setTimeout(resolve, 1e6).unref());
}

const requests = [];
for (let id = 0; id < 200; id++) storage.run(new Store(id), () => requests.push(request(id)));
const resource = storage.run(new Store('resource'), () => new AsyncResource('Kept'));
const snapshot = storage.run(new Store('snapshot'), () => AsyncLocalStorage.snapshot());

globalThis.kept = { requests, resource, snapshot };

setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
