'use strict';

// What the command's text is made of: names, numbers, tables, trees, growth.

const assert = require('node:assert');
const { test } = require('node:test');
const { growth } = require('../../lib/heap/class-growth.js');
const { jsonText } = require('../../lib/cli/json.js');
const { edgeLabel, nodeLabel } = require('../../lib/paths/labels.js');
const { bytes, count, share, signed } = require('../../lib/util/numbers.js');
const { createStyle } = require('../../lib/util/style.js');
const { table } = require('../../lib/cli/table.js');
const { cut, cutStart, fit, printable, quoted, width, wrap } = require('../../lib/util/text.js');
const { leakText } = require('../../lib/leaks/leak-report.js');
const { pathText } = require('../../lib/paths/path-text.js');
const { pathTree } = require('../../lib/cli/path-tree.js');
const { trail } = require('../../lib/paths/trail.js');

const plain = createStyle(false);

test('characters that would move, hide or reorder text are escaped', () => {
  const cases = [
    ['plain text', 'plain text'],
    ['a\tb\r\nc', 'a\\tb\\r\\nc'],
    ['\u0000\u001b[31m\u007f\u009b', '\\x00\\x1b[31m\\x7f\\x9b'],
    ['\u202eright\u2066', '\\u202eright\\u2066'],
    ['\u2028\u200b\ufeff', '\\u2028\\u200b\\ufeff'],
    ['half \ud83d', 'half \\ud83d'],
    ['\u{e0041}', '\\u{e0041}'],
    ['漢字 é 😀', '漢字 é 😀'],
  ];
  for (const [text, expected] of cases) assert.strictEqual(printable(text), expected);
  assert.strictEqual(quoted('say "hi"\\\n'), '"say \\"hi\\"\\\\\\n"');
  assert.ok(printable('x'.repeat(1e6)).length <= 1000);
});

test('width counts columns, not characters', () => {
  const cases = [
    ['abc', 3],
    ['漢字', 4],
    ['한글', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['😀', 2],
    ['é', 1],
    ['…└─›', 4],
  ];
  for (const [text, expected] of cases) assert.strictEqual(width(text), expected, text);
});

test('a cut text never takes more columns than it has', () => {
  assert.strictEqual(cut('abcdef', 6), 'abcdef');
  assert.strictEqual(cut('abcdefg', 6), 'abcde…');
  assert.strictEqual(cut('漢字漢字', 6), '漢字…');
  assert.strictEqual(cutStart('abcdefg', 6), '…cdefg');
  assert.strictEqual(fit('ab', 4), 'ab  ');
  assert.strictEqual(fit('ab', 4, true), '  ab');
  assert.strictEqual(fit('漢字', 3), '漢…');
  const marks = `e${'\u0301'.repeat(1000)}`;
  assert.ok(cut(marks, 10).length <= 21);
  assert.deepStrictEqual(wrap(['one', 'two', 'three'], 7), ['one two', 'three']);
});

test('bytes and counts are short', () => {
  const cases = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1234567, '1.2 MB'],
    [99_949_999, '99.9 MB'],
    [99_950_000, '100 MB'],
    [999_499_999, '999 MB'],
    [999_500_000, '1.0 GB'],
    [5e12, '5.0 TB'],
    [-1500, '-1.5 kB'],
  ];
  for (const [size, expected] of cases) assert.strictEqual(bytes(size), expected);
  assert.strictEqual(count(1234567), '1,234,567');
  assert.deepStrictEqual(
    [5, 0, -5].map((number) => signed(number, count)),
    ['+5', '·', '-5'],
  );
  const shares = [
    [1, 1],
    [0.123, 1],
    [0.0123, 1],
    [0.0001, 1],
    [0, 1],
    [0, 0],
  ];
  assert.deepStrictEqual(
    shares.map((pair) => share(...pair)),
    ['100 %', '12 %', '1.2 %', '<0.1 %', '0.0 %', ''],
  );
});

test('edges are written as a program would write them', () => {
  const cases = [
    ['property', 'name', '.name'],
    ['property', '#secret', '.#secret'],
    ['property', 'odd name', '["odd name"]'],
    ['property', '1a', '["1a"]'],
    ['property', 'say "hi"', '["say \\"hi\\""]'],
    ['property', 'a'.repeat(100), `.${'a'.repeat(100)}`],
    ['property', `${'a '.repeat(50)}`, '["a a a a a a a a a a a a…"]'],
    ['element', 3, '[3]'],
    ['shortcut', '2', ''],
    ['shortcut', 'bound_this', 'bound this'],
    ['internal', 'backing_store', 'backing store'],
    ['internal', '7 / blink::Frame::window_', ''],
    ['hidden', 7, ''],
    ['context', 'cache', 'variable cache'],
    ['weak', 'target', 'weak target'],
    ['weak', '3', 'weak reference'],
  ];
  for (const [type, name, expected] of cases) assert.strictEqual(edgeLabel({ type, name }), expected);
});

test('nodes are called by class, value or name', () => {
  const cases = [
    [{ type: 'object', name: 'Session', className: 'Session' }, 'Session'],
    [{ type: 'object', name: '{a, b}' }, '{a, b}'],
    [{ type: 'string', name: 'a\n', className: '(string)' }, '"a\\n"'],
    [{ type: 'sliced string', name: 'b' }, '"b"'],
    [{ type: 'closure', name: 'handler', className: 'Function' }, 'function handler'],
    [{ type: 'closure', name: '' }, 'function (anonymous)'],
    [{ type: 'regexp', name: 'a+' }, '/a+/'],
    [{ type: 'synthetic', name: '' }, '(GC root)'],
    [{ type: 'array', name: '' }, '(array)'],
    [{ type: 'native', name: '<div>', detached: true }, '<div> (detached)'],
    [{ type: 'native', name: 'Detached <div>', detached: true }, 'Detached <div>'],
  ];
  for (const [node, expected] of cases) assert.strictEqual(nodeLabel(node), expected);
});

test('JSON stays JSON and has nothing that a terminal obeys', () => {
  const value = { name: '\u001b\u007f\u009b\u2028\u202e\u{e0041}漢' };
  const text = jsonText(value);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}]/u);
  assert.deepStrictEqual(JSON.parse(text), value);
});

test('a table cuts its flexible column and nothing else', () => {
  const columns = [{ title: 'Class', left: true, flexible: true }, { title: 'Count' }];
  const rows = [
    ['x'.repeat(100), '1,234'],
    ['漢'.repeat(50), '5'],
    ['short', '67'],
  ];
  const lines = table(columns, rows, plain);
  assert.deepStrictEqual(lines, [
    `Class${' '.repeat(70)}Count`,
    `${'x'.repeat(72)}…  1,234`,
    `${'漢'.repeat(36)}…      5`,
    `short${' '.repeat(73)}67`,
  ]);
});

test('colours surround a cell without changing its width', () => {
  const colours = createStyle(true);
  const columns = [{ title: 'Class', left: true, paint: colours.bold }, { title: 'N' }];
  const [, row] = table(columns, [['ab', '1']], colours);
  assert.strictEqual(row, '\u001b[1mab   \u001b[22m  1');
});

const step = (label, what, more) => ({
  label,
  what,
  kind: 'field',
  node: { type: 'object', id: 1 },
  place: null,
  note: null,
  retainedSize: null,
  ...more,
});
const root = (what, note = null) => step('', what, { kind: 'root', note });
const landmark = (label, what) => step(label, what, { kind: 'landmark' });

test('a tree begins with the root, and has what each step retains at its right edge', () => {
  const steps = [
    root('Global'),
    landmark('require cache', 'lib/store.js'),
    step('exports.sessions', 'Map', { retainedSize: 1500 }),
    step('["user-1"]', 'Session', { node: { type: 'object', id: 12345 }, retainedSize: 56 }),
  ];
  assert.deepStrictEqual(pathTree(steps, plain), [
    '(GC root) Global',
    '  └─ require cache  lib/store.js @1',
    '       └─ exports.sessions  Map @1                                        1.5 kB',
    '            └─ ["user-1"]  Session @12345                                   56 B',
  ]);
});

test('a tree says of a root and of a step what there is to note', () => {
  const steps = [
    root('stack', 'a variable of a running function'),
    step('', 'Array'),
    step('[0]', 'Promise', { note: 'pending' }),
  ];
  assert.deepStrictEqual(pathTree(steps, plain), [
    '(GC root) stack  a variable of a running function',
    '  └─ Array @1',
    '       └─ [0]  Promise @1  pending',
  ]);
});

test('a tree says where functions are written, on a line of its own where there is no room for it', () => {
  const place = { file: '/app/lib/handlers.js', line: 7, column: 1 };
  const more = { node: { type: 'closure', id: 5 }, place, retainedSize: 1500 };
  const steps = (label) => [root('Global'), step('.store', 'Store'), step(label, 'function onTick', more)];
  const ends = ['.a', `.${'a'.repeat(20)}`, `.${'a'.repeat(34)}`].flatMap((label) =>
    pathTree(steps(label), plain).slice(2),
  );
  assert.deepStrictEqual(ends, [
    '       └─ .a  function onTick @5  lib/handlers.js:7                       1.5 kB',
    '       └─ .aaaaaaaaaaaaaaaaaaaa  function onTick @5  lib/handlers.js:7    1.5 kB',
    '       └─ .aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  function onTick @5         1.5 kB',
    '            /app/lib/handlers.js:7',
  ]);
});

test('a place on a line of its own is cut at its start, and a note follows', () => {
  const place = {
    file: `/app/${'folder/'.repeat(12)}node_modules/@vendor/kit/lib/subscribe.js`,
    line: 7,
    column: 1,
  };
  const more = { node: { type: 'closure', id: 5 }, place, note: 'pending' };
  const steps = (label) => [root('Global'), step(label, 'function onTick', more)];
  assert.deepStrictEqual(pathTree(steps('.a'), plain).slice(1), [
    '  └─ .a  function onTick @5  @vendor/kit/lib/subscribe.js:7  pending',
  ]);
  assert.deepStrictEqual(pathTree(steps(`.${'a'.repeat(40)}`), plain).slice(1), [
    `  └─ .${'a'.repeat(40)}  function onTick @5`,
    '       …/folder/folder/folder/folder/node_modules/@vendor/kit/lib/subscribe.js:7',
    '       pending',
  ]);
});

test('of a place that is too long for a line of a sentence, the end stays', () => {
  const place = `/app/${'folder/'.repeat(12)}lib/serve.js:7`;
  assert.deepStrictEqual(wrap(['it', 'waits', 'at', `${place}:`], 30), [
    'it waits at',
    '…folder/folder/lib/serve.js:7:',
  ]);
});

test('of a file whose path is too long, a tree shows the end', () => {
  const steps = [root('Global'), landmark('require cache', `/home/${'user/'.repeat(20)}app/lib/store.js`)];
  assert.match(pathTree(steps, plain)[1], /^ {2}└─ require cache {2}…[\w/]+\/app\/lib\/store\.js @1$/);
});

test('a report shows the end of files whose path is too long: of landmarks, and of where a target was tracked', () => {
  const file = `/home/${'user/'.repeat(20)}app/lib/store.js`;
  const path = [root('Global'), landmark('require cache', file), step('exports', 'Object')];
  assert.match(pathText(path)[1], /^ {2}└─ require cache {2}…[\w/]+\/app\/lib\/store\.js$/);
  const leak = {
    label: undefined,
    className: null,
    id: null,
    path: [],
    hint: null,
    fingerprint: null,
    known: null,
  };
  const text = leakText([{ ...leak, stack: `    at ${file}:3:5` }], { total: 1, cycles: 3, elapsedMs: 1 });
  assert.match(text, /^ {2}tracked at …[\w/]+\/app\/lib\/store\.js:3:5$/m);
});

test('a deep tree stays within 80 columns and leaves its middle out', () => {
  const steps = Array.from({ length: 500 }, (_, index) =>
    step(`.step${index}`, '漢字'.repeat(20), { retainedSize: 1e9 }),
  );
  const lines = pathTree([root('Global'), ...steps], plain);
  for (const line of lines) assert.ok(width(line) <= 80, line);
  assert.ok(lines.some((line) => /… {2}460 more steps/.test(line)));
  assert.strictEqual(lines.length, 42);
  assert.match(lines.at(-1), /\.step499 {2}漢.* @1 +1\.0 GB$/);
});

test('a run of equal steps is counted', () => {
  const list = Array.from({ length: 1000 }, (_, id) =>
    step('.next', 'Link', { node: { type: 'object', id } }),
  );
  const steps = [root('Global'), step('.head', 'Link'), ...list, step('.value', 'Session')];
  assert.deepStrictEqual(
    pathTree(steps, plain).map((line) => line.trim()),
    [
      '(GC root) Global',
      '└─ .head  Link @1',
      '└─ .next  Link @0',
      '…  998 more .next  Link',
      '└─ .next  Link @999',
      '└─ .value  Session @1',
    ],
  );
});

test('a trail reads like JavaScript from the last landmark on', () => {
  const cases = [
    [[root('Global'), step('.kept', 'Object'), step('["a b"]', 'Map')], 'Global.kept["a b"]'],
    [[root('stack'), step('', 'Service'), step('.jobs', 'Array')], 'stack › Service.jobs'],
    [
      [
        root('Global'),
        landmark('require cache', 'lib/hub.js'),
        step('variable hub', 'Hub'),
        step('.all', 'Set'),
      ],
      'lib/hub.js › hub.all',
    ],
    [
      [root('Global'), landmark('require cache', 'lib/hub.js'), step('.parent', 'Module')],
      'lib/hub.js › .parent',
    ],
    [[root('Global'), landmark('', 'process'), step('.env', 'Object')], 'process.env'],
    [[root('Global'), landmark('Window', 'https://example.org'), step('.app', 'App')], 'Window.app'],
    [[root('Global'), step('.f', 'function f'), step('variable hub', 'Hub')], 'Global.f › hub'],
    [
      [root('stack'), step('', 'system / Context', { note: "a function's variables" })],
      "stack › a function's variables",
    ],
    [[root('V8', 'strong roots')], 'V8'],
    [[], '(GC root)'],
  ];
  for (const [steps, expected] of cases) assert.strictEqual(trail(steps), expected);
});

const change = (name, countDelta, sizeDelta, location = null) => ({
  name,
  location,
  addedCount: countDelta,
  removedCount: 0,
  addedSize: sizeDelta,
  removedSize: 0,
  countDelta,
  sizeDelta,
});
const total = (name, number, retainedSize, location = null) => ({
  name,
  location,
  count: number,
  retainedSize,
});

test('what grew on every step comes first, then what retains more', () => {
  const steps = [
    { comparable: true, classes: [change('Burst', 90, 900), change('Leak', 1, 10), change('Small', 1, 1)] },
    { comparable: true, classes: [change('Leak', 2, 20), change('Small', 1, 1)] },
  ];
  const first = [total('Leak', 5, 50)];
  const last = [total('Leak', 8, 5000), total('Burst', 90, 90_000), total('Small', 2, 2)];
  const grown = growth(steps, first, last);
  assert.deepStrictEqual(
    grown.map(({ name, growing, countDelta, sizeDelta, retainedDelta }) => [
      name,
      growing,
      countDelta,
      sizeDelta,
      retainedDelta,
    ]),
    [
      ['Leak', true, 3, 30, 4950],
      ['Small', true, 2, 2, 2],
      ['Burst', false, 90, 900, 90_000],
    ],
  );
  assert.strictEqual(grown[2].steps[1].countDelta, 0);
});

test('classes of one name are told apart by place, but not between processes', () => {
  const [here, there] = [1, 2].map((line) => ({ scriptId: 5, line, column: 0 }));
  const classes = [change('Node', 1, 10, here), change('Node', 2, 20, there)];
  const last = [total('Node', 1, 100, here), total('Node', 2, 200, there)];
  const summary = (comparable) =>
    growth([{ comparable, classes }], [], last).map((one) => [one.countDelta, one.retainedDelta]);
  assert.deepStrictEqual(summary(true), [
    [2, 200],
    [1, 100],
  ]);
  assert.deepStrictEqual(summary(false), [[3, 300]]);
});

test('a class that the last snapshot calls otherwise has no retained size to compare', () => {
  const [grown] = growth(
    [{ comparable: true, classes: [change('{a, b}', 5, 50)] }],
    [],
    [total('{a, b}', 9, 90)],
  );
  assert.strictEqual(grown.retainedDelta, null);
});
