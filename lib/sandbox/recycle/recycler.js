'use strict';

// A recycler serves calls from the current instance that a factory has made, and replaces it when it passes a limit or
// crashes.
//
// The replacement is made while the current instance serves. The switch is an assignment, so no call waits for it. The old
// instance drains (its running calls end there). Then it is disposed, and the disposal is proven in the background.

const { AsyncResource } = require('node:async_hooks');
const { EventEmitter } = require('node:events');
const process = require('node:process');
const { setImmediate } = require('node:timers/promises');
const { makeAsyncDisposable } = require('../../util/disposable.js');
const { argumentError, codedError, quote } = require('../../util/errors.js');
const { callUncaught } = require('../../util/call-uncaught.js');
const { isCrash } = require('./crash.js');
const { HeapWatch } = require('./heap-growth.js');
const { Instance } = require('./instance.js');
const { checkedOptions } = require('./options.js');
const { Backoff } = require('./backoff.js');
const { EventLoopTurns } = require('./event-loop-turns.js');

/** A new instance waits while this many disposals are in progress, so that memory is bounded if every call crashes. */
const MAX_DISPOSALS = 3;
/** The maximum time between two turns of the event loop, because GCs are reported between turns. */
const MAX_BETWEEN_TURNS_MS = 20;
/** The longest time that a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

class Recycler extends EventEmitter {
  #factory;
  #options;
  #now;
  #heapWatch;
  /** Work in the background runs in the async context of the recycler's creator, not in that of a call. */
  #context = new AsyncResource('gc-tracker.recycle');
  /** All instances that are not disposed yet: the current one, and those that drain or are being disposed. */
  #instances = new Set();
  #current;
  /** A promise while a new instance is made. */
  #replacement;
  /** The limit that the current instance has passed. */
  #passedLimit;
  #timer;
  #turns;
  /** Delays the next replacement after the factory has failed. */
  #backoff;
  #hasWarned = false;
  #counts = { calls: 0, running: 0, errors: 0, crashes: 0, failures: 0, leaks: 0 };
  #recycles = { calls: 0, wasmBytes: 0, heapBytes: 0, age: 0, crash: 0 };
  #disposal;
  #whenIdle;

  /** `now` is a clock in ms. */
  constructor(factory, options, now = () => performance.now()) {
    super();
    if (typeof factory !== 'function') {
      const message = `the factory must be a function like () => createSandbox('sql.js'), not ${quote(factory)}`;
      throw argumentError('ERR_GC_TRACKER_INVALID_CALLBACK', message);
    }
    this.#factory = factory;
    this.#options = checkedOptions(options);
    this.#now = now;
    this.#turns = new EventLoopTurns(now);
    this.#backoff = new Backoff(now);
    if (this.#options.maxHeapBytes < Infinity) this.#heapWatch = new HeapWatch();
  }

  async call(work) {
    if (typeof work !== 'function') {
      const message = `a call needs a function of the exports, not ${quote(work)}`;
      throw argumentError('ERR_GC_TRACKER_INVALID_CALLBACK', message);
    }
    if (this.#disposal !== undefined) {
      const message = 'the recycler was disposed of, and serves no more calls';
      throw codedError('ERR_GC_TRACKER_SANDBOX_DISPOSED', message);
    }
    this.#counts.calls++;
    this.#counts.running++;
    let instance;
    try {
      // A loop, because another call that waited may crash the new instance before this one continues.
      let hadTurn = false;
      while (this.#current === undefined || (!hadTurn && this.#isBusy())) {
        if (this.#current === undefined) await this.#replace();
        else {
          await this.#context.runInAsyncScope(() => this.#turns.take());
          hadTurn = true;
        }
      }
      instance = this.#current;
      instance.calls++;
      instance.running++;
      return await serve(instance.exports, work);
    } catch (error) {
      this.#counts.errors++;
      if (instance !== undefined) this.#noticeError(error, instance);
      throw error;
    } finally {
      if (instance !== undefined) this.#noticeEnd(instance);
      if (--this.#counts.running === 0) this.#whenIdle?.();
    }
  }

  stats() {
    const serving = [...this.#instances].filter(({ disposal }) => disposal === undefined);
    return {
      ...this.#counts,
      recycles: { ...this.#recycles },
      live: this.#instances.size,
      wasmBytes: serving.reduce((sum, { wasmBytes }) => sum + wasmBytes, 0),
      ageMs: this.#current?.ageMs ?? null,
    };
  }

  dispose() {
    this.#disposal ??= this.#disposeAll();
    return this.#disposal;
  }

  async #disposeAll() {
    if (this.#counts.running > 0) {
      await new Promise((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    // An event reports whether it fails.
    await this.#replacement?.catch(() => {});
    clearTimeout(this.#timer);
    this.#heapWatch?.stop();
    const last = this.#current;
    this.#current = undefined;
    if (last !== undefined) this.#startDisposal(last);
    await Promise.all(this.#disposals());
  }

  /** Whether there is background work that needs turns of the event loop. */
  #isBusy() {
    this.#checkLimits();
    if (this.#replacement !== undefined || this.#disposals().length > 0) return true;
    return this.#heapWatch !== undefined && this.#now() - this.#turns.lastAt > MAX_BETWEEN_TURNS_MS;
  }

  /** Makes a new instance and switches to it. Calls during that time get the same promise. */
  #replace() {
    if (this.#replacement === undefined) {
      const making = this.#context.runInAsyncScope(() => this.#make());
      this.#replacement = making.finally(() => {
        this.#replacement = undefined;
      });
      // If no call waits for it, the event reports the failure.
      this.#replacement.catch(() => {});
    }
    return this.#replacement;
  }

  async #make() {
    while (this.#disposals().length >= MAX_DISPOSALS) await Promise.race(this.#disposals());
    const startedAt = this.#now();
    let instance;
    try {
      instance = new Instance(await this.#factory(), this.#heapWatch, this.#now);
    } catch (error) {
      this.#counts.failures++;
      this.#backoff.noticeFailure();
      this.#emit('failed', error);
      throw error;
    }
    this.#backoff.noticeSuccess();
    const old = this.#current;
    this.#instances.add(instance);
    this.#current = instance;
    if (old !== undefined) this.#retire(old, this.#passedLimit);
    this.#setTimer(this.#options.maxAgeMs);
    this.#warnIfTooLarge(instance.wasmBytes);
    this.#emit('created', { durationMs: this.#now() - startedAt, wasmBytes: instance.wasmBytes });
  }

  #noticeError(error, instance) {
    if (instance.crashed || !this.#isCrash(error, instance)) return;
    instance.crashed = true;
    this.#counts.crashes++;
    if (instance !== this.#current) return;
    this.#current = undefined;
    this.#retire(instance, 'crash');
    if (this.#disposal === undefined) this.#replace();
  }

  #isCrash(error, { exports }) {
    if (isCrash(error, exports)) return true;
    let result = false;
    callUncaught(() => {
      result = Boolean(this.#options.isCrash?.(error, exports));
    });
    return result;
  }

  /** Is called when a call on this instance has ended. */
  #noticeEnd(instance) {
    instance.running--;
    if (instance === this.#current) this.#checkLimits();
    else if (instance.running === 0) this.#startDisposal(instance);
  }

  /** Replaces the current instance if it has passed a limit. */
  #checkLimits() {
    if (this.#current === undefined || this.#replacement !== undefined || this.#disposal !== undefined)
      return;
    const reason = this.#current.passedLimit(this.#options);
    // One disposal at a time. Otherwise fast calls would pile up instances whose disposal is not proven.
    if (reason === undefined || this.#disposals().length > 0 || !this.#backoff.isOver) return;
    this.#passedLimit = reason;
    this.#replace();
  }

  #setTimer(ms) {
    clearTimeout(this.#timer);
    if (ms === Infinity) return;
    // The timer must keep neither the process nor an unused recycler alive.
    const recycler = new WeakRef(this);
    this.#timer = setTimeout(() => recycler.deref()?.#noticeAge(), Math.min(ms, MAX_TIMER_MS));
    this.#timer.unref();
  }

  #noticeAge() {
    if (this.#current === undefined) return;
    const leftMs = this.#options.maxAgeMs - this.#current.ageMs;
    if (leftMs > 0) this.#setTimer(leftMs);
    else this.#checkLimits();
  }

  #retire(instance, reason) {
    this.#recycles[reason]++;
    instance.reason = reason;
    if (instance.running === 0) this.#startDisposal(instance);
  }

  #startDisposal(instance) {
    instance.disposal = this.#context.runInAsyncScope(() => this.#dispose(instance));
  }

  /** Disposes an instance and reports the result. Never rejects. */
  async #dispose(instance) {
    const { reason, calls, ageMs } = instance;
    let freed = null;
    try {
      // The disposal may start with a GC. Callers get their results first.
      await setImmediate();
      freed = (await instance.dispose(this.#options.disposal)) ?? null;
    } catch (error) {
      this.#counts.leaks++;
      this.#emit('leak', error);
    }
    this.#instances.delete(instance);
    if (reason !== undefined) this.#emit('recycled', { reason, calls, ageMs, freed });
    this.#checkLimits();
  }

  #disposals() {
    return [...this.#instances].flatMap(({ disposal }) => disposal ?? []);
  }

  #warnIfTooLarge(wasmBytes) {
    const { maxWasmBytes } = this.#options;
    if (this.#hasWarned || wasmBytes <= maxWasmBytes) return;
    this.#hasWarned = true;
    const text = `maxWasmBytes is ${maxWasmBytes}, but a new instance already has ${wasmBytes}: it is replaced after every call`;
    process.emitWarning(text, { type: 'RecycleWarning', code: 'ERR_GC_TRACKER_LIMIT' });
  }

  #emit(event, value) {
    callUncaught(() => this.emit(event, value));
  }
}

makeAsyncDisposable(Recycler);

function serve(exports, work) {
  const result = work(exports);
  // Outside of the call they would hold the instance. Those of OpenCV 4 are also a thenable that never settles.
  if (result === exports && Object(exports) === exports) {
    const message = 'the function has returned the exports: use them only inside the call';
    throw codedError('ERR_GC_TRACKER_INVALID_CALL', message);
  }
  return result;
}

/** Makes a recycler: see types/sandbox.d.ts. */
function recycle(factory, options) {
  return new Recycler(factory, options);
}

module.exports = { Recycler, recycle };
