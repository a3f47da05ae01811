'use strict';

// A program that a test starts inherits the flags, and is not watched.

const assert = require('node:assert');
const { execFile, fork } = require('node:child_process');
const { test } = require('node:test');
const { promisify } = require('node:util');

const program = require.resolve('./program.js');

test('by its path', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, program]);
  assert.strictEqual(stdout, 'a program\n');
});

test('by fork', async () => {
  const child = fork(program, { silent: true });
  const output = [];
  child.stdout.on('data', (data) => output.push(data));
  await new Promise((resolve) => child.on('close', resolve));
  assert.strictEqual(Buffer.concat(output).toString(), 'a program\n');
});
