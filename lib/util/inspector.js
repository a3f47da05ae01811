'use strict';

// What only the inspector can do, in a session of this thread. The session stops nothing and needs no flag.
//
// After a heap snapshot V8 keeps recording how objects move, so that their ids stay valid. This makes allocation up to
// 12 times slower. Enabling and disabling the profiler ends the recording, and invalidates the ids.

const { EventEmitter } = require('node:events');
const process = require('node:process');

let inspector;

/** Loaded when needed: it takes 2 ms. */
const load = () => {
  inspector ??= require('node:inspector');
  return inspector;
};

/**
 * An inspector's session under a name of its own. An open one is in every snapshot, where it, or the prototype of a subclass,
 * would count among the objects of a program's class `Session`.
 */
const createSession = () => {
  const { Session } = load();
  class InspectorSession extends EventEmitter {}
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(Session.prototype);
  Object.defineProperties(InspectorSession.prototype, methods);
  return Reflect.construct(Session, [], InspectorSession);
};

/** A session. Null if the runtime was built without an inspector, or the permission model forbids it. */
const connect = () => {
  try {
    const session = createSession();
    session.connect();
    return session;
  } catch {
    return null;
  }
};

/** Loads what connecting needs, if the runtime has it, while modules can be loaded. */
function prepareInspector() {
  if (process.features.inspector) load();
}

/** Shared while it exists, because closing any session invalidates every snapshot id. */
let shared = null;

/** What cacheLineEnds has opened. It is closed where ids end anyway. */
let idle = null;

const FORGETS_LINE_ENDS = Number.parseInt(process.versions.node, 10) < 22;

/** The live objects of this thread by the node ids of a snapshot, as long as it is open. Without a session it knows none. */
class Inspector {
  #session = shared ?? connect();
  /** Remote objects by node id: V8 walks the heap to find one. */
  #objects = new Map();

  /**
   * { name, line, column } for a suspended generator or async function: `name` is the local variable that holds the node
   * `heldId`, or null; line and column are where the function waits. Null if the runtime does not know.
   */
  async suspended(generatorId, heldId) {
    const generator = await this.#object(generatorId);
    if (generator === null) return null;
    const properties = await this.#properties(generator);
    const location = properties.find(({ name }) => name === '[[GeneratorLocation]]')?.value.value;
    if (location === undefined) return null;
    const name = await this.#variable(properties, await this.#object(heldId));
    return { name, line: location.lineNumber + 1, column: (location.columnNumber ?? 0) + 1 };
  }

  /** The name of a variable of the blocks around a function that holds a node, or null. */
  async blockVariable(closureId, heldId) {
    const closure = await this.#object(closureId);
    if (closure === null) return null;
    return this.#variable(await this.#properties(closure), await this.#object(heldId), true);
  }

  /** The key of a Map's value as text: `12`. Null for objects and strings, which the snapshot has itself. */
  async keyOf(mapId, valueId) {
    const [map, value] = [await this.#object(mapId), await this.#object(valueId)];
    if (map === null || value === null) return null;
    const find = `function (held) {
      let found = null;
      Map.prototype.forEach.call(this, (value, key) => {
        if (value === held && typeof key !== 'object' && typeof key !== 'function') found ??= key;
      });
      return typeof found === 'bigint' ? found + 'n' : found === null ? null : String(found);
    }`;
    return this.#call(map, find, value);
  }

  /** Ends the session and the recording of moves, unless the session is shared. */
  async close() {
    if (this.#session === shared) return;
    try {
      // A runtime that lacks a method has nothing to end.
      for (const method of ['HeapProfiler.enable', 'HeapProfiler.disable']) await this.#post(method);
    } finally {
      this.#session.disconnect();
      idle?.disconnect();
      idle = null;
    }
  }

  /** The remote object of a node, or null. */
  #object(id) {
    let object = this.#objects.get(id);
    if (object === undefined) {
      object = this.#post('HeapProfiler.getObjectByHeapObjectId', { objectId: String(id) });
      this.#objects.set(id, object);
    }
    return object.then(({ result }) => result?.objectId ?? null);
  }

  async #properties(objectId) {
    const answer = await this.#post('Runtime.getProperties', { objectId, ownProperties: true });
    return [...(answer.internalProperties ?? []), ...(answer.result ?? [])];
  }

  /** The name of the variable that holds an object, innermost scope first: in the function's scopes, or in blocks only. */
  async #variable(properties, held, inBlocks = false) {
    const scopes = properties.find(({ name }) => name === '[[Scopes]]')?.value.objectId;
    if (scopes === undefined || held === null) return null;
    const find = `function (held) {
      for (let index = 0; index in this; index++) {
        const { description, object } = this[index];
        if (${inBlocks} && !/^(?:Block|Catch)/.test(description)) continue;
        for (const name of Object.keys(object)) if (object[name] === held) return name;
        if (description.startsWith('Closure')) return null;
      }
      return null;
    }`;
    return this.#call(scopes, find, held);
  }

  /** Calls a function with one argument on an object. Returns its result if that is a string, else null. */
  async #call(objectId, functionDeclaration, argument) {
    const { result } = await this.#post('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      arguments: [{ objectId: argument }],
      returnByValue: true,
    });
    return typeof result?.value === 'string' ? result.value : null;
  }

  #post(method, parameters) {
    if (this.#session === null) return Promise.resolve({});
    return new Promise((resolve) => {
      this.#session.post(method, parameters, (error, result) => resolve(error ? {} : (result ?? {})));
    });
  }
}

/**
 * Keeps snapshot ids valid from one snapshot to the next, until the returned async function is called. Only one caller at a
 * time, while no Inspector is open.
 */
function keepIds() {
  shared = connect();
  const inspector = new Inspector();
  return () => {
    shared = null;
    return inspector.close();
  };
}

/**
 * To be called before each snapshot. A snapshot contains the line of each function. Before Node 22, V8 counts the lines of the
 * whole script for each: with the TypeScript compiler loaded that takes half a minute and more. Enabling the debugger makes V8
 * keep the line ends of all scripts, within 0.15 s.
 */
function cacheLineEnds() {
  if (!FORGETS_LINE_ENDS) return;
  if (shared === null) idle ??= connect();
  const session = shared ?? idle;
  for (const method of ['Debugger.enable', 'Debugger.disable']) session?.post(method);
}

/** Makes allocation as fast as before the last snapshot, and invalidates its ids. Without a session it stays slow. */
function restoreAllocationSpeed() {
  return new Inspector().close();
}

module.exports = { Inspector, cacheLineEnds, keepIds, prepareInspector, restoreAllocationSpeed };
