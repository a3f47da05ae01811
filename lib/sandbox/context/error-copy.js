'use strict';

// Copies an error of a context into an error of the host, because the original would keep its context alive.

/** Returns an Error with the same name, message, stack, and own properties, except objects and functions. */
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
