'use strict';

// Text for a terminal. A name in a heap snapshot may hold anything. So characters that would move the cursor, recolour or
// reorder the line are escaped. Width is counted in columns: an East Asian character or an emoji takes two, a combining
// mark none.
// By hand, for no dependency at run time: Node.js keeps its own getStringWidth to itself, and stripVTControlCharacters
// hides what is to be shown.

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu;
const MARK = /\p{M}/u;
const EMOJI = /\p{Emoji_Presentation}/u;

const ESCAPES = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Most text is plain, and V8 takes milliseconds to compile the classes above. */
const PLAIN = /^[ -~]*$/;

/** First and last code points of the blocks whose characters take two columns. */
const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Longer than any line. The rest of a long string is ignored. */
const LONGEST = 1000;

/** The text on one line, with escapes for unsafe characters. */
function printable(text) {
  const short = String(text).slice(0, LONGEST);
  return PLAIN.test(short) ? short : short.replace(UNSAFE, printableOne);
}

/** The same of each line. */
function printableLines(text) {
  return String(text).split('\n').map(printable).join('\n');
}

function printableOne(character) {
  if (ESCAPES[character] !== undefined) return ESCAPES[character];
  const hex = character.codePointAt(0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** The text between double quotes, escaped. */
function quoted(text) {
  return `"${printable(String(text).slice(0, LONGEST).replace(/["\\]/g, '\\$&'))}"`;
}

/** Columns that a text takes on a terminal. */
function width(text) {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthOfCharacter(character);
  return columns;
}

function widthOfCharacter(character) {
  const code = character.codePointAt(0);
  if (code < 0x300) return 1;
  if (MARK.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) || EMOJI.test(character) ? 2 : 1;
}

/** The text, or as much of it as fits `columns` with an ellipsis at the end. */
function cut(text, columns) {
  // Characters without width count, too: there may be any number of them.
  if (width(text) <= columns && text.length <= 2 * columns) return text;
  let kept = '';
  let left = columns - 1;
  for (const character of text) {
    left -= widthOfCharacter(character);
    if (left < 0 || kept.length >= 2 * columns) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text, or as much of its end as fits `columns` with an ellipsis before. */
function cutStart(text, columns) {
  if (width(text) <= columns && text.length <= 2 * columns) return text;
  const reverse = (string) => [...string].reverse().join('');
  return reverse(cut(reverse(text), columns));
}

/** The text cut or padded to exactly `columns`; padded on the left if `right`. */
function fit(text, columns, right = false) {
  const short = cut(text, columns);
  const filling = ' '.repeat(Math.max(0, columns - width(short)));
  return right ? filling + short : short + filling;
}

/** A place in a file; a sentence may go on behind it. */
const PLACE = /:\d+\W?$/;

/** Words in lines of at most `columns`. A longer word is cut, a place at its start. */
function wrap(words, columns, indent = '') {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && width(last) + 1 + width(word) <= columns) lines[lines.length - 1] += ` ${word}`;
    else lines.push(indent + (PLACE.test(word) ? cutStart : cut)(word, columns - width(indent)));
  }
  return lines;
}

module.exports = { cut, cutStart, printable, printableLines, fit, quoted, width, wrap };
