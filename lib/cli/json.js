'use strict';

// JSON that is safe to print on a terminal: escapes the control characters that JSON.stringify leaves unescaped.

const CONTROLS = /[\u007f-\u009f\u2028\u2029\p{Cf}]/gu;

function jsonText(value) {
  return JSON.stringify(value, null, 2).replace(CONTROLS, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

module.exports = { jsonText };
