'use strict';

// Which errors are a crash: of this realm, of another one, copied by revocable exports; and of real packages.

const assert = require('node:assert');
const path = require('node:path');
const process = require('node:process');
const { describe, test } = require('node:test');
const vm = require('node:vm');
const { isCrash } = require('../../../lib/sandbox/recycle/crash.js');
const { copyOf } = require('../../../lib/sandbox/context/error-copy.js');
const { someNodes } = require('../../runtimes');
const { packages } = require('../packages.js');
const { runNode } = require('../../support/run.js');

/** What the code throws, in a context of its own. */
function thrownIn(code, values = {}) {
  try {
    vm.runInNewContext(code, values);
  } catch (error) {
    return error;
  }
  throw new Error(`it did not throw: ${code}`);
}

/** A module with one function `f`, of no parameters and results, that has this body. */
function moduleOf(...body) {
  const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0];
  const code = [1, body.length + 2, 0, ...body, 11];
  return Uint8Array.from([...head, 10, code.length, ...code]);
}

const RUN = 'new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f()';
const trap = () => thrownIn(RUN, { bytes: moduleOf(0) });
/** It calls itself. */
const overflow = () => thrownIn(RUN, { bytes: moduleOf(16, 0, 16, 0) });
/** As in a package that has a class of this name. */
const ownClass = () =>
  thrownIn(
    `class RuntimeError extends Error { name = 'RuntimeError'; }; throw new RuntimeError('no such host');`,
  );

/** Exports of a module that can tell what a C++ exception says. */
const cpp = (...description) => ({ getExceptionMessage: () => description });
const opencv = (msg) => ({ exceptionFromPtr: () => ({ code: -4, msg }) });

describe('a crash', () => {
  const crashes = {
    'a trap': trap(),
    'the copy of a trap': copyOf(trap()),
    'a stack overflow in WebAssembly': overflow(),
    'the copy of a stack overflow in WebAssembly': copyOf(overflow()),
    'an abort': thrownIn(
      `throw new WebAssembly.RuntimeError('Aborted(). Build with -sASSERTIONS for more info.')`,
    ),
    'an abort of old glue': 'abort(16). Build with -s ASSERTIONS=1 for more info.',
    'an abort as an Error': new Error('Aborted(Cannot enlarge memory arrays to size 1 bytes (OOM))'),
    'a memory that cannot be made': thrownIn('new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(1)'),
    'an exit': thrownIn(
      `throw { name: 'ExitStatus', message: 'Program terminated with exit(1)', status: 1 }`,
    ),
    'no memory, in SQLite': new Error('out of memory'),
    'bad_alloc, as an object': Object.assign(new Error('std::bad_alloc'), { name: 'CppException' }),
    'bad_alloc, of which the message is an array': { message: ['std::bad_alloc', 'std::bad_alloc'] },
  };
  for (const [name, error] of Object.entries(crashes)) {
    test(`is ${name}`, () => assert.strictEqual(isCrash(error, {}), true));
  }

  const others = {
    'an error of the same name of a package': ownClass(),
    'a stack overflow in JavaScript': thrownIn('const f = () => f(); f()'),
    'another RangeError': thrownIn('new Array(-1)'),
    'a TypeError': new TypeError('abortion is no function'),
    'an error of a binding': thrownIn(`throw { name: 'BindingError', message: 'Cannot pass "x" as a Mat' }`),
    'an AbortError': new DOMException('This operation was aborted', 'AbortError'),
    'a string': 'Database closed',
    'a number': 7_077_864,
    'a status that is no exit': { name: 'Response', status: 200 },
    null: null,
    undefined: undefined,
    'a symbol': Symbol('abort()'),
    'a proxy that was revoked': (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  };
  for (const [name, error] of Object.entries(others)) {
    test(`is not ${name}`, () => assert.strictEqual(isCrash(error, {}), false));
  }

  test('is a C++ exception that says that memory was short', () => {
    const table = [
      [cpp('std::bad_alloc', 'std::bad_alloc'), true],
      [cpp('std::runtime_error', 'no such file'), false],
      [
        opencv("error: (-4:Insufficient memory) Failed to allocate 4 bytes in function 'OutOfMemoryError'"),
        true,
      ],
      [opencv('error: (-215:Assertion failed) !_src.empty() in function'), false],
      [undefined, false],
    ];
    for (const [exports, expected] of table) assert.strictEqual(isCrash(7_077_864, exports), expected);
    const notAsked = {
      getExceptionMessage: () => {
        throw new Error('asked');
      },
    };
    for (const number of [0, -1, 42, 0.5, NaN]) assert.strictEqual(isCrash(number, notAsked), false);
    const exception = new WebAssembly.Exception(new WebAssembly.Tag({ parameters: ['i32'] }), [4096]);
    assert.strictEqual(isCrash(exception, cpp('std::bad_alloc', '')), true);
    assert.strictEqual(isCrash(exception, {}), false);
  });
});

describe('what real modules throw', { timeout: 240_000 }, () => {
  const TRAP = ['RuntimeError: memory access out of bounds', true];
  const STACK = ['RangeError: Maximum call stack size exceeded', true];
  const opencvExpected = {
    binding: [/^BindingError: Tried to invoke ctor of Mat with invalid number of parameters/, false],
    deleted: [/^BindingError: .* on deleted object$/, false],
    exception: [/^number \d+$/, false],
    memory: [/^number \d+$/, true],
    trap: TRAP,
  };
  const EXPECTED = {
    leaky: {
      trap: ['RuntimeError: unreachable', true],
      bounds: TRAP,
      abort: [/^RuntimeError: Aborted\(\)\./, true],
      stack: STACK,
      memory: [/^RuntimeError: Aborted\(OOM\)\./, true],
      exit: ['ExitStatus: Program terminated with exit(3)', true],
      binding: [/^BindingError: Tried to invoke ctor of Image/, false],
    },
    opencv4: opencvExpected,
    opencv5: opencvExpected,
    'sql.js': {
      exception: ['Error: near "selec": syntax error', false],
      closed: ['string Database closed', false],
      memory: ['Error: out of memory', true],
    },
  };

  async function check(name, revocable, command) {
    const args = [path.join(__dirname, 'programs/crashes.js'), JSON.stringify({ name, revocable })];
    const { stdout } = await runNode(args, { command });
    const { outcomes, stats } = JSON.parse(stdout.trim().split('\n').at(-1));
    assert.deepStrictEqual(Object.keys(outcomes), Object.keys(EXPECTED[name]));
    for (const [way, [text, crashed]] of Object.entries(EXPECTED[name])) {
      const [told, hasCrashed] = outcomes[way];
      if (typeof text === 'string') assert.strictEqual(told, text, way);
      else assert.match(told, text, way);
      assert.strictEqual(hasCrashed, crashed, way);
    }
    const crashes = Object.values(EXPECTED[name]).filter(([, crashed]) => crashed).length;
    const { errors, failures, leaks, live, recycles } = stats;
    assert.deepStrictEqual(
      { errors, failures, leaks, live, crash: recycles.crash, crashes: stats.crashes },
      { errors: Object.keys(outcomes).length, failures: 0, leaks: 0, live: 0, crash: crashes, crashes },
    );
  }

  test('installs the packages', () => packages());

  for (const name of Object.keys(EXPECTED)) {
    for (const revocable of [false, true]) {
      const exports = revocable ? 'revocable exports' : 'exports';
      test(`${name}, by ${exports}`, () => check(name, revocable, process.execPath));
    }
  }

  for (const { name, command } of someNodes()) {
    test(`our module on ${name}`, () => check('leaky', false, command));
  }
});
