'use strict';

// embind's handles: JavaScript objects for C++ objects, which are to be freed by `delete()`. Each is tracked, and so known
// when it is collected without.
//
// Only the module holds this, by the functions that are replaced in it: what is tracked refers to it by a WeakRef, and
// to a handle by a number. So neither a handle nor the module lives longer for being watched.

const { track } = require('../../tracking/index.js');
const embind = require('./embind.js');
const { ownValue } = require('./memory.js');
const { Patches } = require('./patches.js');
const { CallSites } = require('./call-sites.js');

class Handles {
  #weak = new WeakRef(this);
  #stacks;
  #free;
  #report;
  #found;
  /** As they were before they were replaced. */
  #clone;
  #delete;
  #recordKey;
  #patches = new Patches();
  /** Functions, methods and getters that may return handles, unless all handles are seen where they are made. */
  #functions = new Patches();
  #isDiscovered = false;
  #stopped = false;
  /** The type of pointer that was last made a handle. */
  #lastType;
  /** By type of pointer, what is known of handles that come from it. */
  #types = new WeakMap();
  #byHandle = new WeakMap();
  #byId = new Map();
  #lastId = 0;
  #callSites = new CallSites();

  /** `report(one)` is told of each that is abandoned. */
  constructor(found, { stacks, free, report }) {
    this.#found = found;
    this.#stacks = stacks;
    this.#free = free;
    this.#report = report;
    this.#clone = found.common.clone;
    this.#delete = found.common.delete;
    this.#watchMethods(found.common);
    for (const one of found.classes) this.#watchConstructors(one);
    for (const [object, key] of found.functions)
      this.#functions.wrap(object, key, (call, undo) => this.#watchResult(call, undo));
  }

  get count() {
    return this.#byId.size;
  }

  list() {
    const groups = this.#callSites.list('count');
    return groups.map(({ kind, count, stack }) => ({ ...kind, count, stack }));
  }

  /** Programs may have kept functions of ours: they do nothing more. */
  stop() {
    this.#stopped = true;
    this.#functions.undo();
    this.#patches.undo();
    this.#byId.clear();
    this.#callSites = new CallSites();
  }

  #watchMethods(common) {
    const handles = this;
    this.#patches.wrap(common, 'clone', (original) => {
      return function clone(...parameters) {
        const copy = Reflect.apply(original, this, parameters);
        if (copy !== this)
          handles.#add(copy, handles.#byHandle.get(this) ?? handles.#knownOf(undefined, copy), clone, false);
        return copy;
      };
    });
    // `Symbol.dispose` is the same function.
    const keys = Reflect.ownKeys(common).filter((key) => ownValue(common, key) === this.#delete);
    const remove = function (...parameters) {
      const result = Reflect.apply(handles.#delete, this, parameters);
      handles.#remove(this);
      return result;
    };
    Object.defineProperty(remove, 'name', { value: 'delete' });
    for (const key of keys) this.#patches.wrap(common, key, () => remove);
  }

  /** What a constructor returns is the caller's; of a pointer that a function returns nobody knows. */
  #watchConstructors(one) {
    const constructors = embind.constructorsOf(one, this.#found.common) ?? [];
    for (const length of Object.keys(constructors)) {
      this.#patches.wrap(constructors, length, (original) => {
        const apply = (target, self, parameters) => {
          const handle = Reflect.apply(target, self, parameters);
          if (!this.#isHandle(handle)) return handle;
          // It was seen where it was made: so will be all others.
          if (this.#byHandle.has(handle)) this.#functions.undo();
          else this.#add(handle, this.#knownOf(this.#lastType, handle), apply, true);
          this.#lastType = undefined;
          this.#own(handle);
          return handle;
        };
        return new Proxy(original, { apply });
      });
    }
  }

  /** A proxy has the properties that embind reads of a function. */
  #watchResult(original, undo) {
    const apply = (target, self, parameters) => {
      this.#lastType = undefined;
      const result = Reflect.apply(target, self, parameters);
      const type = this.#lastType;
      this.#lastType = undefined;
      if (this.#isHandle(result)) {
        if (!this.#byHandle.has(result)) this.#add(result, this.#knownOf(type, result), apply, false);
      } else if (result !== null) {
        // A C++ function returns values of one type: no handle will come.
        undo();
      }
      return result;
    };
    const construct = (target, parameters, newTarget) => {
      undo();
      return Reflect.construct(target, parameters, newTarget === watched ? target : newTarget);
    };
    const watched = new Proxy(original, { apply, construct });
    return watched;
  }

  #isHandle(value) {
    if (typeof value !== 'object' || value === null) return false;
    return Object.prototype.isPrototypeOf.call(this.#found.common, value);
  }

  #discover(record) {
    this.#isDiscovered = true;
    const method = embind.pointerMethod(record);
    if (method === undefined) return;
    const handles = this;
    this.#patches.wrap(method.prototype, method.key, (original) => {
      return function fromWireType(...parameters) {
        const handle = Reflect.apply(original, this, parameters);
        if (!handles.#isHandle(handle) || handles.#byHandle.has(handle)) return handle;
        handles.#add(handle, handles.#knownOf(this, handle), fromWireType, true);
        return handle;
      };
    });
    this.#patches.wrap(method.prototype, 'getPointee', (original) => {
      return function getPointee(...parameters) {
        handles.#lastType = this;
        return Reflect.apply(original, this, parameters);
      };
    });
  }

  /** By the name of its type: that of a pointer ends in `*`, and that of what is returned by value or shared does not. */
  #knownOf(type, handle) {
    if (type === undefined) return { owned: false, freed: this.#isFreed(handle) };
    let known = this.#types.get(type);
    if (known === undefined) {
      const { name } = type;
      known = { owned: typeof name === 'string' && !name.endsWith('*'), freed: this.#isFreed(handle) };
      this.#types.set(type, known);
    }
    return known;
  }

  #isFreed(handle) {
    return embind.isFreedByEmbind(handle, { clone: this.#clone, remove: this.#delete });
  }

  #add(handle, { owned, freed }, callee, byGlue) {
    if (this.#stopped) return;
    this.#recordKey ??= embind.recordKey(handle);
    const record = handle[this.#recordKey];
    if (!this.#isDiscovered) this.#discover(record);
    const id = ++this.#lastId;
    const prototype = Object.getPrototypeOf(handle);
    const stack = this.#stacks?.capture(callee, byGlue) ?? null;
    const entry = { id, record, prototype, owned, freed, stack, group: undefined };
    this.#count(entry);
    this.#byHandle.set(handle, entry);
    this.#byId.set(id, entry);
    const weak = this.#weak;
    track(handle, () => weak.deref()?.#collected(id));
  }

  #count(entry) {
    const { prototype, owned, stack } = entry;
    const className = prototype.constructor.name;
    entry.group = this.#callSites.group(`${className} ${owned}`, { className, owned }, stack);
    entry.group.count++;
  }

  #own(handle) {
    const entry = this.#byHandle.get(handle);
    if (entry === undefined || entry.owned) return;
    this.#callSites.remove(entry.group);
    entry.owned = true;
    this.#count(entry);
  }

  /** It was deleted. */
  #remove(handle) {
    const entry = this.#byHandle.get(handle);
    if (entry !== undefined && this.#byId.delete(entry.id)) this.#callSites.remove(entry.group);
  }

  #collected(id) {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#callSites.remove(entry.group);
    const freed = entry.freed || (this.#free && entry.owned && this.#release(entry));
    this.#report({ ...entry.group.kind, freed, stack: entry.group.stack });
  }

  /**
   * Deletes a handle that is like the one which was collected: embind's own `delete` counts clones, and knows smart pointers.
   * Whether it could: a module that has crashed cannot.
   */
  #release({ record, prototype }) {
    try {
      this.#delete.call(Object.create(prototype, { [this.#recordKey]: { value: record, writable: true } }));
      return true;
    } catch {
      return false;
    }
  }
}

module.exports = { Handles };
