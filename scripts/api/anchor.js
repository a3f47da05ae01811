'use strict';

/** The anchor that GitHub gives a heading, of which no other in the document has the same words. */
function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}_ -]/gu, '')
    .replaceAll(' ', '-');
}

module.exports = { anchorOf };
