'use strict';

// Proves: valgrind's memcheck finds no error and no leak in the native tests, of all that needs no runtime. The short
// form leaves out what is slow under valgrind; the rest of the analyzer's tests take hours.

const { spawn } = require('node:child_process');
const path = require('node:path');
const { excerpt } = require('./harness.js');
const { withoutValgrind } = require('./valgrind.js');

const root = path.resolve(__dirname, '../..');
const LIMIT_MS = 300_000;

const tests = [
  'tracking',
  'heap::graph',
  'heap::query',
  'heap::read',
  'heap::tests::load',
  'heap::tests::open',
];
const slow = ['random_histories', 'spent_references', 'a_wrong_type_anywhere'];

const valgrind = [
  'valgrind',
  '--quiet',
  '--error-exitcode=9',
  '--leak-check=full',
  '--show-leak-kinds=definite',
  '--errors-for-leak-kinds=definite',
];

function runtimes() {
  return [{ name: 'no runtime' }];
}

async function run(_runtime, { long }) {
  const missing = withoutValgrind();
  if (missing !== undefined) return missing;
  const skipped = long ? [] : slow.flatMap((name) => ['--skip', name]);
  const runner = `target."cfg(all())".runner = ${JSON.stringify(valgrind)}`;
  const args = ['test', '--quiet', '--lib', '--config', runner, '--', ...tests, ...skipped];
  const { code, output } = await runCargo(args);
  const figure = /(\d+) passed/.exec(output)?.[0] ?? '';
  // A filter that names nothing would pass as well.
  const ok = code === 0 && Number.parseInt(figure, 10) >= tests.length;
  return { figure, problems: ok ? [] : [`cargo test under valgrind: exit code ${code}: ${excerpt(output)}`] };
}

function runCargo(args) {
  return new Promise((resolve) => {
    const child = spawn('cargo', args, { cwd: root, timeout: LIMIT_MS, killSignal: 'SIGKILL' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

module.exports = { runtimes, run };
