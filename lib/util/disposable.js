'use strict';

/** Lets `using` call `dispose` of a class. Some realms of Node.js 20 have no Symbol.dispose. */
function makeDisposable({ prototype }) {
  alias(prototype, Symbol.dispose);
}

/** The same for `await using`. */
function makeAsyncDisposable({ prototype }) {
  alias(prototype, Symbol.asyncDispose);
}

function alias(prototype, symbol) {
  if (symbol === undefined) return;
  const value = prototype.dispose;
  Object.defineProperty(prototype, symbol, { value, configurable: true, writable: true });
}

module.exports = { makeAsyncDisposable, makeDisposable };
