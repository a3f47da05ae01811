'use strict';

// In a sandbox, what WebAssembly makes is an instance of its classes, for modules of any size (those from 4,096 bytes on come
// from a cache and are the host's), and nothing else is.

const assert = require('node:assert');
const process = require('node:process');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { write } = require('./support/sandbox.js');

const entry = write(
  'entry.js',
  `const leb = (value) => [(value & 0x7f) | 0x80, value >> 7];
// A memory, exported as "m", and a custom section that makes it large.
const head = [0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 109, 2, 0];
const custom = (size) => [0, ...leb(size + 4), 3, 112, 97, 100, ...new Array(size).fill(0)];
const { Module, Instance, Memory, Table, Global } = WebAssembly;
async function of(size) {
  const bytes = new Uint8Array([...head, ...custom(size)]);
  const modules = [new Module(bytes), await WebAssembly.compile(bytes), await WebAssembly.compile(bytes.buffer)];
  const { module, instance } = await WebAssembly.instantiate(bytes);
  const other = await WebAssembly.instantiate(module);
  const instances = [instance, other, new Instance(module)];
  return {
    modules: [...modules, module].map((value) => value instanceof Module),
    instances: instances.map((value) => value instanceof Instance),
    memories: instances.map(({ exports }) => exports.m instanceof Memory),
    wrong: [bytes instanceof Module, module instanceof Instance, instance instanceof Memory, {} instanceof Module],
    sections: Module.exports(module).length,
  };
}
module.exports = (async () => ({
  small: await of(100),
  large: await of(6000),
  others: [
    new Table({ element: 'anyfunc', initial: 1 }) instanceof Table,
    new Global({ value: 'i32' }, 1) instanceof Global,
    new Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer,
  ],
}))();`,
);

// Glue that is `import()`ed, as pyodide's: it tries to put a function into a table, and wraps it after a TypeError.
write(
  'glue.mjs',
  `export const errors = (table) => [
  () => table.set(0, () => {}),
  () => table.grow('many'),
  () => table.get(99),
].map((call) => {
  try { call(); } catch (error) { return [error instanceof TypeError || error instanceof RangeError, error.name]; }
});`,
);
const table = write(
  'table.js',
  `const instance = (table) => {
  // A module that exports a table of one element.
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 112, 0, 1, 7, 5, 1, 1, 116, 1, 0];
  return new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.t;
};
const own = (table) => {
  try { table.set(0, () => {}); } catch (error) { return error instanceof TypeError; }
};
exports.load = async () => {
  const { errors } = await import('./glue.mjs');
  const tables = [instance(), new WebAssembly.Table({ element: 'anyfunc', initial: 1 })];
  return tables.map((one) => [...errors(one), own(one), one.get(0), one.length]);
};`,
);

async function main() {
  const errors = await require(table).load();
  assert.ok(errors.flat(2).includes('TypeError'));
  const fresh = await createSandbox(table);
  assert.deepStrictEqual(JSON.parse(JSON.stringify(await fresh.call(({ load }) => load()))), errors);
  const plain = await require(entry);
  // The second takes all from the cache.
  for (let time = 0; time < 2; time++) {
    const sandbox = await createSandbox(entry);
    const seen = JSON.parse(JSON.stringify(sandbox.exports));
    assert.deepStrictEqual(seen, plain);
    assert.deepStrictEqual(seen.large.modules, [true, true, true, true]);
    assert.strictEqual((await sandbox.dispose()).collected, true);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
