'use strict';

// What only the inspector can do, in a session of this thread: it stops nothing and needs no flag.
//
// After a heap snapshot V8 goes on to record how objects move, so that their ids last: allocation is up to
// 12 times slower from then on. To enable and disable the profiler ends that, and the ids with it.

const process = require('node:process');

let inspector;

/** Loaded when needed: it takes 2 ms. */
const load = () => {
  inspector ??= require('node:inspector');
  return inspector;
};

const connect = () => {
  const session = new (load().Session)();
  session.connect();
  return session;
};

/** Loads what connecting needs, if the runtime has it, while modules can be loaded. */
function prepareInspector() {
  if (process.features.inspector) load();
}

/** All use it while there is one: the end of any session ends all ids. */
let lasting = null;

/** The live objects of this thread by the node ids of a snapshot, as long as it is open. */
class Inspector {
  #session = lasting ?? connect();
  /** What V8 walks the heap for, by node id. */
  #objects = new Map();

  /**
   * Of a suspended generator or async function: { name, line, column } of the local variable that holds the node `held`,
   * and of the place where it waits; name is null if no variable does. Null if the runtime does not tell.
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

  /** The key of a Map's value as text, if it is no object and no string, which the snapshot has: `12`; else null. */
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

  /** Ends the session, and with it the recording of moves, unless that is to go on. */
  async close() {
    if (this.#session === lasting) return;
    try {
      // A runtime that lacks a method has nothing to end.
      for (const method of ['HeapProfiler.enable', 'HeapProfiler.disable']) await this.#post(method);
    } finally {
      this.#session.disconnect();
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
    const own = await this.#post('Runtime.getProperties', { objectId, ownProperties: true });
    return [...(own.internalProperties ?? []), ...(own.result ?? [])];
  }

  /** The variable that holds an object in the scopes among the properties, innermost first: of a function alone, or of blocks alone. */
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

  /** What a function of one argument returns, called on an object, if that is a string; else null. */
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
    return new Promise((resolve) => {
      this.#session.post(method, parameters, (error, result) => resolve(error ? {} : (result ?? {})));
    });
  }
}

/**
 * From now on the ids of snapshots go on, whoever else takes one. Returns the async function that ends it. For one at a time, at
 * a moment when nobody else has an inspector.
 */
function keepIds() {
  lasting = connect();
  const inspector = new Inspector();
  return () => {
    lasting = null;
    return inspector.close();
  };
}

/** Makes allocation as fast as before the last snapshot; its ids end. */
function restoreAllocationSpeed() {
  return new Inspector().close();
}

module.exports = { Inspector, keepIds, prepareInspector, restoreAllocationSpeed };
