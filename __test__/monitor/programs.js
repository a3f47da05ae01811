'use strict';

// Runs programs that use the monitor, each in a process of its own, and gathers what they print.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const process = require('node:process');
const { text } = require('node:stream/consumers');

const root = path.resolve(__dirname, '../..');
/** What the machine may need at most. */
const TIMEOUT_MS = 60_000;

/** { code, signal, stdout, stderr } of a Node.js with these arguments. */
async function run(args, command = process.execPath) {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, signal, stdout, stderr };
}

/** A program as text, with `monitorMemory` and what else gc-tracker exports; in an async function. */
function runProgram(code, command) {
  const program = `const { monitorMemory } = require(${JSON.stringify(path.join(root, 'lib/monitor/index.js'))});
    const gcTracker = require(${JSON.stringify(root)});
    (async () => { ${code} })();`;
  return run(['-e', program], command);
}

/**
 * service.js with its options: { events, verdicts, gcs }. Its memory is small, so that V8 makes full GCs often: by
 * itself, as always.
 */
async function runService(options, command) {
  const args = ['--max-old-space-size=64', path.join(__dirname, 'service.js'), JSON.stringify(options)];
  const { code, stdout, stderr } = await run(args, command);
  if (code !== 0) throw new Error(`the service ended with ${code}: ${stderr}`);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { ...lines.pop(), events: lines };
}

module.exports = { root, run, runProgram, runService };
