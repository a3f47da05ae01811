'use strict';

// Strings in all of V8's representations: one and two bytes a character, sliced, consed (flat and deep),
// internalized, external, with lone surrogates, control characters and quotes.

const v8 = require('node:v8');

const long = 'all work and no play '.repeat(500);
const wide = 'Ünïcödé — 漢字 🙂 '.repeat(300);

let deep = 'start';
for (let index = 0; index < 3000; index++) deep += `-${index}`;
let leftDeep = '';
for (let index = 0; index < 500; index++) leftDeep = `item ${index}, ${leftDeep}`;

// A cons string whose two halves are long already.
const both = long + wide;
const flattened = `${long}!`.concat(wide);
flattened.charCodeAt(9000);

const property = {};
for (let index = 0; index < 500; index++) property[`property name ${index}`] = `value ${index}`;

globalThis.kept = {
  long,
  wide,
  deep,
  leftDeep,
  both,
  flattened,
  property,
  slices: Array.from({ length: 200 }, (_, index) => long.slice(index, index + 500)),
  wideSlices: Array.from({ length: 100 }, (_, index) => wide.substring(index, index + 100)),
  short: ['', 'a', 'é', 'ÿ', '漢', '\u{1F642}'],
  surrogates: ['\ud83d', '\ude42', 'a\ud83db', '\ude42\ud83d', '\ud83d\ud83d\ude42'.repeat(20)],
  control: [
    '\0',
    '\0\0middle\0',
    '\b\f\n\r\t\v',
    '"',
    '\\',
    '\\u0041',
    '</script>',
    '\u2028\u2029',
    '\x7f\x80',
  ],
  numeric: ['0', '-0', '1e21', '4294967295', 'NaN', '007'],
  external: Buffer.alloc(2_000_000, 'x').toString('latin1'),
  externalWide: Buffer.alloc(4_000_000, '漢字').toString('utf16le'),
  converted: String(Symbol('described')) + JSON.stringify({ nested: wide.slice(0, 50) }),
  huge: 'x'.repeat(5000),
};

v8.writeHeapSnapshot(process.argv[2]);
