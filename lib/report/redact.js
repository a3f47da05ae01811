'use strict';

// Redacts texts from a heap, because a heap holds secrets. By default it hides the contents of strings, keys of Maps, names of
// properties that are not identifiers, and parts of names that are long or look like numbers. Names of classes, properties,
// functions, variables and files stay. With `strings`, everything is shown as it is.

const { STRINGS, nodeLabel } = require('../paths/index.js');
const { count, plural } = require('../util/numbers.js');
const { cut, printable } = require('../util/text.js');

const HIDDEN = '…';
/** V8 writes at most this many characters of a string. */
const V8_MAX_LENGTH = 1024;
/** Longer texts and words are data, not names. */
const MAX_NAME_LENGTH = 80;
const MAX_WORD_LENGTH = 32;
const MAX_SHOWN_LENGTH = 120;
/** A word with this many digits looks like a number. */
const NUMBER_DIGITS = 4;

const QUOTED = /"(?:[^"\\]|\\.)*"?/gs;
/** Names of events that a program defines. Names with digits may be data, such as a user's id. */
const EVENT = /^listeners? of "[A-Za-z$_][A-Za-z$_:. -]{0,31}"$/;
const SYMBOL = /Symbol\(((?:[^()]|\([^()]*\))*)\)/g;
const SYMBOL_NAME = /^[\w$.:#-]+$/;
/** Types of nodes whose names are their contents. */
const VALUE_TYPES = new Set(['regexp', 'symbol', 'number', 'bigint']);
/** The name of a plain object, which lists its properties. */
const PLAIN_OBJECT = /\{(.*)\}/s;
const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

class Redactor {
  constructor({ strings }) {
    this.showsStrings = strings;
  }

  /** The name of a node. */
  node(node) {
    if (this.showsStrings) return cut(nodeLabel(node), MAX_SHOWN_LENGTH);
    if (STRINGS.has(node.type)) return lengthText('string', node.name);
    if (node.type === 'regexp') return lengthText('regexp', node.name);
    if (node.type === 'symbol' && !SYMBOL_NAME.test(node.name)) return lengthText('symbol', node.name);
    if (node.type === 'number' || node.type === 'bigint') return node.type;
    if (node.type === 'object') return this.className(node.className || node.name);
    return this.text(nodeLabel(node));
  }

  className(name) {
    const text = printable(name);
    return this.showsStrings ? cut(text, MAX_SHOWN_LENGTH) : this.text(text);
  }

  /** The texts of a step of a path: { label, what, note }. */
  step({ label, what, note, kind, node }) {
    const isFile = kind === 'landmark';
    return {
      label: this.label(label),
      what: isFile
        ? this.file(what)
        : this.showsStrings
          ? cut(what, MAX_SHOWN_LENGTH)
          : this.#what(node, what),
      note: note === null ? null : this.text(note),
    };
  }

  #what(node, what) {
    return STRINGS.has(node.type) || VALUE_TYPES.has(node.type) ? this.node(node) : this.text(what);
  }

  /** The label of a reference: `.name`, `["key"]`, `listener of "name"`. */
  label(label) {
    if (this.showsStrings) return cut(label, MAX_SHOWN_LENGTH);
    return EVENT.test(label) ? label : this.text(label);
  }

  /** The name of a file, or a URL without its query and fragment. */
  file(name) {
    if (this.showsStrings) return cut(name, 2 * MAX_SHOWN_LENGTH);
    const text = name.startsWith('data:') ? 'data: URL' : name.replace(/[?#].*$/s, '');
    return cut(text, 2 * MAX_SHOWN_LENGTH);
  }

  /** Any other text that contains names. */
  text(text) {
    if (this.showsStrings) return cut(text, MAX_SHOWN_LENGTH);
    const bare = text
      .replace(QUOTED, `"${HIDDEN}"`)
      .replace(PLAIN_OBJECT, (_, list) => `{${propertyNames(list)}}`)
      .replace(SYMBOL, (whole, name) => (SYMBOL_NAME.test(name) ? whole : `Symbol(${HIDDEN})`));
    if (bare.length > MAX_NAME_LENGTH) return lengthText('name', bare);
    return bare.replace(/[^\s"[\](){}.,:;<>/]+/g, (word) => (isData(word) ? HIDDEN : word));
  }
}

function isData(word) {
  if (/^@\d+$/.test(word)) return false;
  return word.length > MAX_WORD_LENGTH || isNumberLike(word) || /.@./.test(word);
}

/** Whether a word looks like a number or a token. `sha256` and `utf8` are names. */
function isNumberLike(text) {
  return (text.match(/\d/g)?.length ?? 0) >= NUMBER_DIGITS;
}

function propertyNames(list) {
  const names = list.split(', ').map((name) => (IDENTIFIER.test(name) && !isData(name) ? name : HIDDEN));
  const visible = names.filter((name, index) => name !== HIDDEN || names[index - 1] !== HIDDEN);
  return cut(visible.join(', '), MAX_NAME_LENGTH);
}

function lengthText(what, text) {
  const truncated = text.length >= V8_MAX_LENGTH ? `${count(V8_MAX_LENGTH)} characters or more` : null;
  return `${what} (${truncated ?? plural(text.length, 'character')})`;
}

module.exports = { HIDDEN, Redactor };
