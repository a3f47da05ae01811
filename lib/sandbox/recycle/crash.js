'use strict';

// Whether an error means that a WebAssembly module cannot go on: a trap, an abort, an exit, no memory, or a stack that
// overflowed amid its code. Told by names and words, since the errors are of the module's realm, and some are strings.
//
// Ordinary errors (of bindings, of SQL, C++ exceptions) are none. A C++ exception is a number, a pointer: where the
// module exports how to read it, it is asked whether memory was short.

/** What Emscripten's abort throws: a RuntimeError, or a string in glue of before 2020. */
const ABORT = /^abort(ed)?\(/i;
const NO_MEMORY = /\b(bad_alloc|out of memory|insufficient memory|cannot enlarge memory)\b/i;
/** V8's RangeErrors about a linear memory. */
const MEMORY = /^WebAssembly\.Memory\b/;
const NATIVE = /\{\s*\[native code\]\s*\}$/;
/** No C++ exception is at a lower address. */
const LEAST_POINTER = 1024;

/** `exports` are those of the module that threw. */
function isCrash(error, exports) {
  try {
    if (typeof error === 'object' && error !== null) return isCrashObject(error, exports);
    if (typeof error === 'number') return isPointer(error) && NO_MEMORY.test(whatCppSays(error, exports));
    return typeof error === 'string' && isCrashMessage(error);
  } catch {
    // An error that cannot even be read, such as a proxy that was revoked, says nothing.
    return false;
  }
}

function isCrashObject(error, exports) {
  const { name, message } = error;
  if (isOf(error, 'RuntimeError')) return true;
  if (name === 'ExitStatus' && typeof error.status === 'number') return true;
  if (isOf(error, 'RangeError')) {
    if (MEMORY.test(message)) return true;
    if (/call stack/i.test(message)) return /wasm-function|wasm:\/\//.test(error.stack);
  }
  // Of a C++ exception that is an object, the type can be in the name, and the message can be [type, message].
  if (isCrashMessage(`${message}`) || NO_MEMORY.test(`${name}`)) return true;
  return isOf(error, 'Exception') && NO_MEMORY.test(whatCppSays(error, exports));
}

function isCrashMessage(message) {
  return ABORT.test(message) || NO_MEMORY.test(message);
}

/** Whether it is an instance of the builtin class of this name in any realm, and not of a package's own. */
function isOf(error, name) {
  for (let proto = Object.getPrototypeOf(error); proto !== null; proto = Object.getPrototypeOf(proto)) {
    const made = proto.constructor;
    if (made?.name === name && NATIVE.test(Function.prototype.toString.call(made))) return true;
  }
  return false;
}

function isPointer(number) {
  return Number.isInteger(number) && number >= LEAST_POINTER;
}

/** By Emscripten's helper, or by the one that OpenCV binds. */
function whatCppSays(exception, exports) {
  if (typeof exports?.getExceptionMessage === 'function') return `${exports.getExceptionMessage(exception)}`;
  if (typeof exports?.exceptionFromPtr === 'function') return `${exports.exceptionFromPtr(exception)?.msg}`;
  return '';
}

module.exports = { isCrash };
