'use strict';

// An error of a context keeps the context alive. This is what it says, in one of the host's.

/** An Error with the name, message, stack, and those other own properties that are no objects. */
function copyOf(error) {
  if (typeof error !== 'object' || error === null) return new Error(String(error));
  const copy = new Error(String(error.message));
  const define = (key, value) =>
    Object.defineProperty(copy, key, { value, configurable: true, enumerable: false, writable: true });
  define('name', String(error.name ?? 'Error'));
  define('stack', String(error.stack ?? `${copy.name}: ${copy.message}`));
  for (const [key, value] of Object.entries(error)) {
    if (typeof value !== 'object' && typeof value !== 'function') copy[key] = value;
  }
  return copy;
}

module.exports = { copyOf };
