'use strict';

// Strings of equal content that are objects of their own: from Buffers, from JSON, and concatenated of few
// pieces or many.

const v8 = require('node:v8');

const bytes = Buffer.from('the same text, again and again');
const json = JSON.stringify({
  status: 'a status that is not internalized '.repeat(3),
  wide: '漢字'.repeat(20),
});

/** A string of many pieces, as V8 keeps it: each `+=` makes a concatenated string of the one before. */
function built(first, last) {
  let text = first;
  for (let index = 0; index < 2000; index++) text += `piece ${index} of the text, `;
  return text + last;
}

globalThis.kept = {
  built: ['same', 'same', 'other'].map((last) => built('begins ', last)),
  fromBytes: Array.from({ length: 1000 }, () => bytes.toString('latin1')),
  parsed: Array.from({ length: 1000 }, () => JSON.parse(json)),
  joined: Array.from({ length: 500 }, (_, index) => ['joined', index % 5, 'parts'].join(' of several ')),
  consed: Array.from({ length: 500 }, (_, index) => `a prefix that is long enough ${index % 3}`),
  long: Array.from({ length: 20 }, () => Buffer.alloc(3000, 'long ').toString()),
};

v8.writeHeapSnapshot(process.argv[2]);
