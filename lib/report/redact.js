'use strict';

// What of a heap may be shown. A heap holds secrets, so that by default the contents of strings are hidden, and so are
// keys of Maps, properties whose names no program would write, and long or number-like parts of names. Names of
// classes, properties, functions, variables and files stay. With strings everything is shown as it is.

const { STRINGS, nodeLabel } = require('../paths/index.js');
const { count, plural } = require('../util/numbers.js');
const { cut, printable } = require('../util/text.js');

const HIDDEN = '…';
/** V8 writes no more of a string. */
const CUT_BY_V8 = 1024;
/** What is longer is data, and no name. */
const LONGEST_NAME = 80;
const LONGEST_WORD = 32;
const LONGEST_SHOWN = 120;
const MOST_DIGITS = 4;

const QUOTED = /"(?:[^"\\]|\\.)*"?/gs;
/** Names of events that a program has; those with numbers may be somebody's. */
const EVENT = /^listeners? of "[A-Za-z$_][A-Za-z$_:. -]{0,31}"$/;
const SYMBOL = /Symbol\(((?:[^()]|\([^()]*\))*)\)/g;
const SYMBOL_NAME = /^[\w$.:#-]+$/;
/** Nodes that are called after what they contain. */
const VALUES = new Set(['regexp', 'symbol', 'number', 'bigint']);
/** Plain objects are called after their properties. */
const PLAIN = /\{(.*)\}/s;
const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

class Veil {
  constructor({ strings }) {
    this.shown = strings;
  }

  /** What a node is called. */
  node(node) {
    if (this.shown) return cut(nodeLabel(node), LONGEST_SHOWN);
    if (STRINGS.has(node.type)) return lengthText('string', node.name);
    if (node.type === 'regexp') return lengthText('regexp', node.name);
    if (node.type === 'symbol' && !SYMBOL_NAME.test(node.name)) return lengthText('symbol', node.name);
    if (node.type === 'number' || node.type === 'bigint') return node.type;
    if (node.type === 'object') return this.className(node.className || node.name);
    return this.text(nodeLabel(node));
  }

  className(name) {
    const text = printable(name);
    return this.shown ? cut(text, LONGEST_SHOWN) : this.text(text);
  }

  /** How a step of a path refers to its node, and what that is: { label, what, note }. */
  step({ label, what, note, kind, node }) {
    const isFile = kind === 'landmark';
    return {
      label: this.label(label),
      what: isFile ? this.file(what) : this.shown ? cut(what, LONGEST_SHOWN) : this.#what(node, what),
      note: note === null ? null : this.text(note),
    };
  }

  #what(node, what) {
    return STRINGS.has(node.type) || VALUES.has(node.type) ? this.node(node) : this.text(what);
  }

  /** A reference: `.name`, `["key"]`, `listener of "name"`. */
  label(label) {
    if (this.shown) return cut(label, LONGEST_SHOWN);
    return EVENT.test(label) ? label : this.text(label);
  }

  /** A file or an URL, of which only the place is told. */
  file(name) {
    if (this.shown) return cut(name, 2 * LONGEST_SHOWN);
    const text = name.startsWith('data:') ? 'data: URL' : name.replace(/[?#].*$/s, '');
    return cut(text, 2 * LONGEST_SHOWN);
  }

  /** Any other text that has names in it. */
  text(text) {
    if (this.shown) return cut(text, LONGEST_SHOWN);
    const bare = text
      .replace(QUOTED, `"${HIDDEN}"`)
      .replace(PLAIN, (_, list) => `{${propertyNames(list)}}`)
      .replace(SYMBOL, (whole, name) => (SYMBOL_NAME.test(name) ? whole : `Symbol(${HIDDEN})`));
    if (bare.length > LONGEST_NAME) return lengthText('name', bare);
    return bare.replace(/[^\s"[\](){}.,:;<>/]+/g, (word) => (isData(word) ? HIDDEN : word));
  }
}

function isData(word) {
  if (/^@\d+$/.test(word)) return false;
  return word.length > LONGEST_WORD || isNumberLike(word) || /.@./.test(word);
}

/** Numbers, tokens and the like; `sha256` and `utf8` are names. */
function isNumberLike(text) {
  return (text.match(/\d/g)?.length ?? 0) >= MOST_DIGITS;
}

function propertyNames(list) {
  const names = list.split(', ').map((name) => (IDENTIFIER.test(name) && !isData(name) ? name : HIDDEN));
  const shown = names.filter((name, index) => name !== HIDDEN || names[index - 1] !== HIDDEN);
  return cut(shown.join(', '), LONGEST_NAME);
}

function lengthText(what, text) {
  const more = text.length >= CUT_BY_V8 ? `${count(CUT_BY_V8)} characters or more` : null;
  return `${what} (${more ?? plural(text.length, 'character')})`;
}

module.exports = { HIDDEN, Veil };
