'use strict';

// Colours for a terminal. Without a terminal every style leaves the text unchanged, as does Node.js before 20.12, which has
// no styleText. Whether the stream wants them is decided here: styleText's own decision, and tty's hasColors, differ
// between versions of Node.js.

const { styleText } = require('node:util');

const STYLES = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'];

/** Whether `stream` is a terminal that shows colours. See https://no-color.org. */
function wantsColour(stream, env) {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** { bold, dim, red, … }, each from text to text. */
function createStyle(enabled) {
  const isPlain = !enabled || styleText === undefined;
  return Object.fromEntries(
    STYLES.map((name) => [
      name,
      (text) => (isPlain || text === '' ? text : styleText(name, text, { validateStream: false })),
    ]),
  );
}

module.exports = { createStyle, wantsColour };
