'use strict';

// Patterns that several rules have in common; see match.js.

const CONTEXT = 'object system / Context';
const TABLE = { edge: 'internal table', node: 'array' };
const INDEX = /^internal \d+$/;

/** Contexts, innermost first, then a variable of one of them. V8 may keep it in a cell; edges to a block's variables have no names. */
const OUTER = { edge: 'internal previous', node: CONTEXT, many: true, maybe: true };
const SLOT = [
  { from: CONTEXT, edge: /^(?:context|hidden) / },
  { from: 'hidden system / ContextCell', edge: /^hidden /, maybe: true },
];
const VARIABLE = [{ edge: 'internal context', node: CONTEXT }, OUTER, ...SLOT];

module.exports = { CONTEXT, INDEX, OUTER, SLOT, TABLE, VARIABLE };
