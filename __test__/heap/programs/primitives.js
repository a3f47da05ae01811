'use strict';

// Symbols, bigints, heap numbers, regular expressions, dates, boxed primitives and Intl objects, with
// the numbers' values exposed as nodes.

const v8 = require('node:v8');

const symbols = Array.from({ length: 200 }, (_, index) => Symbol(`symbol ${index}`));
const keyed = {};
for (const symbol of symbols) keyed[symbol] = { description: symbol.description };

const expressions = Array.from(
  { length: 50 },
  (_, index) => new RegExp(`(?<name>a{${index}})|[b-${'z'}]+`, 'giu'),
);
for (const expression of expressions) expression.exec('aaaaabbbz');

const holey = [0.1, 0.2];
holey[5] = 0.6;

globalThis.kept = {
  symbols,
  keyed,
  expressions,
  registered: [Symbol.for('registered'), Symbol(), Symbol.iterator],
  bigints: Array.from({ length: 200 }, (_, index) => 2n ** BigInt(index * 10)),
  doubles: Array.from({ length: 200 }, (_, index) => ({ value: index + 0.5 })),
  // The same number in a field that was first small, then a double, then an object.
  migrated: [{ x: 1 }, { x: 1.5 }, { x: -0 }, { x: NaN }, { x: 2 ** 53 }, { x: 'text' }],
  doubleElements: [[0.1, 0.2], holey],
  dates: [new Date(0), new Date(NaN)],
  boxed: [Object(1), Object('boxed'), Object(true), Object(Symbol('boxed')), Object(10n)],
  intl: [new Intl.NumberFormat('en'), new Intl.Collator('de'), new Intl.DateTimeFormat('en')],
  oddballs: [undefined, null, true, false, NaN, Infinity],
};

v8.writeHeapSnapshot(process.argv[2], { exposeNumericValues: true });
