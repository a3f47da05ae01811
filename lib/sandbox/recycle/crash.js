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
const STACK = /call stack/i;
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
  if (name === 'ExitStatus' && typeof error.status === 'number') return true;
  if (name === 'RuntimeError' && (isBuiltin(error, name) || isAmidWasm(error))) return true;
  if (name === 'RangeError' && (MEMORY.test(message) || (STACK.test(message) && isAmidWasm(error))))
    return true;
  // Of a C++ exception that is an object, the type can be the name, and the message can be [type, message].
  if (isCrashMessage(`${message}`) || NO_MEMORY.test(`${name}`)) return true;
  return isBuiltin(error, 'Exception') && NO_MEMORY.test(whatCppSays(error, exports));
}

function isCrashMessage(message) {
  return ABORT.test(message) || NO_MEMORY.test(message);
}

/** Whether it is an instance of WebAssembly's class of this name in any realm, and not of a package's own. */
function isBuiltin(error, name) {
  for (let proto = Object.getPrototypeOf(error); proto !== null; proto = Object.getPrototypeOf(proto)) {
    const made = proto.constructor;
    if (made?.name === name && NATIVE.test(Function.prototype.toString.call(made))) return true;
  }
  return false;
}

/** By its stack, which a copy of it has too. */
function isAmidWasm({ stack }) {
  return /wasm-function|wasm:\/\//.test(stack);
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
