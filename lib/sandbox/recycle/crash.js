'use strict';

// Detects whether an error means that a WebAssembly module cannot continue: a trap, an abort, an exit, lack of memory, or a
// stack overflow in its code. It compares names and messages, because the errors belong to the module's realm, and some are
// strings.
//
// Ordinary errors (of bindings, of SQL, C++ exceptions) are not crashes. A C++ exception is a number, a pointer. If the module
// exports a function that reads it, its message may say that memory was short.

/** The message of Emscripten's abort, in a RuntimeError, or as a string in glue from before 2020. */
const ABORT = /^abort(ed)?\(/i;
const NO_MEMORY = /\b(bad_alloc|out of memory|insufficient memory|cannot enlarge memory)\b/i;
/** V8's RangeErrors about a linear memory. */
const MEMORY = /^WebAssembly\.Memory\b/;
const STACK = /call stack/i;
const NATIVE = /\{\s*\[native code\]\s*\}$/;
/** C++ exceptions have at least this address. */
const MIN_POINTER = 1024;

/** `exports` are those of the module that threw. */
function isCrash(error, exports) {
  try {
    if (typeof error === 'object' && error !== null) return isCrashObject(error, exports);
    if (typeof error === 'number') return isPointer(error) && NO_MEMORY.test(cppMessage(error, exports));
    return typeof error === 'string' && isCrashMessage(error);
  } catch {
    // An error that cannot be read, such as a revoked proxy, is not a crash.
    return false;
  }
}

function isCrashObject(error, exports) {
  const { name, message } = error;
  if (name === 'ExitStatus' && typeof error.status === 'number') return true;
  if (name === 'RuntimeError' && (isBuiltin(error, name) || isInWasm(error))) return true;
  if (name === 'RangeError' && (MEMORY.test(message) || (STACK.test(message) && isInWasm(error))))
    return true;
  // If a C++ exception is an object, its name may be the type, and its message may be [type, message].
  if (isCrashMessage(`${message}`) || NO_MEMORY.test(`${name}`)) return true;
  return isBuiltin(error, 'Exception') && NO_MEMORY.test(cppMessage(error, exports));
}

function isCrashMessage(message) {
  return ABORT.test(message) || NO_MEMORY.test(message);
}

/** Whether an error is an instance of the built-in class of this name in any realm, not of a class of a package. */
function isBuiltin(error, name) {
  for (let proto = Object.getPrototypeOf(error); proto !== null; proto = Object.getPrototypeOf(proto)) {
    const { constructor: builder } = proto;
    if (builder?.name === name && NATIVE.test(Function.prototype.toString.call(builder))) return true;
  }
  return false;
}

/** Whether the stack of an error has WebAssembly frames. A copy has the same stack. */
function isInWasm({ stack }) {
  return /wasm-function|wasm:\/\//.test(stack);
}

function isPointer(number) {
  return Number.isInteger(number) && number >= MIN_POINTER;
}

/** The message of a C++ exception, read by Emscripten's function, or by the one that OpenCV binds. */
function cppMessage(exception, exports) {
  if (typeof exports?.getExceptionMessage === 'function') return `${exports.getExceptionMessage(exception)}`;
  if (typeof exports?.exceptionFromPtr === 'function') return `${exports.exceptionFromPtr(exception)?.msg}`;
  return '';
}

module.exports = { isCrash };
