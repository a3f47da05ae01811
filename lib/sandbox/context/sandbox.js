'use strict';

// createSandbox: a module in a context of its own, and the end of both. After `dispose` this object holds nothing of the context,
// and what the module has left elsewhere is taken back; whoever still holds a part of it is named.

const { setTimeout: startTimer } = require('node:timers');
const { setImmediate } = require('node:timers/promises');
const { makeAsyncDisposable } = require('../../util/disposable.js');
const { codedError, quote } = require('../../util/errors.js');
const { track } = require('../../tracking/index.js');
const { Emitters } = require('./emitters.js');
const { copyOf } = require('./error-copy.js');
const { functionsOf } = require('./functions.js');
const { lendGlobals } = require('./globals.js');
const { Loader } = require('./loader.js');
const { Membrane } = require('./membrane.js');
const { rememberMemories } = require('./memories.js');
const { checkCreation, checkDisposal } = require('./options.js');
const { Ports } = require('./ports.js');
const { memoryNow, prove } = require('./proof.js');
const { whenReady } = require('./ready.js');
const { Realm } = require('./realm.js');
const { catchRejections } = require('./rejections.js');
const { Timers } = require('./timers.js');

/** Of all sandboxes, while they are tracked: from their disposal on. */
const LABEL = 'gc-tracker sandbox';

class Sandbox {
  #entry;
  /** As the caller calls it. */
  #name;
  /** What `open` returns, and the exports, until it is disposed of. */
  #state;
  /** What `#release` returns from then on; at last { freed }. */
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
    throw codedError(
      'ERR_GC_TRACKER_SANDBOX_DISPOSED',
      `the sandbox of ${quote(this.#name)} was disposed of`,
    );
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
    // After a leak was told it may be mended: then it is asked again.
    this.#disposal ??= this.#dispose(limits).finally(() => {
      this.#disposal = undefined;
    });
    return this.#disposal;
  }

  async #dispose(limits) {
    this.#released ??= this.#release(limits);
    const { wasmBytes, ended, freed } = this.#released;
    if (freed !== undefined) return freed;
    await ended;
    const memory = await prove(this.#released, this.#name, limits);
    this.#released = { freed: { collected: true, ...memory, wasmBytes } };
    return this.#released.freed;
  }

  /** In a function of its own: no frame that waits may hold a part of the context. */
  #release({ measure }) {
    const before = measure ? memoryNow() : null;
    const { realm } = this.#state;
    const { wasmBytes } = realm;
    const { ended, again } = takeBack(this.#state);
    this.#state = undefined;
    return { tracked: track(realm.witness, undefined, { label: LABEL }), before, wasmBytes, ended, again };
  }
}

async function createSandbox(entry, options) {
  return start(checkCreation(entry, options, createSandbox));
}

async function start(settings) {
  const state = open(settings);
  const watch = watchLoad(state, settings);
  try {
    const { exports } = await Promise.race([load(state, settings), watch.failure]);
    state.realm.endStart();
    rememberMemories(exports, state.realm.memories);
    state.exports = settings.revocable ? state.membrane.wrap(exports) : exports;
    return new Sandbox(settings, state);
  } catch (error) {
    await takeBack(state).ended;
    // What else the module rejects comes with the error.
    await setImmediate();
    throw loadError(error, settings);
  } finally {
    watch.end();
  }
}

/** An empty context, and what is lent to it. */
function open({ entry, globals, emitters: shared }) {
  const realm = new Realm(functionsOf(entry));
  const timers = new Timers();
  const emitters = new Emitters();
  const ports = new Ports();
  const { promises, lent } = timers;
  const { process } = emitters;
  for (const emitter of [...shared, ...Object.values(globals)]) emitters.share(emitter);
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = lent;
  const { BroadcastChannel, MessageChannel } = ports.lent;
  lendGlobals(realm.global, {
    ...{ global: realm.global, process, BroadcastChannel, MessageChannel },
    fetch: (...values) => realm.promise(fetch(...values)),
    ...{ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate },
    ...globals,
  });
  const stands = { process, timers: lent, 'timers/promises': promises, worker_threads: ports.lent };
  const loader = new Loader(realm, stands, (exports) => emitters.shareAll(exports));
  return { realm, loader, timers, emitters, ports, membrane: new Membrane((value) => realm.owns(value)) };
}

async function load({ realm, loader }, { entry, module, ready, timeoutMs }) {
  const exports = realm.runBounded(() => loader.load(entry), timeoutMs);
  return whenReady(exports, { realm, ready, moduleOptions: module && realm.object(module), timeoutMs });
}

/** `failure` rejects when the time is over, or with an error that has nobody else to go to. */
function watchLoad({ realm, timers }, { name, timeoutMs }) {
  let fail;
  const failure = new Promise((_resolve, reject) => {
    fail = reject;
  });
  failure.catch(() => {});
  const message = `${quote(name)} was not ready after ${timeoutMs} ms: pass \`ready\` to say when it is`;
  const timer = startTimer(() => fail(codedError('ERR_GC_TRACKER_SANDBOX_TIMEOUT', message)), timeoutMs);
  const endCatching = catchRejections({ owns: (value) => realm.owns(value), fail });
  timers.onError = fail;
  return {
    failure,
    end() {
      clearTimeout(timer);
      endCatching();
      timers.onError = undefined;
    },
  };
}

/** All that a module has left outside its context; `again` takes back what it adds while it ends. */
function takeBack({ realm, timers, emitters, ports, membrane }) {
  membrane.revoke();
  timers.undo();
  const { made } = realm;
  emitters.undo(made);
  return { ended: ports.undo(), again: () => emitters.undo(made) };
}

/** The module's own error would hold its context: what it says, in one of ours. */
function loadError(error, { name, timeoutMs }) {
  if (error?.code === 'ERR_GC_TRACKER_SANDBOX_TIMEOUT') return error;
  if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
    const message = `${quote(name)} has run for ${timeoutMs} ms without a pause while it was loaded`;
    return codedError('ERR_GC_TRACKER_SANDBOX_TIMEOUT', message);
  }
  const cause = copyOf(error);
  const text = `cannot load ${quote(name)}: ${cause.name}: ${cause.message}`;
  return Object.assign(codedError('ERR_GC_TRACKER_SANDBOX_LOAD', text), { cause });
}

makeAsyncDisposable(Sandbox);

module.exports = { createSandbox };
