'use strict';

// createSandbox: loads a module into a context of its own, and disposes both. After `dispose`, a sandbox holds nothing of the
// context. The disposal removes what the module has left outside of it, and reports what still holds the context.

const { setTimeout: startTimer } = require('node:timers');
const { setImmediate } = require('node:timers/promises');
const { makeAsyncDisposable } = require('../../util/disposable.js');
const { codedError, quote } = require('../../util/errors.js');
const { printable } = require('../../util/text.js');
const { track } = require('../../tracking/index.js');
const { SharedEmitters } = require('./emitters.js');
const { copyOf } = require('./error-copy.js');
const { functionCacheOf } = require('./function-cache.js');
const { defineGlobals } = require('./globals.js');
const { ImportAttributes } = require('./import-attributes.js');
const { ModuleLoader } = require('./loader.js');
const { Membrane } = require('./membrane.js');
const { rememberMemories } = require('./wasm-memories.js');
const { checkCreation, checkDisposal } = require('./options.js');
const { measureMemory, verifyCollected } = require('./verify-collected.js');
const { whenReady } = require('./when-ready.js');
const { SandboxWorkerThreads } = require('./worker-threads.js');
const { Realm } = require('./realm.js');
const { catchRejections } = require('./rejections.js');
const { SandboxTimers } = require('./timers.js');

/** The label of sandboxes in `trackingStats`. They are tracked from their disposal on. */
const LABEL = 'gc-tracker sandbox';

class Sandbox {
  #entry;
  /** The entry as the caller wrote it. */
  #name;
  /** The result of `open`, and the exports. Undefined after the disposal. */
  #state;
  /** The result of `#release` from the disposal on. At last { freed }. */
  #released;
  #disposal;

  constructor({ entry, name }, state) {
    this.#entry = entry;
    this.#name = name;
    this.#state = state;
  }

  get entry() {
    return this.#entry;
  }

  get exports() {
    if (this.#state !== undefined) return this.#state.exports;
    throw codedError('ERR_GC_TRACKER_SANDBOX_DISPOSED', `the sandbox of ${quote(this.#name)} was disposed`);
  }

  call(run) {
    return run(this.exports);
  }

  get disposed() {
    return this.#state === undefined;
  }

  get wasmBytes() {
    return this.#state?.realm.wasmBytes ?? 0;
  }

  async dispose(options) {
    const limits = checkDisposal(options);
    // After a failure, the next call tries again: the leak may be fixed by then.
    this.#disposal ??= this.#dispose(limits).finally(() => {
      this.#disposal = undefined;
    });
    return this.#disposal;
  }

  async #dispose(limits) {
    this.#released ??= this.#release(limits);
    const { wasmBytes, stopped, importAttributes, freed } = this.#released;
    if (freed !== undefined) return freed;
    await stopped;
    const memory = await verifyCollected(this.#released, this.#name, limits);
    importAttributes.stop();
    this.#released = { freed: { collected: true, ...memory, wasmBytes } };
    return this.#released.freed;
  }

  /** A separate function, because no waiting frame may hold a part of the context. */
  #release({ measure }) {
    const before = measure ? measureMemory() : null;
    const { realm, importAttributes } = this.#state;
    const { wasmBytes } = realm;
    const { stopped, removeListeners } = takeBack(this.#state);
    this.#state = undefined;
    const tracked = track(realm.witness, undefined, { label: LABEL });
    return { tracked, before, wasmBytes, stopped, removeListeners, importAttributes };
  }
}

async function createSandbox(entry, options) {
  return start(checkCreation(entry, options, createSandbox));
}

async function start(settings) {
  const state = open(settings);
  const watch = watchLoad(state, settings);
  try {
    const { exports } = await Promise.race([watch.run(() => load(state, settings)), watch.failure]);
    // Node reports a rejection only after the microtasks, which may have made the module ready.
    await Promise.race([setImmediate(), watch.failure]);
    state.realm.stopRecording();
    rememberMemories(exports, state.realm.memories);
    state.exports = settings.revocable ? state.membrane.wrap(exports) : exports;
    return new Sandbox(settings, state);
  } catch (error) {
    await takeBack(state).stopped;
    // Further rejections of the module belong to the same failure.
    await setImmediate();
    state.importAttributes.stop();
    throw error === watch.expired ? error : loadError(error, settings);
  } finally {
    watch.stop();
  }
}

/** Makes an empty context, and the host's objects that it uses. */
function open({ entry, globals, emitters: shared }) {
  const realm = new Realm(functionCacheOf(entry));
  const timers = new SandboxTimers();
  const emitters = new SharedEmitters();
  const workerThreads = new SandboxWorkerThreads();
  const { promises } = timers;
  const { process } = emitters;
  for (const emitter of [...shared, ...Object.values(globals)]) emitters.share(emitter);
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } =
    timers.exports;
  const { BroadcastChannel, MessageChannel } = workerThreads.exports;
  defineGlobals(realm.global, {
    ...{ global: realm.global, process, BroadcastChannel, MessageChannel },
    fetch: (...values) => realm.promise(fetch(...values)),
    ...{ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate },
    ...globals,
  });
  const replacements = {
    process,
    timers: timers.exports,
    'timers/promises': promises,
    worker_threads: workerThreads.exports,
  };
  const importAttributes = new ImportAttributes();
  const loader = new ModuleLoader(realm, replacements, {
    onBuiltin: (exports) => emitters.shareAll(exports),
    onImport: () => importAttributes.copy(),
  });
  return {
    realm,
    loader,
    timers,
    emitters,
    workerThreads,
    importAttributes,
    membrane: new Membrane((value) => realm.mayOwn(value)),
  };
}

async function load({ realm, loader }, { entry, module, ready, timeoutMs }) {
  const exports = realm.runBounded(() => loader.load(entry), timeoutMs);
  return whenReady(exports, { realm, ready, moduleOptions: module && realm.object(module), timeoutMs });
}

/**
 * `failure` rejects with `expired` when the time is over, and on an error in a timer and an unhandled rejection. `run` calls a
 * function on behalf of the module.
 */
function watchLoad({ realm, timers }, { name, timeoutMs }) {
  let fail;
  const failure = new Promise((_resolve, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  const message = `${quote(name)} was not ready after ${timeoutMs} ms: pass \`ready\` to say when it is`;
  const expired = codedError('ERR_GC_TRACKER_SANDBOX_TIMEOUT', message);
  const timer = startTimer(() => fail(expired), timeoutMs);
  const rejections = catchRejections({ owns: (value) => realm.owns(value), fail });
  timers.onError = fail;
  return {
    failure,
    expired,
    run: rejections.run,
    stop() {
      clearTimeout(timer);
      rejections.stop();
      timers.onError = undefined;
    },
  };
}

/**
 * Removes what a module has left outside of its context. `stopped` resolves when its workers are gone. `removeListeners`
 * removes listeners that it adds later.
 */
function takeBack({ realm, timers, emitters, workerThreads, membrane }) {
  membrane.revoke();
  timers.stop();
  const { isOwnFunction } = realm;
  const removeListeners = () => emitters.removeListeners(isOwnFunction);
  removeListeners();
  return { stopped: workerThreads.stop(), removeListeners };
}

/** The error of createSandbox. The module's own error would hold its context, so `cause` is a copy. */
function loadError(error, { name, timeoutMs }) {
  const cause = copyOf(error);
  if (cause.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
    const message = `${quote(name)} ran for ${timeoutMs} ms without a pause while it was loaded`;
    return codedError('ERR_GC_TRACKER_SANDBOX_TIMEOUT', message);
  }
  const text = `cannot load ${quote(name)}: ${printable(cause.name)}: ${printable(cause.message)}`;
  return Object.assign(codedError('ERR_GC_TRACKER_SANDBOX_LOAD', text), { cause });
}

makeAsyncDisposable(Sandbox);

module.exports = { createSandbox };
