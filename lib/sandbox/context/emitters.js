'use strict';

// Emitters that a sandbox shares with the host: `process`, its streams, those of Node's modules, and the caller's own. The
// disposal removes the listeners that the module has added. The module gets a proxy of `process`. The proxy also records
// listeners that are functions of the host, lets the module remove only its own listeners, and has an exit code of its own,
// because Emscripten sets it when its program ends.

const { getEventListeners } = require('node:events');
const process = require('node:process');

const ADD = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'];
const REMOVE = ['off', 'removeListener'];
/** Events that the module may not listen to: Emscripten's glue would throw the host's errors again, or abort. */
const HOST_ONLY = new Set(['uncaughtException', 'unhandledRejection']);

class SharedEmitters {
  #shared = new Set([process]);
  /** The [event, listener] pairs that the module has added to `process`. */
  #added = [];
  #isDisposed = false;
  process = this.#proxyOfProcess();

  /** Adds a value whose listeners are to be removed, if it is an emitter. */
  share(value) {
    if (isEmitter(value)) this.#shared.add(value);
  }

  /** Adds the emitters that a module of Node.js exports. Of its accessors, only `globalAgent` (http, https) returns one. */
  shareAll(exports) {
    this.share(exports);
    this.share(exports.globalAgent);
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(exports))) this.share(value);
  }

  /** Removes the listeners of the module, whose functions `isOwn` recognizes. May be called again for later listeners. */
  removeListeners(isOwn) {
    for (const [event, listener] of this.#added) process.removeListener(event, listener);
    for (const emitter of this.#shared) removeFrom(emitter, isOwn);
    this.#isDisposed = true;
    this.#added = [];
  }

  #proxyOfProcess() {
    const remove = (event, listener) => {
      const isIt = ([name, added]) => name === event && added === listener;
      const index = this.#added.findLastIndex(isIt);
      if (index >= 0) {
        this.#added.splice(index, 1);
        process.removeListener(event, listener);
      }
      return proxy;
    };
    const add = (name) => (event, listener) => {
      if (this.#isDisposed || HOST_ONLY.has(event)) return proxy;
      process[name](event, listener);
      this.#added.push([event, listener]);
      return proxy;
    };
    const overrides = {
      removeAllListeners: (event) => {
        for (const [name, listener] of [...this.#added]) {
          if (event === undefined || event === name) remove(name, listener);
        }
        return proxy;
      },
      setUncaughtExceptionCaptureCallback: () => {},
    };
    for (const name of ADD) overrides[name] = add(name);
    for (const name of REMOVE) overrides[name] = remove;
    let exitCode;
    const proxy = new Proxy(process, {
      get: (target, key) => {
        if (Object.hasOwn(overrides, key)) return overrides[key];
        if (key === 'exitCode') return exitCode;
        const value = Reflect.get(target, key);
        this.share(value);
        return value;
      },
      set: (target, key, value) => {
        if (key !== 'exitCode') return Reflect.set(target, key, value);
        exitCode = value;
        return true;
      },
    });
    return proxy;
  }
}

function isEmitter(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof value.eventNames === 'function' &&
    typeof value.off === 'function'
  );
}

function removeFrom(emitter, isOwn) {
  for (const event of emitter.eventNames()) {
    for (const listener of getEventListeners(emitter, event))
      if (isOwn(listener)) emitter.off(event, listener);
  }
}

module.exports = { SharedEmitters };
