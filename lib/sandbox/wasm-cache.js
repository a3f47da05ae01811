'use strict';

// Compiled WebAssembly modules by their bytes, for all sandboxes of the process. They are the host's objects, so none
// holds a context.

const { createHash } = require('node:crypto');
const { isAnyArrayBuffer } = require('node:util/types');

/** Smaller ones are glue that is generated at run time; to compile them costs next to nothing. */
const LEAST_BYTES = 4096;
/** The ones that were not used for longest go. */
const MOST_MODULES = 32;

const modules = new Map();

/** Resolves with the module, or with null if it is not one for the cache: too small, or no valid module. */
async function compile(source) {
  const bytes = bytesOf(source);
  if (bytes === null) return null;
  const key = keyOf(bytes);
  const known = take(key) ?? WebAssembly.compile(bytes).catch(() => null);
  keep(key, known);
  const module = await known;
  if (modules.get(key) === known) {
    if (module === null) modules.delete(key);
    else modules.set(key, module);
  }
  return module;
}

/** The same at once. */
function compileNow(source) {
  const bytes = bytesOf(source);
  if (bytes === null) return null;
  const key = keyOf(bytes);
  const known = take(key);
  try {
    const module = known instanceof WebAssembly.Module ? known : new WebAssembly.Module(bytes);
    keep(key, module);
    return module;
  } catch {
    return null;
  }
}

function take(key) {
  const known = modules.get(key);
  modules.delete(key);
  return known;
}

function keep(key, module) {
  modules.set(key, module);
  if (modules.size > MOST_MODULES) modules.delete(modules.keys().next().value);
}

/** The bytes of a BufferSource of any context, or null. */
function bytesOf(source) {
  let bytes;
  if (ArrayBuffer.isView(source)) bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  else if (isAnyArrayBuffer(source)) bytes = Buffer.from(source);
  else return null;
  return bytes.length < LEAST_BYTES ? null : bytes;
}

function keyOf(bytes) {
  return createHash('sha256').update(bytes).digest('latin1');
}

module.exports = { compile, compileNow };
