'use strict';

// Finds the parts of embind, Emscripten's binding of C++ classes, that must be watched. None of them is public, and minified
// glue renames most of them, so they are found by their behaviour. All functions here only probe, and leave nothing changed.
//
// A handle is made by Object.create(class prototype, { $$: { value: record } }), in two places: in `clone`, and in the method
// `fromWireType` of a pointer type, through which every C++ object passes to JavaScript. Old glue looks that method up at each
// call. New glue has bound it in all functions, but still looks up `getPointee` inside it. The constructors of a class are
// functions in an array, by the number of their arguments.

const { ownValue } = require('./memory.js');

/** The public methods of handles, which no minifier renames. */
const METHODS = ['clone', 'delete', 'isDeleted', 'deleteLater', 'isAliasOf'];
/** More arguments than any constructor has. */
const TOO_MANY_ARGUMENTS = 250;

/** Returns the common prototype of all handles of a module, for one of its classes. Undefined for other values. */
function commonPrototype(one) {
  let prototype = typeof one === 'function' ? ownValue(one, 'prototype') : undefined;
  for (; typeof prototype === 'object' && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (METHODS.every((name) => typeof ownValue(prototype, name) === 'function')) return prototype;
  }
  return undefined;
}

/**
 * Returns { common, classes, functions: [object, key][] } for a module object, or undefined if it has no embind classes.
 * `functions` are all functions, methods and getters, except constructors, that may return a handle.
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

/** The functions and getters of a class, or of its prototype. */
function membersOf(object, except) {
  const keys = Reflect.ownKeys(object).filter((key) => !except.includes(key));
  return keys.flatMap((key) => overloads(object, key));
}

/** A function and its overloads. An overloaded function looks them up by the number of arguments, in an array in a property. */
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
 * Returns the array of a class's constructors by number of arguments, or undefined. A call with too many arguments throws an
 * error that lists the possible numbers, which embind reads with Object.keys of that array.
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
    Reflect.construct(one, new Array(TOO_MANY_ARGUMENTS).fill(undefined));
  } catch {
    // Expected. A class without constructors has another message and lists none.
  } finally {
    Reflect.set(realmObject, 'keys', keys);
  }
  return Array.isArray(found) && found.every((body) => typeof body === 'function') ? found : undefined;
}

/** The key of the property of a handle that contains embind's record. */
function recordKey(handle) {
  const keys = Reflect.ownKeys(handle);
  const isRecord = (key) => typeof ownValue(handle, key) === 'object' && ownValue(handle, key) !== null;
  return keys.includes('$$') ? '$$' : keys.find(isRecord);
}

/** Returns { prototype, key } of the method that makes handles from pointers, or undefined. Any handle's record will do. */
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
 * Whether embind itself frees the C++ object when a handle is collected. Depending on the version, it does so never, always,
 * or for smart pointers. True if this cannot be found out. It probes with a clone, which it deletes at once.
 */
function isFreedByEmbind(handle, { clone, remove }) {
  const { FinalizationRegistry: registry } = realmOf(handle);
  if (registry === undefined) return true;
  const { prototype } = registry;
  const { register } = prototype;
  let registered = false;
  const isReplaced = Reflect.set(prototype, 'register', function (...parameters) {
    registered = true;
    return Reflect.apply(register, this, parameters);
  });
  if (!isReplaced) return true;
  try {
    remove.call(clone.call(handle));
  } catch {
    return true;
  } finally {
    prototype.register = register;
  }
  return registered;
}

/** The Object and the FinalizationRegistry of an object's realm. */
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
        return undefined; // The context forbids code from strings.
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
