'use strict';

// A realm: the vm context of a sandboxed module. The globals of JavaScript are the context's own, those of Node.js are the
// host's. Every object of the context keeps the context's intrinsics alive, so the context is collected when they are.

const vm = require('node:vm');
const { FunctionRecorder } = require('./function-cache.js');
const { compile, compileNow } = require('./wasm-cache.js');

/** `instanceof` in the context is also true for the host's objects of these classes, because Node's functions return them. */
const SHARED = [
  ...['Object', 'Function', 'Array', 'Promise', 'Map', 'Set', 'Date', 'RegExp', 'ArrayBuffer', 'DataView'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError'],
  ...['URIError', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'SharedArrayBuffer'],
];

/** The same for classes of WebAssembly: compiled modules come from the host, and memories may. Empty without WebAssembly. */
const WASM_CLASSES = Object.getOwnPropertyNames(globalThis.WebAssembly ?? {})
  .map((name) => [name, WebAssembly[name]])
  .filter(([, value]) => typeof value === 'function' && value.prototype !== undefined);

/**
 * Runs in the context, as text, so it must not refer to anything in this file. It makes `instanceof` accept the host's
 * objects, makes WebAssembly use the cache of compiled modules, and reports each linear memory.
 */
function prelude({
  classes,
  wasmClasses,
  compile,
  compileNow,
  addMemory,
  whileStarting,
  texts,
  made,
  record,
}) {
  const { hasInstance } = Symbol;
  const isInstance = Function.prototype.call.bind(Function.prototype[hasInstance]);

  // The functions that were made already, by text: one for each time that the module makes it.
  const ready = new Map();
  for (let index = texts.length; index-- > 0; ) {
    const list = ready.get(texts[index]);
    if (list === undefined) ready.set(texts[index], [made[index]]);
    else list.push(made[index]);
  }
  const makeFunction = (values, make) => {
    if (values.length === 0 || values.some((value) => typeof value !== 'string')) return make();
    const text = `(${values.slice(0, -1).join(',')}\n) {\n${values[values.length - 1]}\n}`;
    const cached = ready.get(text)?.pop();
    if (cached !== undefined) return cached;
    const fresh = make();
    record(text);
    return fresh;
  };
  const { Function: OwnFunction } = globalThis;
  globalThis.Function = new Proxy(OwnFunction, {
    apply: (target, _self, values) => makeFunction(values, () => target(...values)),
    construct: (target, values, newTarget) => {
      const make = () => Reflect.construct(target, values, newTarget);
      return newTarget === globalThis.Function ? makeFunction(values, make) : make();
    },
  });
  OwnFunction.prototype.constructor = globalThis.Function;

  const accept = (own, other) => {
    const value = function (value) {
      return isInstance(this, value) || (this === own && isInstance(other, value));
    };
    Object.defineProperty(own, hasInstance, { value, configurable: true, writable: true });
  };
  for (const [name, other] of classes) accept(globalThis[name], other);

  const shareWasm = () => {
    const { Memory, compile: compileOwn, instantiate: instantiateOwn } = WebAssembly;
    const addMemoriesOf = (instance) => {
      for (const value of Object.values(instance.exports)) if (isInstance(Memory, value)) addMemory(value);
      return instance;
    };
    const replace = (name, construct) => {
      const own = WebAssembly[name];
      WebAssembly[name] = new Proxy(own, { construct });
      own.prototype.constructor = WebAssembly[name];
    };
    replace('Memory', (...call) => {
      const memory = Reflect.construct(...call);
      addMemory(memory);
      return memory;
    });
    replace('Instance', (...call) => addMemoriesOf(Reflect.construct(...call)));
    // Bytes that the host cannot compile are compiled here again, for an error of this context.
    replace(
      'Module',
      (target, values, newTarget) => compileNow(values[0]) ?? Reflect.construct(target, values, newTarget),
    );
    // After the replacements, because `instanceof` is asked of these.
    for (const [name, other] of wasmClasses) {
      accept(WebAssembly[name], other);
      // Glue tells by a TypeError that a table does not take a function. The host's is one for `import()`ed glue, too.
      if (name === 'Table') {
        const { get, set, grow } = other.prototype;
        Object.assign(WebAssembly.Table.prototype, { get, set, grow });
      }
    }
    const { Module } = WebAssembly;
    WebAssembly.compile = async (bytes) => (await compile(bytes)) ?? compileOwn(bytes);
    const instantiate = async (source, imports) => {
      if (source instanceof Module) return addMemoriesOf(await instantiateOwn(source, imports));
      const module = await compile(source);
      if (module !== null) return { module, instance: addMemoriesOf(await instantiateOwn(module, imports)) };
      const result = await instantiateOwn(source, imports);
      addMemoriesOf(result.instance);
      return result;
    };
    WebAssembly.instantiate = (source, imports) => whileStarting(instantiate(source, imports));
  };
  // V8 without a compiler (`--jitless`) has no WebAssembly.
  if (wasmClasses.length > 0) shareWasm();

  return {
    global: globalThis,
    objectPrototype: Object.prototype,
    functionPrototype: Function.prototype,
    parse: JSON.parse,
    resolve: (value) => Promise.resolve(value),
  };
}

/** The property in which `runBounded` puts its task, because V8 can stop only a script. */
const TASK = Symbol.for('gc-tracker task');

let script;
let bounded;

class Realm {
  /** Of the context: { global, objectPrototype, functionPrototype, parse }. */
  #own;
  #context;
  #functionRecorder;
  /** The linear memories of the module. */
  memories = [];
  /** Promises of WebAssembly instances that are being made. */
  starting = new Set();

  /** `functionCache` is that of the module's entry. */
  constructor(functionCache) {
    // A global object without interceptors, if Node.js supports it.
    this.#context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? {}, { name: 'gc-tracker sandbox' });
    script ??= new vm.Script(`(${prelude})`, {
      filename: 'gc-tracker sandbox',
      // For functions that the module makes from text.
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const { memories, starting } = this;
    const { texts } = functionCache;
    if (texts === null) this.#functionRecorder = new FunctionRecorder(functionCache);
    const recorder = this.#functionRecorder;
    this.#own = script.runInContext(this.#context)({
      classes: SHARED.filter((name) => name in globalThis).map((name) => [name, globalThis[name]]),
      wasmClasses: WASM_CLASSES,
      compile,
      compileNow,
      texts: texts ?? [],
      made: texts === null ? [] : functionCache.make(this.#context),
      record: (text) => recorder?.record(text),
      addMemory: (memory) => {
        if (!memories.includes(memory)) memories.push(memory);
      },
      whileStarting: (instance) => {
        starting.add(instance);
        const remove = () => starting.delete(instance);
        instance.then(remove, remove);
        return instance;
      },
    });
  }

  get global() {
    return this.#own.global;
  }

  /** Is called when the module is ready: later functions are not cached. */
  stopRecording() {
    this.#functionRecorder?.stop();
  }

  /** An object that is collected exactly when the context is. */
  get witness() {
    return this.#own.objectPrototype;
  }

  /** A function that returns whether a function belongs to the context. It does not hold the context. */
  get isOwnFunction() {
    const reference = new WeakRef(this.#own.functionPrototype);
    return (value) => {
      const prototype = typeof value === 'function' ? reference.deref() : undefined;
      return prototype !== undefined && Object.prototype.isPrototypeOf.call(prototype, value);
    };
  }

  /** Whether a value is surely an object of the context, judged by its prototypes. Proxies may refuse to say. */
  owns(value) {
    if (!isObject(value)) return false;
    try {
      return this.#hasOwnPrototype(value);
    } catch {
      return false;
    }
  }

  #hasOwnPrototype(value) {
    const { objectPrototype, functionPrototype } = this.#own;
    for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
      if (at === objectPrototype) return true;
      // A class of the context may extend a class of the host.
      const builder = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
      if (Object.prototype.isPrototypeOf.call(functionPrototype, builder)) return true;
    }
    return false;
  }

  /** Whether a value may be an object of the context: the same, or it is an object without a prototype. */
  mayOwn(value) {
    return this.owns(value) || (isObject(value) && prototypeOf(value) === null);
  }

  /** The size of all linear memories, in bytes. */
  get wasmBytes() {
    return this.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  }

  /** Makes an object of the context, with the properties of `from`. */
  object(from) {
    return Object.assign(this.#own.parse('{}'), from);
  }

  /** Makes a promise of the context, so that its unhandled rejections are recognized. */
  promise(value) {
    return this.#own.resolve(value);
  }

  parseJSON(text) {
    return this.#own.parse(text);
  }

  run(script) {
    return script.runInContext(this.#context);
  }

  /** Runs a task and returns its result. Throws if the task runs for longer than `timeoutMs` without a pause. */
  runBounded(task, timeoutMs) {
    const { global } = this;
    bounded ??= new vm.Script(`globalThis[Symbol.for('${TASK.description}')]()`);
    global[TASK] = task;
    try {
      return bounded.runInContext(this.#context, { timeout: timeoutMs });
    } finally {
      delete global[TASK];
    }
  }
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Null for a proxy that refuses to say. */
function prototypeOf(value) {
  try {
    return Object.getPrototypeOf(value);
  } catch {
    return null;
  }
}

module.exports = { Realm };
