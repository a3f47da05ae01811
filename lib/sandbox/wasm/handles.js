'use strict';

// Watches embind's handles: JavaScript objects that stand for C++ objects and must be freed by `delete()`. Each handle is
// tracked, so that a handle that is collected without `delete()` is noticed.
//
// Only the module holds this object, through its replaced functions. Callbacks of trackings hold a WeakRef of it and the number
// of a handle. So watching keeps neither a handle nor the module alive.

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
  /** embind's original functions. */
  #clone;
  #delete;
  #recordKey;
  #patches = new Patches();
  /** Patches of functions, methods and getters that may return handles. Restored if all handles are seen at their creation. */
  #functions = new Patches();
  #hasPatchedTypes = false;
  #isStopped = false;
  /** The pointer type of the last handle. */
  #lastType;
  /** For each pointer type, { owned, freed } of its handles. */
  #types = new WeakMap();
  #byHandle = new WeakMap();
  #byId = new Map();
  #lastId = 0;
  #callSites = new CallSites();

  /** `report` is called with each abandoned handle. */
  constructor(found, { stacks, free, report }) {
    this.#found = found;
    this.#stacks = stacks;
    this.#free = free;
    this.#report = report;
    this.#clone = found.common.clone;
    this.#delete = found.common.delete;
    this.#watchMethods(found.common);
    for (const embindClass of found.classes) this.#watchConstructors(embindClass);
    for (const [object, key] of found.functions)
      this.#functions.wrap(object, key, (original, restore) => this.#watchResult(original, restore));
  }

  get count() {
    return this.#byId.size;
  }

  list() {
    const groups = this.#callSites.list('count');
    return groups.map(({ kind, count, stack }) => ({ ...kind, count, stack }));
  }

  /** Stops watching. Programs may have kept our functions, which do nothing from now on. */
  stop() {
    this.#isStopped = true;
    this.#functions.restore();
    this.#patches.restore();
    this.#byId.clear();
    this.#callSites = new CallSites();
  }

  #watchMethods(common) {
    const handles = this;
    this.#patches.wrap(common, 'clone', (original) => {
      return function clone(...parameters) {
        const copy = Reflect.apply(original, this, parameters);
        if (copy !== this)
          handles.#add(
            copy,
            handles.#byHandle.get(this) ?? handles.#ownershipOf(undefined, copy),
            clone,
            false,
          );
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

  /** Handles from a constructor are owned by the caller. The owner of a returned pointer is unknown. */
  #watchConstructors(embindClass) {
    const constructors = embind.constructorsOf(embindClass, this.#found.common) ?? [];
    for (const length of Object.keys(constructors)) {
      this.#patches.wrap(constructors, length, (original) => {
        const apply = (target, self, parameters) => {
          const handle = Reflect.apply(target, self, parameters);
          if (!this.#isHandle(handle)) return handle;
          // The handle was seen at its creation, so all others will be, too.
          if (this.#byHandle.has(handle)) this.#functions.restore();
          else this.#add(handle, this.#ownershipOf(this.#lastType, handle), apply, true);
          this.#lastType = undefined;
          this.#markOwned(handle);
          return handle;
        };
        return new Proxy(original, { apply });
      });
    }
  }

  /** Replaces a function by a proxy, which keeps the properties that embind reads. */
  #watchResult(original, restore) {
    const apply = (target, self, parameters) => {
      this.#lastType = undefined;
      const result = Reflect.apply(target, self, parameters);
      const type = this.#lastType;
      this.#lastType = undefined;
      if (this.#isHandle(result)) {
        if (!this.#byHandle.has(result)) this.#add(result, this.#ownershipOf(type, result), apply, false);
      } else if (result !== null) {
        // A C++ function returns values of one type, so this one returns no handles.
        restore();
      }
      return result;
    };
    const construct = (target, parameters, newTarget) => {
      restore();
      return Reflect.construct(target, parameters, newTarget === watched ? target : newTarget);
    };
    const watched = new Proxy(original, { apply, construct });
    return watched;
  }

  #isHandle(value) {
    if (typeof value !== 'object' || value === null) return false;
    return Object.prototype.isPrototypeOf.call(this.#found.common, value);
  }

  #patchTypes(record) {
    this.#hasPatchedTypes = true;
    const method = embind.pointerMethod(record);
    if (method === undefined) return;
    const handles = this;
    this.#patches.wrap(method.prototype, method.key, (original) => {
      return function fromWireType(...parameters) {
        const handle = Reflect.apply(original, this, parameters);
        if (!handles.#isHandle(handle) || handles.#byHandle.has(handle)) return handle;
        handles.#add(handle, handles.#ownershipOf(this, handle), fromWireType, true);
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

  /** { owned, freed } by the name of the type: only those of raw pointers end in `*`, not those of values or smart pointers. */
  #ownershipOf(type, handle) {
    if (type === undefined) return { owned: false, freed: this.#isFreed(handle) };
    let ownership = this.#types.get(type);
    if (ownership === undefined) {
      const { name } = type;
      ownership = { owned: typeof name === 'string' && !name.endsWith('*'), freed: this.#isFreed(handle) };
      this.#types.set(type, ownership);
    }
    return ownership;
  }

  #isFreed(handle) {
    return embind.isFreedByEmbind(handle, { clone: this.#clone, remove: this.#delete });
  }

  #add(handle, { owned, freed }, callee, byGlue) {
    if (this.#isStopped) return;
    this.#recordKey ??= embind.recordKey(handle);
    const record = handle[this.#recordKey];
    if (!this.#hasPatchedTypes) this.#patchTypes(record);
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

  #markOwned(handle) {
    const entry = this.#byHandle.get(handle);
    if (entry === undefined || entry.owned) return;
    this.#callSites.remove(entry.group);
    entry.owned = true;
    this.#count(entry);
  }

  /** Is called when a handle was deleted. */
  #remove(handle) {
    const entry = this.#byHandle.get(handle);
    if (entry !== undefined && this.#byId.delete(entry.id)) this.#callSites.remove(entry.group);
  }

  #collected(id) {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#callSites.remove(entry.group);
    const freed = entry.freed || (this.#free && entry.owned && this.#deleteByRecord(entry));
    this.#report({ ...entry.group.kind, freed, stack: entry.group.stack });
  }

  /**
   * Frees the C++ object by calling `delete` on a new handle with the same record. embind's own `delete` counts clones and
   * handles smart pointers. Returns false if it fails, as it does in a crashed module.
   */
  #deleteByRecord({ record, prototype }) {
    try {
      this.#delete.call(Object.create(prototype, { [this.#recordKey]: { value: record, writable: true } }));
      return true;
    } catch {
      return false;
    }
  }
}

module.exports = { Handles };
