'use strict';

// What can be tracked: values with an identity that the program can lose. A registered symbol
// (Symbol.for) can be had again by its name, a well-known one always, a primitive has no identity.

const { argumentError, quote } = require('./errors.js');

const wellKnownSymbols = new Set(
  Object.getOwnPropertyNames(Symbol)
    .map((name) => Symbol[name])
    .filter((value) => typeof value === 'symbol'),
);

/** Throws ERR_GC_TRACKER_INVALID_TARGET for what is not an object, a function or a private symbol. */
function checkTarget(target) {
  switch (typeof target) {
    case 'object':
      if (target !== null) return;
      break;
    case 'function':
      return;
    case 'symbol':
      if (Symbol.keyFor(target) === undefined && !wellKnownSymbols.has(target)) return;
      throw invalid(target, 'a registered or well-known symbol is never collected');
  }
  throw invalid(target, 'pass an object, a function or a symbol made with Symbol()');
}

function invalid(target, advice) {
  return argumentError('ERR_GC_TRACKER_INVALID_TARGET', `cannot track ${quote(target)}: ${advice}`);
}

module.exports = { checkTarget };
