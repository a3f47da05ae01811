'use strict';

// Finds the linear memory of a module: of a WebAssembly.Memory, an instance, its exports, or an Emscripten module object, from
// any realm. Current glue does not export the memory. Then the sandbox that loaded the module knows it.

const { memoriesOf } = require('../context/wasm-memories.js');

// Both are undefined without WebAssembly (`--jitless`), where no value has their brand.
const bufferOf = getterOf('Memory', 'buffer');
const exportsOf = getterOf('Instance', 'exports');

/**
 * Returns a function (module) => ArrayBuffer[] that reads the current memory, or undefined if there is no memory. The function
 * does not hold the module, so no function in its scope may refer to the module.
 */
function memoryReader(module) {
  if (isMemory(module)) return (memory) => [bufferOf.call(memory)];
  if (isInstance(module)) {
    const read = exportedMemories(exportsOf.call(module));
    return read && ((instance) => read(exportsOf.call(instance)));
  }
  if (memoriesOf(module) !== undefined) {
    return (exports) => memoriesOf(exports).map((memory) => bufferOf.call(memory));
  }
  return exportedMemories(module) ?? emscriptenMemory(module);
}

/** For glue that does not export the memory itself, but the instance's exports or views of the memory. */
function emscriptenMemory(module) {
  for (const name of ['asm', 'wasmExports']) {
    const read = exportedMemories(ownValue(module, name));
    if (read !== undefined) return (it) => read(it[name]);
  }
  for (const name of ['HEAPU8', 'HEAP8']) {
    if (ArrayBuffer.isView(ownValue(module, name))) return (it) => [it[name].buffer];
  }
  return undefined;
}

/** Finds memories by value, not by name, because minified glue renames the exports of an instance. */
function exportedMemories(exports) {
  if (typeof exports !== 'object' || exports === null) return undefined;
  const byMemory = new Map();
  for (const key of Reflect.ownKeys(exports)) {
    const value = ownValue(exports, key);
    if (typeof value === 'object' && isMemory(value)) byMemory.set(value, key);
  }
  const keys = [...byMemory.values()];
  return keys.length === 0 ? undefined : (it) => keys.map((key) => bufferOf.call(it[key]));
}

function isMemory(value) {
  return hasBrand(bufferOf, value);
}

function isInstance(value) {
  return hasBrand(exportsOf, value);
}

function getterOf(className, key) {
  const prototype = globalThis.WebAssembly?.[className].prototype ?? {};
  return Object.getOwnPropertyDescriptor(prototype, key)?.get;
}

/** Whether the getter of a built-in class accepts a value, which may be from another realm. */
function hasBrand(getter, value) {
  try {
    getter.call(value);
    return true;
  } catch {
    return false;
  }
}

/** The value of an own property. It runs no accessor, because those of Emscripten's debug builds abort. */
function ownValue(object, key) {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

module.exports = { isInstance, isMemory, memoryReader, ownValue };
