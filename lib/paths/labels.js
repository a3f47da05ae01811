'use strict';

// What a node and an edge are called in text: edges as a program would write them, nodes by their class, or by
// their value where it says more.

const { cut, printable, quoted } = require('../util/text.js');

/** Of plain letters, and of any: V8 takes milliseconds to compile the latter. */
const PLAIN = /^#?[A-Za-z$_][\w$]*$/;
const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const LONGEST_KEY = 24;
const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);

/**
 * An edge: `.name`, `["odd name"]`, `[3]`, `variable name` for a variable that a function keeps, `weak name`. Of V8's
 * own edges the name, and of those that only have a number, nothing.
 */
function edgeLabel({ type, name }) {
  switch (type) {
    case 'element':
      return `[${name}]`;
    case 'property':
      return propertyLabel(name);
    case 'context':
      return `variable ${printable(name)}`;
    case 'weak':
      return `weak ${ownLabel(name) || 'reference'}`;
    default:
      return ownLabel(name);
  }
}

/** A browser's are signatures of its C++. */
function ownLabel(name) {
  return /^[A-Za-z]\w*$/.test(name) ? name.replaceAll('_', ' ').trim() : '';
}

function propertyLabel(name) {
  return PLAIN.test(name) || IDENTIFIER.test(name) ? `.${printable(name)}` : keyLabel(name);
}

/** `["key"]`, cut inside the quotes. */
function keyLabel(name) {
  return `[${quoted(cut(name, LONGEST_KEY))}]`;
}

/** A node without its id: `Session`, `"text"`, `function handler`, `(GC root)`. */
function nodeLabel(node) {
  const label = plainLabel(node);
  // Some say it themselves: `Detached <div>`.
  return node.detached === true && !label.startsWith('Detached ') ? `${label} (detached)` : label;
}

function plainLabel({ type, name, className }) {
  if (STRINGS.has(type)) return quoted(name);
  switch (type) {
    case 'closure':
      return `function ${printable(name) || '(anonymous)'}`;
    case 'regexp':
      return `/${printable(name)}/`;
    case 'synthetic':
      return printable(name) || '(GC root)';
    case 'object':
      return printable(className || name);
    default:
      return printable(name || className || `(${type})`);
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

module.exports = { edgeLabel, isOwnClass, keyLabel, nodeLabel, nodeWithId, propertyLabel };
