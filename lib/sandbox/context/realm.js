'use strict';

// A vm context in which a module lives: JavaScript's own globals are the context's, those of Node.js are the host's, lent on
// first use. Any object of the context keeps its intrinsics alive, and so the context is collected when they are.

const vm = require('node:vm');
const { Notes } = require('./functions.js');
const { compile, compileNow } = require('./wasm-cache.js');

/** What `instanceof` in the context says yes to also if it is the host's: Node's own functions return such. */
const SHARED = [
  ...['Object', 'Function', 'Array', 'Promise', 'Map', 'Set', 'Date', 'RegExp', 'ArrayBuffer', 'DataView'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError'],
  ...['URIError', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array'],
  ...['Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'SharedArrayBuffer'],
];

/**
 * Runs in the context, as text: it must not refer to anything of this file. Lets `instanceof` know the host's objects, has
 * WebAssembly share compiled modules, and tells of each linear memory.
 */
function prelude({ classes, hostModule, compile, compileNow, addMemory, whileStarting, texts, made, note }) {
  const { hasInstance } = Symbol;
  const isInstance = Function.prototype.call.bind(Function.prototype[hasInstance]);
  const { Memory, Module, compile: compileOwn, instantiate: instantiateOwn } = WebAssembly;

  // Each text's functions, which were made already: one for each time that it was asked for.
  const ready = new Map();
  for (let index = texts.length; index-- > 0; ) {
    const list = ready.get(texts[index]);
    if (list === undefined) ready.set(texts[index], [made[index]]);
    else list.push(made[index]);
  }
  const makeFunction = (values, make) => {
    if (values.length === 0 || values.some((value) => typeof value !== 'string')) return make();
    const text = `(${values.slice(0, -1).join(',')}\n) {\n${values[values.length - 1]}\n}`;
    const one = ready.get(text)?.pop();
    if (one !== undefined) return one;
    const fresh = make();
    note(text);
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
  accept(Module, hostModule);

  const addMemoriesOf = (instance) => {
    for (const value of Object.values(instance.exports)) if (isInstance(Memory, value)) addMemory(value);
    return instance;
  };
  const replace = (name, construct) => {
    WebAssembly[name] = new Proxy(WebAssembly[name], { construct });
  };
  replace('Memory', (...call) => {
    const memory = Reflect.construct(...call);
    addMemory(memory);
    return memory;
  });
  replace('Instance', (...call) => addMemoriesOf(Reflect.construct(...call)));
  // What the host does not compile is refused here once more, with an error of this context.
  replace(
    'Module',
    (target, values, made) => compileNow(values[0]) ?? Reflect.construct(target, values, made),
  );
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
  return {
    global: globalThis,
    objectPrototype: Object.prototype,
    functionPrototype: Function.prototype,
    parse: JSON.parse,
    resolve: (value) => Promise.resolve(value),
  };
}

/** Where `runBounded` puts its task: only a script can be ended. */
const TASK = Symbol.for('gc-tracker task');

let script;
let bounded;

class Realm {
  /** Of the context: { global, objectPrototype, functionPrototype, parse }. */
  #own;
  #context;
  #notes;
  /** Its linear memories. */
  memories = [];
  /** Instances of WebAssembly that are being made. */
  starting = new Set();

  /** `functions` are those of the entry that it is for. */
  constructor(functions) {
    // Where there is a choice, a global object without interceptors.
    this.#context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? {}, { name: 'gc-tracker sandbox' });
    script ??= new vm.Script(`(${prelude})`, { filename: 'gc-tracker sandbox' });
    const { memories, starting } = this;
    const { texts } = functions;
    if (texts === null) this.#notes = new Notes(functions);
    const notes = this.#notes;
    this.#own = script.runInContext(this.#context)({
      classes: SHARED.filter((name) => name in globalThis).map((name) => [name, globalThis[name]]),
      hostModule: WebAssembly.Module,
      compile,
      compileNow,
      texts: texts ?? [],
      made: texts === null ? [] : functions.make(this.#context),
      note: (text) => notes?.note(text),
      addMemory: (memory) => {
        if (!memories.includes(memory)) memories.push(memory);
      },
      whileStarting: (instance) => {
        starting.add(instance);
        const end = () => starting.delete(instance);
        instance.then(end, end);
        return instance;
      },
    });
  }

  get global() {
    return this.#own.global;
  }

  /** Its module is ready: what it makes from now on is not part of its start. */
  endStart() {
    this.#notes?.end();
  }

  /** It is collected when nothing of the context is held. */
  get witness() {
    return this.#own.objectPrototype;
  }

  /** A function that tells whether a function was made in the context, and does not hold it. */
  get made() {
    const reference = new WeakRef(this.#own.functionPrototype);
    return (value) => {
      const prototype = typeof value === 'function' ? reference.deref() : undefined;
      return prototype !== undefined && Object.prototype.isPrototypeOf.call(prototype, value);
    };
  }

  /** Whether a value is an object of the context, as far as its prototypes tell. */
  owns(value) {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
    let prototype = Object.getPrototypeOf(value);
    if (prototype === null) return true;
    const { objectPrototype, functionPrototype } = this.#own;
    for (; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
      if (prototype === objectPrototype) return true;
      // A class of the context that extends one of the host.
      const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
      if (Object.prototype.isPrototypeOf.call(functionPrototype, made)) return true;
    }
    return false;
  }

  /** Of linear memory, in bytes. */
  get wasmBytes() {
    return this.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  }

  /** A new object of the context, with the properties of `from`. */
  object(from) {
    return Object.assign(this.#own.parse('{}'), from);
  }

  /** A promise of the context, so that a rejection that nobody handles is known to be its own. */
  promise(value) {
    return this.#own.resolve(value);
  }

  parseJSON(text) {
    return this.#own.parse(text);
  }

  run(script) {
    return script.runInContext(this.#context);
  }

  /** What the task returns; one that runs for longer than `timeoutMs` at a stretch is ended, and throws. */
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

module.exports = { Realm };
