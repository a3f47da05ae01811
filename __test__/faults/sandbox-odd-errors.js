'use strict';

// Whatever a sandboxed module throws, rejects with or exports, a load that fails has the code of one, and its error can be read;
// also where there is no WebAssembly (`--jitless`), or code from strings, or `__proto__` is not allowed.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const process = require('node:process');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { rejection, write } = require('./support/sandbox.js');

const revoked = (target) => `const { proxy, revoke } = Proxy.revocable(${target}, {}); revoke();`;
const refuses =
  'new Proxy({}, { get() { throw 1; }, ownKeys() { throw 1; }, getPrototypeOf() { throw 1; } })';
const modules = [
  'throw { get message() { throw 1; } };',
  'throw { name: Symbol() };',
  'throw { get stack() { throw 1; } };',
  'throw { get code() { throw 1; } };',
  'throw { get then() { throw 1; } };',
  'throw { message: { toString() { throw 1; } }, name: { toString() { return {}; } } };',
  'throw Object.assign(Object.create(null), { toString: null });',
  'throw Object.defineProperty(() => {}, "name", { get() { throw 1; } });',
  'throw undefined;',
  'throw Symbol("odd");',
  `throw ${refuses};`,
  `${revoked('{}')} throw proxy;`,
  `${revoked('() => {}')} throw proxy;`,
  'module.exports = Promise.reject({ get message() { throw 1; } });',
  'module.exports = { get then() { throw { name: Symbol() }; } };',
  `module.exports = ${refuses};`,
  `${revoked('{}')} module.exports = proxy;`,
  `${revoked('() => {}')} module.exports = proxy;`,
  'exports.ready = new Promise(() => {}); setTimeout(() => { throw { name: Symbol() }; });',
  'exports.ready = new Promise(() => {}); Promise.reject({ get message() { throw 1; } });',
];

async function main() {
  for (const [index, text] of modules.entries()) {
    const error = await rejection(createSandbox(write(`odd-${index}.js`, text), { timeoutMs: 20_000 }));
    assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_LOAD', text);
    const { name, message, stack } = error.cause;
    for (const one of [error.message, name, message, stack]) assert.strictEqual(typeof one, 'string', text);
  }
  const plain = await createSandbox(write('plain.js', 'exports.answer = 42;'));
  assert.strictEqual(plain.exports.answer, 42);
  assert.strictEqual((await plain.dispose()).collected, true);
}

async function withFlags() {
  await main();
  for (const flag of ['--jitless', '--disallow-code-generation-from-strings', '--disable-proto=throw'])
    execFileSync(process.execPath, [flag, __filename, 'flagged'], { stdio: 'inherit' });
}

(process.argv[2] === 'flagged' ? main : withFlags)().catch((error) => {
  console.error(error);
  process.exit(1);
});
