'use strict';

// Emitters that a sandbox shares with the host: `process`, its streams, those of Node's modules, and the caller's own. At the end
// they lose what the module has added; of `process` a stand-in is lent, which remembers also listeners that are the host's
// functions, lets the module remove its own only, and has an exit code of its own: Emscripten sets it when its program ends.

const { getEventListeners } = require('node:events');
const process = require('node:process');

const ADD = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'];
const REMOVE = ['off', 'removeListener'];
/** The host's errors are none of the module's business: Emscripten's glue would throw them anew, or abort. */
const HOSTS = new Set(['uncaughtException', 'unhandledRejection']);

class Emitters {
  #shared = new Set([process]);
  /** [event, listener] that were added to `process`. */
  #added = [];
  #ended = false;
  process = this.#lentProcess();

  /** What may be an emitter loses its listeners too. */
  share(value) {
    if (isEmitter(value)) this.#shared.add(value);
  }

  /** The emitters among what a module of Node.js exports; of accessors only the agents of http and https give one. */
  shareAll(exports) {
    this.share(exports);
    this.share(exports.globalAgent);
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(exports))) this.share(value);
  }

  /** Takes back what the module has added; `made` tells its functions. Once more for what it has added since. */
  undo(made) {
    for (const [event, listener] of this.#added) process.removeListener(event, listener);
    for (const emitter of this.#shared) removeListeners(emitter, made);
    this.#ended = true;
    this.#added = [];
  }

  #lentProcess() {
    const remove = (event, listener) => {
      const index = this.#added.findLastIndex((one) => one[0] === event && one[1] === listener);
      if (index >= 0) {
        this.#added.splice(index, 1);
        process.removeListener(event, listener);
      }
      return lent;
    };
    const add = (name) => (event, listener) => {
      if (this.#ended || HOSTS.has(event)) return lent;
      process[name](event, listener);
      this.#added.push([event, listener]);
      return lent;
    };
    const stands = {
      removeAllListeners: (event) => {
        for (const [name, listener] of [...this.#added]) {
          if (event === undefined || event === name) remove(name, listener);
        }
        return lent;
      },
      setUncaughtExceptionCaptureCallback: () => {},
    };
    for (const name of ADD) stands[name] = add(name);
    for (const name of REMOVE) stands[name] = remove;
    let exitCode;
    const lent = new Proxy(process, {
      get: (target, key) => {
        if (Object.hasOwn(stands, key)) return stands[key];
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
    return lent;
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

function removeListeners(emitter, made) {
  for (const event of emitter.eventNames()) {
    for (const listener of getEventListeners(emitter, event))
      if (made(listener)) emitter.off(event, listener);
  }
}

module.exports = { Emitters };
