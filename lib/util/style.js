'use strict';

// Colours for a terminal. Without a terminal every style leaves the text unchanged.

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Whether `stream` is a terminal that shows colours. See https://no-color.org. */
function wantsColour(stream, env) {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** { bold, dim, red, … }, each from text to text. */
function createStyle(enabled) {
  return Object.fromEntries(
    Object.entries(CODES).map(([name, [on, off]]) => [
      name,
      enabled ? (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`) : (text) => text,
    ]),
  );
}

module.exports = { createStyle, wantsColour };
