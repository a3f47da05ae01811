'use strict';

// Timers of Node.js for a sandbox. Each is recorded until it has run, so that the disposal can stop it. After `stop`, pending
// promises of node:timers/promises stay pending, and new timers never run.

const { setMaxListeners } = require('node:events');
const timers = require('node:timers');
const promises = require('node:timers/promises');
const { promisify } = require('node:util');

class SandboxTimers {
  /** Is called with errors of callbacks while the module loads. Afterwards it is undefined, and they are uncaught. */
  onError;
  #stopped = new AbortController();
  /** The timeouts, intervals and immediates that have not run yet. */
  #waiting = new Set();
  /** Replaces node:timers/promises. */
  promises = this.#makePromises();
  /** Replaces node:timers, and the globals of the same names. */
  exports = this.#makeExports();

  constructor() {
    // Each pending promise has a listener.
    setMaxListeners(0, this.#stopped.signal);
  }

  stop() {
    this.#stopped.abort();
    for (const timer of this.#waiting) clear(timer);
    this.#waiting.clear();
  }

  #makeExports() {
    const setTimeout = this.#starter(timers.setTimeout, true);
    const setImmediate = this.#starter(timers.setImmediate, true);
    setTimeout[promisify.custom] = this.promises.setTimeout;
    setImmediate[promisify.custom] = this.promises.setImmediate;
    const clearOne = (timer) => this.#clear(timer);
    return {
      ...timers,
      promises: this.promises,
      setTimeout,
      setInterval: this.#starter(timers.setInterval, false),
      setImmediate,
      clearTimeout: clearOne,
      clearInterval: clearOne,
      clearImmediate: clearOne,
    };
  }

  /** Replaces one of the three functions that start timers. */
  #starter(start, once) {
    const sandboxTimers = this;
    const waiting = this.#waiting;
    const { signal } = this.#stopped;
    const clearOne = (timer) => this.#clear(timer);
    const methods = {
      refresh() {
        if (signal.aborted) return this;
        waiting.add(this);
        return Object.getPrototypeOf(this).refresh.call(this);
      },
      close() {
        clearOne(this);
        return this;
      },
    };
    return (callback, ...values) => {
      if (typeof callback !== 'function') return start(callback, ...values);
      const timer = start(
        function (...given) {
          if (once) waiting.delete(this);
          try {
            return Reflect.apply(callback, this, given);
          } catch (error) {
            if (sandboxTimers.onError === undefined) throw error;
            return sandboxTimers.onError(error);
          }
        },
        ...values,
      );
      if (start !== timers.setImmediate) Object.assign(timer, methods);
      if (Symbol.dispose in timer) timer[Symbol.dispose] = methods.close;
      if (signal.aborted) clear(timer);
      else waiting.add(timer);
      return timer;
    };
  }

  /** Clears a timer, or the timer with this number. */
  #clear(timer) {
    if (typeof timer === 'number' || typeof timer === 'string') {
      for (const one of this.#waiting) if (`${Number(one)}` === `${timer}`) this.#clear(one);
      return;
    }
    if (timer === undefined || timer === null) return;
    this.#waiting.delete(timer);
    clear(timer);
  }

  #makePromises() {
    const withSignal = (options) => ({ ...options, signal: this.#signal(options?.signal) });
    const pendOnceStopped = (error) => {
      if (this.#stopped.signal.aborted) return new Promise(() => {});
      throw error;
    };
    const wait = (delay, value, options) =>
      promises.setTimeout(delay, value, withSignal(options)).catch(pendOnceStopped);
    return {
      setTimeout: wait,
      setImmediate: (value, options) =>
        promises.setImmediate(value, withSignal(options)).catch(pendOnceStopped),
      async *setInterval(delay, value, options) {
        try {
          yield* promises.setInterval(delay, value, withSignal(options));
        } catch (error) {
          await pendOnceStopped(error);
        }
      },
      scheduler: {
        wait: (delay, options) => wait(delay, undefined, options),
        yield: () => promises.setImmediate(undefined, withSignal()).catch(pendOnceStopped),
      },
    };
  }

  #signal(own) {
    return own === undefined ? this.#stopped.signal : AbortSignal.any([own, this.#stopped.signal]);
  }
}

function clear(timer) {
  timers.clearTimeout(timer);
  timers.clearImmediate(timer);
}

module.exports = { SandboxTimers };
