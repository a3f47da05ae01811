'use strict';

// What a node and an edge are called in text: edges as DevTools writes them, nodes by their class, or by
// their value where it says more.

const { escape, quoted } = require('./text.js');

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);

/**
 * An edge: `.name`, `["odd name"]`, `[3]`, `{internal}`, `variable name` for a variable that a function
 * keeps, `{name} (weak)`.
 */
function edgeLabel({ type, name }) {
  switch (type) {
    case 'element':
      return `[${name}]`;
    case 'property':
      return propertyLabel(name);
    case 'shortcut':
      return typeof name === 'number' ? `[${name}]` : propertyLabel(name);
    case 'context':
      return `variable ${escape(name)}`;
    case 'weak':
      return `{${escape(name)}} (weak)`;
    default:
      return `{${escape(name)}}`;
  }
}

function propertyLabel(name) {
  return IDENTIFIER.test(name) ? `.${escape(name)}` : `[${quoted(name)}]`;
}

/** A node without its id: `Session`, `"text"`, `function handler`, `(GC root)`. */
function nodeLabel(node) {
  const label = plainLabel(node);
  return node.detached === true ? `${label} (detached)` : label;
}

function plainLabel({ type, name, className }) {
  if (STRINGS.has(type)) return quoted(name);
  switch (type) {
    case 'closure':
      return `function ${escape(name) || '(anonymous)'}`;
    case 'regexp':
      return `/${escape(name)}/`;
    case 'synthetic':
      return escape(name) || '(GC root)';
    case 'object':
      return escape(className || name);
    default:
      return escape(name || className);
  }
}

/** `Session @48213`. */
function nodeWithId(node) {
  return `${nodeLabel(node)} @${node.id}`;
}

/** Classes in parentheses and V8's own are not what a program calls its classes. */
function isOwnClass(name) {
  return !/^\(|^system \/|^Node \/|^\{/.test(name);
}

module.exports = { edgeLabel, isOwnClass, nodeLabel, nodeWithId };
