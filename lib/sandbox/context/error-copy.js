'use strict';

// Copies an error of a context into an error of the host, because the original would keep its context alive. A module may throw
// anything, also an object whose properties throw when they are read.

/** Returns an Error with the same name, message, stack, and own properties, except objects and functions. */
function copyOf(error) {
  if (typeof error !== 'object' || error === null) return new Error(textOf(() => error));
  const copy = new Error(textOf(() => error.message));
  const name = textOf(() => error.name ?? 'Error');
  const texts = { name, stack: textOf(() => error.stack ?? `${name}: ${copy.message}`) };
  for (const [key, value] of Object.entries(texts))
    Object.defineProperty(copy, key, { value, configurable: true, enumerable: false, writable: true });
  for (const [key, value] of ownPrimitives(error)) if (!TEXTS.has(key)) copy[key] = value;
  return copy;
}

const TEXTS = new Set(['name', 'message', 'stack']);

/** What `read` returns, as text. */
function textOf(read) {
  try {
    return String(read());
  } catch {
    return '(unreadable)';
  }
}

function ownPrimitives(object) {
  try {
    const isPrimitive = ([, value]) =>
      value === null || (typeof value !== 'object' && typeof value !== 'function');
    return Object.entries(object).filter(isPrimitive);
  } catch {
    return [];
  }
}

module.exports = { copyOf };
