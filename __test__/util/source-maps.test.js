'use strict';

// Paths of compiled programs: places are those of the source where the process knows them.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, before, test } = require('node:test');
const { runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');
const { firstPlace } = require('../../lib/util/stack.js');

const source = `
interface Price {
  symbol: string;
}

type Listener = (price: Price) => void;

export const listeners: Listener[] = [];

class Order {
  last?: Price;
}

export function open(track: (order: Order) => Order): void {
  const order = track(new Order());
  listeners.push(function refresh(price: Price): void {
    order.last = price;
  });
}
`;

const program = `
const { assertNoLeaks } = require(${JSON.stringify(path.resolve(__dirname, '../..'))});
const { open } = require('./dist/order.js');
module.exports = () => assertNoLeaks(open).catch(({ message }) => console.log(message));
if (require.main === module) module.exports();
`;

const folder = workspace({ after });

before(() => {
  const files = {
    'src/order.ts': source,
    'main.js': program,
    'throws.js': "Error.prepareStackTrace = () => { throw new Error('mine'); };\nrequire('./main.js')();",
    'others.js': "Error.prepareStackTrace = () => ({ frames: 3 });\nrequire('./main.js')();",
    'none.js': 'Error.stackTraceLimit = 0;\nrequire("./main.js")();',
  };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--sourceMap', '--module', 'nodenext', '--outDir', 'dist'];
  execFileSync(process.execPath, [tsc, ...options, 'src/order.ts'], { cwd: folder });
});

/** Where the report says that the listener is written. */
async function placeIn(...args) {
  const { stdout } = await runNode(args, { cwd: folder });
  const place = /function refresh\s+(\S+:\d+)$/m.exec(stdout);
  assert.ok(place, stdout);
  return place[1];
}

/** The line, counted from 1, on which the listener is in a text. */
function lineIn(file) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  return text.slice(0, text.indexOf('function refresh')).split('\n').length;
}

test('with --enable-source-maps it is where the source has it', async () => {
  assert.strictEqual(
    await placeIn('--enable-source-maps', 'main.js'),
    `src/order.ts:${lineIn('src/order.ts')}`,
  );
});

test('without, where it runs', async () => {
  assert.notStrictEqual(lineIn('dist/order.js'), lineIn('src/order.ts'));
  assert.strictEqual(await placeIn('main.js'), `dist/order.js:${lineIn('dist/order.js')}`);
});

for (const [file, what] of [
  ['throws.js', 'a mapper of stacks that throws'],
  ['others.js', 'one that makes something else of them'],
  ['none.js', 'a program without stacks'],
]) {
  test(`${what}: where it runs`, async () => {
    assert.strictEqual(await placeIn(file), `dist/order.js:${lineIn('dist/order.js')}`);
  });
}

test('a place in a stack, however the folder is called', () => {
  const place = (file) => ({ file, line: 3, column: 14 });
  for (const [frame, file] of [
    ['at open (/app/(shop)/order.ts:3:14)', '/app/(shop)/order.ts'],
    ['at /app/(shop)/order.ts:3:14', '/app/(shop)/order.ts'],
    ['at async Order.open [as run] (C:\\my app\\order.js:3:14)', 'C:\\my app\\order.js'],
    ['at async /my app/order.js:3:14', '/my app/order.js'],
    ['at Promise.all (index 0)\n    at new Order (file:///order.mjs:3:14)', 'file:///order.mjs'],
    ['/app/order.js:3:14', '/app/order.js'],
  ])
    assert.deepStrictEqual(firstPlace(`    ${frame}`), place(file), frame);
  for (const stack of ['', 'at wasm-function[1]:0x12', undefined])
    assert.strictEqual(firstPlace(stack), null);
});
