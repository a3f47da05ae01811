'use strict';

// Retaining paths of files as the command tells them: of a program on this Node, of snapshots of Node 18 and of a
// browser, and of what only looks like Node.js.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { draw } = require('./handmade.js');
const { run } = require('./run.js');
const { runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');

const fixtures = path.join(__dirname, '../heap/fixtures');
const node18 = path.join(fixtures, 'node18.heapsnapshot.gz');
const chrome = path.join(fixtures, 'chrome.heapsnapshot.gz');

const folder = workspace({ after });
let holding;

before(async () => {
  holding = path.join(folder, 'holding.heapsnapshot');
  await runNode([path.join(__dirname, 'holding.js'), holding]);
});

function drawn(name, nodes) {
  const file = path.join(folder, `${name}.heapsnapshot`);
  fs.writeFileSync(file, draw(nodes));
  return file;
}

/** The first path to an object of a class, without what follows it. */
async function firstPath(file, wanted, ...options) {
  const { code, stdout, stderr } = await run(['explain', file, wanted, '--top', '1', ...options]);
  assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout.slice(stdout.indexOf('(GC root)')).trimEnd();
}

/** The same without indentation, ids and sizes; each step with the place that is on a line of its own. */
async function steps(file, wanted) {
  const lines = (await firstPath(file, wanted)).split('\n').map((line) =>
    line
      .trim()
      .replace(/ @\d+/, '')
      .replace(/ +[\d.]+ k?B$/, ''),
  );
  return lines
    .join('\n')
    .replace(/\n(?=\S+:\d+$)/gm, '  ')
    .split('\n');
}

const module_ = /^└─ require cache {2}\S*holding\.js$/;
const held = [
  ['ByKey', [module_, '└─ exports.held  Object', '└─ .byKey  Map', '└─ ["user-1"]  ByKey']],
  ['ByNumber', [module_, '└─ exports.held  Object', '└─ .byNumber  Map', '└─ value  ByNumber']],
  [
    'ByObject',
    [
      module_,
      '└─ exports.held  Object',
      '└─ .byObject  Map',
      /^└─ \[Object @\d+\] {2}ByObject|└─ \[Object\]/,
    ],
  ],
  [
    'ByListener',
    [
      module_,
      '└─ variable bus  EventEmitter',
      /^└─ listener of "price" {2}function refresh {2}\S*holding\.js:32$/,
      '└─ variable listened  ByListener',
    ],
  ],
  [
    'ByTimer',
    [
      '└─ timers list',
      '└─ setInterval  Timeout',
      /^└─ callback {2}function onTick {2}cli\/holding\.js:39$/,
      '└─ variable ticking  ByTimer',
    ],
  ],
  [
    'ByAwait',
    [
      module_,
      '└─ variable gate  Promise  pending',
      /^└─ awaited by {2}async function wait {2}(?:cli\/)?holding\.js:49$/,
      '└─ a local variable  ByAwait',
    ],
  ],
  [
    'ByPromise',
    [
      module_,
      '└─ variable gate  Promise  pending',
      /^└─ then callback {2}function onOpen {2}\S*holding\.js:\d+$/,
      '└─ variable kept  ByPromise',
    ],
  ],
  ...[
    ['ByLoop', 'variable inLoop'],
    ['ByCatch', 'variable caught'],
    ['ByBlock', 'variable inBlock'],
    ['ByBlockWithNumber', 'a variable'],
  ].map(([name, label], index) => [
    name,
    [
      module_,
      '└─ exports.held  Object',
      '└─ .blocks  Array',
      new RegExp(`^└─ \\[${index}\\] {2}function \\(anonymous\\)`),
      `└─ ${label}  ${name}`,
    ],
  ]),
];

for (const [className, expected] of held) {
  test(`${className}: told in terms of the program`, async () => {
    const [root, ...found] = await steps(holding, className);
    assert.strictEqual(root, '(GC root) Global');
    assert.strictEqual(found.length, expected.length, found.join('\n'));
    for (const [index, text] of found.entries()) {
      if (expected[index] instanceof RegExp) assert.match(text, expected[index]);
      else assert.strictEqual(text, expected[index]);
    }
  });
}

test('what a WeakRef was made of lives until the job ends', async () => {
  const expected = ['(GC root) V8  WeakRefs, until the job ends', '└─ ByWeakRef'];
  assert.deepStrictEqual(await steps(holding, 'ByWeakRef'), expected);
});

test('a path of Node 18', async () => {
  const expected = `
(GC root) Global
  └─ .kept  Array @40347                                                  186 kB
       └─ [1]  Object @49695                                             96.8 kB
            └─ .maps  Array @51739
                 └─ [0]  WeakMap @51733
                      └─ [Key @51747]  Value @51751                      83.9 kB`;
  assert.strictEqual(`\n${await firstPath(node18, 'Value')}`, expected);
  const script = `
(GC root) Global
  └─ require cache  /srv/app/programs/ephemerons.js @5855
       └─ variable Value  function Value @46161  ephemerons.js:14          280 B`;
  assert.strictEqual(`\n${await firstPath(node18, '@46161')}`, script);
});

test('a path of a page: from its window on, to what is detached', async () => {
  const expected = `
(GC root) Global
  └─ Window @33055                                                        257 kB
       └─ .detached  Array @34841                                        16.0 kB
            └─ [0]  Widget @55023                                          308 B
                 └─ .node  Detached <section> @55125                       272 B
                      └─ Detached <p> @6694                                168 B`;
  assert.strictEqual(`\n${await firstPath(chrome, 'Detached <p>')}`, expected);
});

test('a path of a page through the realm of a frame that was removed', async () => {
  const expected = `
(GC root) Global
  └─ Window @33055                                                        257 kB
       └─ .leakedFrame  function (anonymous) @34611                       205 kB
            └─ detached realm  Window [JSGlobalObject] @47479
                 └─ [Symbol(Window#Docume…  Detached HTMLDocume… @49179  13.2 kB`;
  assert.strictEqual(`\n${await firstPath(chrome, 'Detached HTMLDocument')}`, expected);
});

test('--paths counts as ways only what reads differently', async () => {
  // As in V8, what an object has by name it has once more in a list.
  const file = drawn('lists', {
    1: ['synthetic', '', 0, [['shortcut', '2', 5]]],
    5: [
      'object',
      'global',
      100,
      [
        ['property', 'list', 7],
        ['property', 'other', 13],
        ['internal', 'properties', 11],
      ],
    ],
    7: [
      'object',
      'Array',
      16,
      [
        ['element', 0, 15],
        ['internal', 'elements', 9],
      ],
    ],
    9: ['array', '(object elements)', 16, [['internal', '0', 15]]],
    11: ['array', '(object properties)', 16, [['internal', '5', 17]]],
    13: ['object', 'Other', 16, [['property', 'target', 15]]],
    15: ['object', 'Target', 40, []],
    17: ['hidden', 'system / PropertyCell', 16, [['internal', 'value', 7]]],
  });
  const expected = `
(GC root) Global
  └─ .list  Array @7
       └─ [0]  Target @15                                                   40 B

Another way to it                                                       Retained
(GC root) Global
  └─ .other  Other @13
       └─ .target  Target @15                                               40 B`;
  assert.strictEqual(`\n${await firstPath(file, 'Target', '--paths', '5')}`, expected);
});

/** A global object with a property that leads by `.held` to an object of class Target. */
const world = (holder, more = {}, roots = []) => ({
  1: ['synthetic', '', 0, [['shortcut', '2', 5], ...roots]],
  5: ['object', 'global', 100, [['property', 'first', 7]]],
  7: ['object', holder, 24, [['property', 'held', 9], ...(more.edges ?? [])]],
  9: ['object', 'Target', 40, []],
  ...more.nodes,
});
const environment = {
  edges: [['element', 3, 99]],
  nodes: { 99: ['synthetic', 'Node / Environment', 0, []] },
};
const module7 = {
  edges: [
    ['property', 'id', 21],
    ['property', 'children', 23],
    ['property', 'paths', 23],
  ],
  nodes: { 21: ['string', '/app/lib/store.js', 24, []], 23: ['object', 'Array', 16, []] },
};

test('a module of Node.js is a landmark', async () => {
  const nodes = { ...world('Module', module7, environment.edges), ...environment.nodes };
  assert.deepStrictEqual(await steps(drawn('module', nodes), 'Target'), [
    '(GC root) Global',
    '└─ require cache  /app/lib/store.js',
    '└─ .held  Target',
  ]);
});

test('outside of Node.js nothing of that name is a landmark', async () => {
  for (const name of ['Module', 'process', 'TimersList', 'WeakRefMap', 'Server']) {
    const nodes = world(name, module7);
    const expected = ['(GC root) Global', `└─ .first  ${name}`, '└─ .held  Target'];
    assert.deepStrictEqual(await steps(drawn(`page-${name}`, nodes), 'Target'), expected);
  }
});

test("a program's own classes are no landmarks, whatever they are called", async () => {
  for (const name of ['Module', 'TimersList', 'ImmediateList', 'WeakRefMap', 'Server']) {
    const nodes = { ...world(name, {}, environment.edges), ...environment.nodes };
    const expected = ['(GC root) Global', `└─ .first  ${name}`, '└─ .held  Target'];
    assert.deepStrictEqual(await steps(drawn(`own-${name}`, nodes), 'Target'), expected);
  }
});

test('the place of a function is found whatever V8 calls the script', async () => {
  const file = 'http://localhost/app.js';
  const name = [['internal', 'name', 11]];
  // As Node.js has it, as Chromium 156 has it, without the name, and with one that is no text of its own.
  const scripts = [
    [file, []],
    [`system / Script / ${file}`, name, 'string'],
    [`system / Script / ${file}`, [], 'string', null],
    [file, name, 'sliced string'],
  ];
  for (const [script, edges, type = 'string', found = `${file}:21`] of scripts) {
    const nodes = {
      1: ['synthetic', '', 0, [['shortcut', '1', 3]]],
      3: ['object', 'global', 1000, [['property', 'handler', 5]]],
      5: ['closure', 'handler', 64, [['internal', 'shared', 7]], [7, 20, 2]],
      7: ['code', 'handler', 80, [['internal', 'script', 9]]],
      9: ['code', script, 90, edges],
      11: [type, type === 'string' ? file : '(sliced string)', 20],
    };
    const { stdout } = await run(['explain', drawn('script', nodes), 'handler']);
    assert.strictEqual(/^written in (.*)$/m.exec(stdout)?.[1] ?? null, found, script);
  }
});

test("V8's own roots are called by their names", async () => {
  const nodes = (name) => ({
    1: ['synthetic', '', 0, [['element', 1, 3]]],
    3: ['synthetic', '(GC roots)', 0, [['element', 0, 5]]],
    5: ['synthetic', name, 0, [['internal', '7', 7]]],
    7: ['object', 'Target', 24, []],
  });
  const cases = {
    '(Stack roots)': 'stack  a variable of a running function',
    '(Handle scope)': 'handle scope  native code that is running',
    '(Micro tasks)': 'microtask queue',
    '(Global handles)': 'native code',
    'C++ Persistent roots': 'native code',
    'Node / Environment': 'Node.js',
    '(Strong root list)': 'V8  strong root list',
  };
  for (const [name, text] of Object.entries(cases)) {
    const found = await steps(drawn('roots', nodes(name)), 'Target');
    assert.deepStrictEqual(found, [`(GC root) ${text}`, '└─ Target']);
  }
});
