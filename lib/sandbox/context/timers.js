'use strict';

// Timers lent to a sandbox: those of Node.js, remembered until they have run, so that they can be taken back. A promise of
// node:timers/promises that waits then stays pending; once taken back, new timers never run.

const { setMaxListeners } = require('node:events');
const timers = require('node:timers');
const promises = require('node:timers/promises');
const { promisify } = require('node:util');

class Timers {
  /** Called with what a callback throws, instead of the process; undefined once the module is ready. */
  onError;
  #ended = new AbortController();
  /** Timeouts, intervals and immediates that are still to run. */
  #waiting = new Set();
  /** For node:timers/promises. */
  promises = this.#lentPromises();
  /** For node:timers; the globals of these names too. */
  lent = this.#lentTimers();

  constructor() {
    // One for each promise that waits.
    setMaxListeners(0, this.#ended.signal);
  }

  undo() {
    this.#ended.abort();
    for (const timer of this.#waiting) clear(timer);
    this.#waiting.clear();
  }

  #lentTimers() {
    const setTimeout = this.#starter(timers.setTimeout, true);
    const setImmediate = this.#starter(timers.setImmediate, true);
    setTimeout[promisify.custom] = this.promises.setTimeout;
    setImmediate[promisify.custom] = this.promises.setImmediate;
    const end = (timer) => this.#end(timer);
    return {
      ...timers,
      promises: this.promises,
      setTimeout,
      setInterval: this.#starter(timers.setInterval, false),
      setImmediate,
      clearTimeout: end,
      clearInterval: end,
      clearImmediate: end,
    };
  }

  /** Stands for one of the three functions that start timers. */
  #starter(start, once) {
    const lender = this;
    const waiting = this.#waiting;
    const { signal } = this.#ended;
    const end = (timer) => this.#end(timer);
    const methods = {
      refresh() {
        if (signal.aborted) return this;
        waiting.add(this);
        return Object.getPrototypeOf(this).refresh.call(this);
      },
      close() {
        end(this);
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
            if (lender.onError === undefined) throw error;
            return lender.onError(error);
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

  /** Also by its number. */
  #end(timer) {
    if (typeof timer === 'number' || typeof timer === 'string') {
      for (const one of this.#waiting) if (`${Number(one)}` === `${timer}`) this.#end(one);
      return;
    }
    if (timer === undefined || timer === null) return;
    this.#waiting.delete(timer);
    clear(timer);
  }

  #lentPromises() {
    const withEnd = (options) => ({ ...options, signal: this.#signal(options?.signal) });
    const forever = (error) => {
      if (this.#ended.signal.aborted) return new Promise(() => {});
      throw error;
    };
    const wait = (delay, value, options) =>
      promises.setTimeout(delay, value, withEnd(options)).catch(forever);
    return {
      setTimeout: wait,
      setImmediate: (value, options) => promises.setImmediate(value, withEnd(options)).catch(forever),
      async *setInterval(delay, value, options) {
        try {
          yield* promises.setInterval(delay, value, withEnd(options));
        } catch (error) {
          await forever(error);
        }
      },
      scheduler: {
        wait: (delay, options) => wait(delay, undefined, options),
        yield: () => promises.setImmediate(undefined, withEnd()).catch(forever),
      },
    };
  }

  #signal(own) {
    return own === undefined ? this.#ended.signal : AbortSignal.any([own, this.#ended.signal]);
  }
}

function clear(timer) {
  timers.clearTimeout(timer);
  timers.clearImmediate(timer);
}

module.exports = { Timers };
