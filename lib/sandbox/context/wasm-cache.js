'use strict';

// Caches compiled WebAssembly modules by their bytes, for all sandboxes of the process. They are objects of the host, so none
// holds a context. Bytes are compared with a copy, because hashing would take as long as the rest of a sandbox's start.

const { isAnyArrayBuffer } = require('node:util/types');

/** Smaller modules are glue that is generated at run time, and are cheap to compile. */
const MIN_BYTES = 4096;
/** Beyond this number, the least recently used module is removed. */
const MAX_MODULES = 32;

/** { bytes, module }, where `module` may be a promise. The most recently used entry is last. */
const entries = [];

/** Resolves with the module, or with null if the cache does not take it: it is too small or invalid. */
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

/** The same, synchronously. */
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
  if (entries.length > MAX_MODULES) entries.shift();
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
  return bytes.length < MIN_BYTES ? null : bytes;
}

module.exports = { compile, compileNow };
