'use strict';

// Where embind, Emscripten's binding of C++ classes, keeps what is to be watched. Nothing of it is public, and minified
// glue renames most of it, so that it is found by what it does. All of this asks, and leaves nothing behind.
//
// A handle is made by Object.create(class prototype, { $$: { value: record } }), in two places: `clone`, and the method
// `fromWireType` of a pointer type, through which every C++ object comes that is passed to JavaScript. Old glue looks that
// method up at each call; new glue has bound it beforehand in all functions, but looks up `getPointee` within it.
// Constructors are functions in an array of their class's, by the number of their arguments.

const { ownValue } = require('./memory.js');

/** These are public, so that no minifier renames them. */
const METHODS = ['clone', 'delete', 'isDeleted', 'deleteLater', 'isAliasOf'];
/** More arguments than any constructor has. */
const TOO_MANY = 250;

/** The prototype that all handles of a module have in common, of one of its classes; undefined of anything else. */
function commonPrototype(one) {
  let prototype = typeof one === 'function' ? ownValue(one, 'prototype') : undefined;
  for (; typeof prototype === 'object' && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (METHODS.every((name) => typeof ownValue(prototype, name) === 'function')) return prototype;
  }
  return undefined;
}

/**
 * { common, classes, functions: [object, key][] } of a module object; undefined if it has no classes of embind. The
 * functions are all that may return a handle but constructors: also methods and getters.
 */
function findEmbind(module) {
  const keys = Reflect.ownKeys(module).filter((key) => typeof ownValue(module, key) === 'function');
  const classes = [...new Set(keys.map((key) => module[key]).filter(commonPrototype))];
  if (classes.length === 0) return undefined;
  const common = commonPrototype(classes[0]);
  const others = keys.filter((key) => !String(key).startsWith('_') && !classes.includes(module[key]));
  const functions = others.flatMap((key) => overloads(module, key));
  for (const one of classes) {
    const { prototype } = one;
    functions.push(
      ...membersOf(one, ['prototype']),
      ...(prototype === common ? [] : membersOf(prototype, ['constructor'])),
    );
  }
  return { common, classes, functions };
}

/** Functions and getters of a class or of what its handles inherit. */
function membersOf(object, except) {
  const keys = Reflect.ownKeys(object).filter((key) => !except.includes(key));
  return keys.flatMap((key) => overloads(object, key));
}

/** A function that chooses among several by the number of arguments looks them up in an array, its own property. */
function overloads(object, key) {
  const { value, get } = Object.getOwnPropertyDescriptor(object, key);
  if (typeof get === 'function') return [[object, key]];
  if (typeof value !== 'function') return [];
  const tables = Reflect.ownKeys(value)
    .map((name) => ownValue(value, name))
    .filter(Array.isArray);
  return [[object, key], ...tables.flatMap((table) => Object.keys(table).map((length) => [table, length]))];
}

/**
 * The array of a class's constructors by number of arguments, or undefined. A call with too many of them ends in an error
 * which lists the numbers that there are, by Object.keys.
 */
function constructorsOf(one, common) {
  const { Object: realmObject } = realmOf(common);
  let found;
  const { keys } = realmObject;
  Reflect.set(realmObject, 'keys', (object) => {
    found ??= object;
    return keys(object);
  });
  try {
    Reflect.construct(one, new Array(TOO_MANY).fill(undefined));
  } catch {
    // Expected; a class without constructors says so, and lists none.
  } finally {
    Reflect.set(realmObject, 'keys', keys);
  }
  return Array.isArray(found) && found.every((body) => typeof body === 'function') ? found : undefined;
}

/** The own property of a handle that has embind's record of it. */
function recordKey(handle) {
  const keys = Reflect.ownKeys(handle);
  const isRecord = (key) => typeof ownValue(handle, key) === 'object' && ownValue(handle, key) !== null;
  return keys.includes('$$') ? '$$' : keys.find(isRecord);
}

/** { prototype, key } of the method that makes handles of pointers, of any handle's record; or undefined. */
function pointerMethod(record) {
  for (const type of Object.values(record)) {
    const prototype = typeof type === 'object' && type !== null && Object.getPrototypeOf(type);
    if (!prototype || prototype === Object.getPrototypeOf(record)) continue;
    const key = Reflect.ownKeys(prototype).find((name) => isPointerMethod(prototype, name));
    if (key !== undefined) return { prototype, key };
  }
  return undefined;
}

function isPointerMethod(prototype, key) {
  const method = ownValue(prototype, key);
  if (typeof method !== 'function' || key === 'constructor') return false;
  // No other method of a pointer type returns a clone.
  return key === 'fromWireType' || /\bclone\b/.test(Function.prototype.toString.call(method));
}

/**
 * Whether embind itself frees what a handle is for when the handle is collected: by version, never, always, or if it
 * has a smart pointer. True if that is not to be found out. Asks by a clone, which is deleted at once.
 */
function isFreedByEmbind(handle, { clone, remove }) {
  const { FinalizationRegistry: registry } = realmOf(handle);
  if (registry === undefined) return true;
  const { prototype } = registry;
  const { register } = prototype;
  let registered = false;
  const spied = Reflect.set(prototype, 'register', function (...parameters) {
    registered = true;
    return Reflect.apply(register, this, parameters);
  });
  if (!spied) return true;
  try {
    remove.call(clone.call(handle));
  } catch {
    return true;
  } finally {
    prototype.register = register;
  }
  return registered;
}

/** The Object and the FinalizationRegistry of the realm that an object is of. */
function realmOf(object) {
  let root = object;
  for (let next = root; next !== null; next = Object.getPrototypeOf(root)) root = next;
  const { constructor: realmObject } = root;
  return {
    Object: realmObject,
    get FinalizationRegistry() {
      if (realmObject === Object) return FinalizationRegistry;
      try {
        return realmObject.constructor('return FinalizationRegistry')();
      } catch {
        return undefined; // The context lets nobody make code of strings.
      }
    },
  };
}

module.exports = {
  constructorsOf,
  findEmbind,
  isFreedByEmbind,
  pointerMethod,
  recordKey,
};
