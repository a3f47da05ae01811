'use strict';

// A recycler serves calls from the current one of the instances that a factory makes, and replaces it by a fresh one when
// it has passed a limit or has crashed.
//
// A replacement is made while the current instance serves, and the switch is an assignment: no call waits for it. The
// old one drains (the calls that run on it end there), and is then disposed of, which is proven in the background.

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
const { Pause } = require('./backoff.js');
const { Turns } = require('./turns.js');

/** A crash waits for no disposal, but if each call crashes, memory must not pile up. */
const MOST_DISPOSALS = 3;
/** GCs are told of between turns of the event loop: it has one at least this often, in ms. */
const MOST_BETWEEN_TURNS_MS = 20;
/** What a timer can wait. */
const MOST_TIMER_MS = 2 ** 31 - 1;

class Recycler extends EventEmitter {
  #factory;
  #options;
  #now;
  #heapWatch;
  /** What happens in the background has the async context of whoever made the recycler, not that of some call. */
  #context = new AsyncResource('gc-tracker.recycle');
  /** All that are not disposed of: the current one, and those that drain or are being disposed of. */
  #instances = new Set();
  #current;
  /** A promise while a fresh one is made, and the limit that the current one has passed. */
  #renewal;
  #due;
  #timer;
  #turns;
  /** After a factory that failed while an instance serves. */
  #pause;
  #warned = false;
  #counts = { calls: 0, running: 0, errors: 0, crashes: 0, failures: 0, leaks: 0 };
  #recycles = { calls: 0, wasmBytes: 0, heapBytes: 0, age: 0, crash: 0 };
  #end;
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
    this.#turns = new Turns(now);
    this.#pause = new Pause(now);
    if (this.#options.maxHeapBytes < Infinity) this.#heapWatch = new HeapWatch();
  }

  async call(work) {
    if (typeof work !== 'function') {
      const message = `a call needs a function of the exports, not ${quote(work)}`;
      throw argumentError('ERR_GC_TRACKER_INVALID_CALLBACK', message);
    }
    if (this.#end !== undefined) {
      const message = 'the recycler was disposed of, and serves no more calls';
      throw codedError('ERR_GC_TRACKER_SANDBOX_DISPOSED', message);
    }
    this.#counts.calls++;
    this.#counts.running++;
    let instance;
    try {
      // In a loop: another call that has waited may meet a crash before this one goes on.
      let hadTurn = false;
      while (this.#current === undefined || (!hadTurn && this.#isBusy())) {
        if (this.#current === undefined) await this.#renew();
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
      if (instance !== undefined) this.#leave(instance);
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
    this.#end ??= this.#disposeAll();
    return this.#end;
  }

  async #disposeAll() {
    if (this.#counts.running > 0) {
      await new Promise((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    // Whether that fails or not, it is told by its event.
    await this.#renewal?.catch(() => {});
    clearTimeout(this.#timer);
    this.#heapWatch?.stop();
    const last = this.#current;
    this.#current = undefined;
    if (last !== undefined) this.#disposeOf(last);
    await Promise.all(this.#disposals());
  }

  /** Whether something is under way that needs turns of the event loop. */
  #isBusy() {
    this.#check();
    if (this.#renewal !== undefined || this.#disposals().length > 0) return true;
    return this.#heapWatch !== undefined && this.#now() - this.#turns.at > MOST_BETWEEN_TURNS_MS;
  }

  /** A fresh instance becomes the current one; all who ask while it is made wait for the same. */
  #renew() {
    if (this.#renewal === undefined) {
      const made = this.#context.runInAsyncScope(() => this.#make());
      this.#renewal = made.finally(() => {
        this.#renewal = undefined;
      });
      // If nobody waits for it, its event is all.
      this.#renewal.catch(() => {});
    }
    return this.#renewal;
  }

  async #make() {
    while (this.#disposals().length >= MOST_DISPOSALS) await Promise.race(this.#disposals());
    const from = this.#now();
    let fresh;
    try {
      fresh = new Instance(await this.#factory(), this.#heapWatch, this.#now);
    } catch (error) {
      this.#counts.failures++;
      this.#pause.noticeFailure();
      this.#tell('failed', error);
      throw error;
    }
    this.#pause.noticeSuccess();
    const old = this.#current;
    this.#instances.add(fresh);
    this.#current = fresh;
    if (old !== undefined) this.#retire(old, this.#due);
    this.#setTimer(this.#options.maxAgeMs);
    this.#warn(fresh.wasmBytes);
    this.#tell('created', { durationMs: this.#now() - from, wasmBytes: fresh.wasmBytes });
  }

  #noticeError(error, instance) {
    if (instance.crashed || !this.#isCrash(error, instance)) return;
    instance.crashed = true;
    this.#counts.crashes++;
    if (instance !== this.#current) return;
    this.#current = undefined;
    this.#retire(instance, 'crash');
    if (this.#end === undefined) this.#renew();
  }

  #isCrash(error, { exports }) {
    if (isCrash(error, exports)) return true;
    let isOwn = false;
    callUncaught(() => {
      isOwn = Boolean(this.#options.isCrash?.(error, exports));
    });
    return isOwn;
  }

  /** A call on this instance has ended. */
  #leave(instance) {
    instance.running--;
    if (instance === this.#current) this.#check();
    else if (instance.running === 0) this.#disposeOf(instance);
  }

  /** Lets the current instance be replaced if it has passed a limit. */
  #check() {
    if (this.#current === undefined || this.#renewal !== undefined || this.#end !== undefined) return;
    const reason = this.#current.passed(this.#options);
    // One disposal at a time: else what is not proven yet would pile up under calls that are faster.
    if (reason === undefined || this.#disposals().length > 0 || !this.#pause.isOver) return;
    this.#due = reason;
    this.#renew();
  }

  #setTimer(ms) {
    clearTimeout(this.#timer);
    if (ms === Infinity) return;
    // A timer must hold neither the process nor a recycler that was forgotten.
    const recycler = new WeakRef(this);
    this.#timer = setTimeout(() => recycler.deref()?.#noticeAge(), Math.min(ms, MOST_TIMER_MS));
    this.#timer.unref();
  }

  #noticeAge() {
    if (this.#current === undefined) return;
    const left = this.#options.maxAgeMs - this.#current.ageMs;
    if (left > 0) this.#setTimer(left);
    else this.#check();
  }

  #retire(instance, reason) {
    this.#recycles[reason]++;
    instance.reason = reason;
    if (instance.running === 0) this.#disposeOf(instance);
  }

  #disposeOf(instance) {
    instance.disposal = this.#context.runInAsyncScope(() => this.#prove(instance));
  }

  /** Never rejects. */
  async #prove(instance) {
    const { reason, calls, ageMs } = instance;
    let freed = null;
    try {
      // The proof may begin with a GC: first let those who have called have their results.
      await setImmediate();
      freed = (await instance.dispose(this.#options.disposal)) ?? null;
    } catch (error) {
      this.#counts.leaks++;
      this.#tell('leak', error);
    }
    this.#instances.delete(instance);
    if (reason !== undefined) this.#tell('recycled', { reason, calls, ageMs, freed });
    this.#check();
  }

  #disposals() {
    return [...this.#instances].flatMap(({ disposal }) => disposal ?? []);
  }

  #warn(wasmBytes) {
    const { maxWasmBytes } = this.#options;
    if (this.#warned || wasmBytes <= maxWasmBytes) return;
    this.#warned = true;
    const text = `maxWasmBytes is ${maxWasmBytes}, but a fresh instance has ${wasmBytes}: each call is its last`;
    process.emitWarning(text, { type: 'RecycleWarning', code: 'ERR_GC_TRACKER_LIMIT' });
  }

  #tell(event, value) {
    callUncaught(() => this.emit(event, value));
  }
}

makeAsyncDisposable(Recycler);

function serve(exports, work) {
  const result = work(exports);
  // Out here they would hold an instance that ought to go; and those of OpenCV 4 are a thenable without end.
  if (result === exports && Object(exports) === exports) {
    const message = 'the function has returned the exports: what it does with them, it must do in the call';
    throw codedError('ERR_GC_TRACKER_INVALID_CALL', message);
  }
  return result;
}

/** A recycler before the sandboxes that `factory` makes: see types/sandbox.d.ts. */
function recycle(factory, options) {
  return new Recycler(factory, options);
}

module.exports = { Recycler, recycle };
