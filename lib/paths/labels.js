'use strict';

// Names nodes and edges in text: edges as a program would write them, nodes by their class, or by their value if that says
// more.

const { cut, printable, quoted } = require('../util/text.js');

/** Identifiers of ASCII letters, and of any. V8 takes milliseconds to compile the second. */
const PLAIN = /^#?[A-Za-z$_][\w$]*$/;
const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const LONGEST_KEY = 24;
const STRINGS = new Set(['string', 'concatenated string', 'sliced string']);

/**
 * An edge: `.name`, `["odd name"]`, `[3]`, `variable name` for a variable that a function keeps, `weak name`. V8's own edges
 * have their name, or an empty text if they only have a number.
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
      return `weak ${internalLabel(name) || 'reference'}`;
    default:
      return internalLabel(name);
  }
}

/** The name of V8's own edge. A browser's are C++ signatures, and left out. */
function internalLabel(name) {
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
  // Some names say so themselves: `Detached <div>`.
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

/** Whether a class is the program's: names in parentheses and names of V8's and Node.js's own classes are not. */
function isOwnClass(name) {
  return !/^\(|^system \/|^Node \/|^\{/.test(name);
}

module.exports = { edgeLabel, isOwnClass, keyLabel, nodeLabel, nodeWithId, propertyLabel };
