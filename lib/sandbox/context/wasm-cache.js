'use strict';

// Compiled WebAssembly modules by their bytes, for all sandboxes of the process. They are the host's objects, so none
// holds a context. Bytes are compared with a copy: to hash them would take as long as all else in a sandbox's start.

const { isAnyArrayBuffer } = require('node:util/types');

/** Smaller ones are glue that is generated at run time; to compile them costs next to nothing. */
const LEAST_BYTES = 4096;
/** The ones that were not used for longest go. */
const MOST_MODULES = 32;

/** { bytes, module }: a module or a promise of one; the one that was used last is at the end. */
const entries = [];

/** Resolves with the module, or with null if it is not one for the cache: too small, or no valid module. */
async function compile(source) {
  const bytes = bytesOf(source);
  if (bytes === null) return null;
  const entry = use(bytes) ?? add(bytes, WebAssembly.compile(bytes));
  try {
    entry.module = await entry.module;
    return entry.module;
  } catch {
    remove(entry);
    return null;
  }
}

/** The same at once. */
function compileNow(source) {
  const bytes = bytesOf(source);
  if (bytes === null) return null;
  const entry = use(bytes);
  if (entry?.module instanceof WebAssembly.Module) return entry.module;
  try {
    const module = new WebAssembly.Module(bytes);
    if (entry === undefined) add(bytes, module);
    return module;
  } catch {
    return null;
  }
}

function use(bytes) {
  const entry = entries.find((one) => one.bytes.equals(bytes));
  if (entry === undefined) return undefined;
  remove(entry);
  entries.push(entry);
  return entry;
}

function add(bytes, module) {
  const entry = { bytes: Buffer.from(bytes), module };
  entries.push(entry);
  if (entries.length > MOST_MODULES) entries.shift();
  return entry;
}

function remove(entry) {
  const index = entries.indexOf(entry);
  if (index >= 0) entries.splice(index, 1);
}

/** The bytes of a BufferSource of any context, or null. */
function bytesOf(source) {
  let bytes;
  if (ArrayBuffer.isView(source)) bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  else if (isAnyArrayBuffer(source)) bytes = Buffer.from(source);
  else return null;
  return bytes.length < LEAST_BYTES ? null : bytes;
}

module.exports = { compile, compileNow };
