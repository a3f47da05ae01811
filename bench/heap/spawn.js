'use strict';

// One analysis in a process of its own, under the meter (native/src/bin/measure.rs): the kernel's figures of
// the whole process, from start to exit, whatever it is written in.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { clearTimeout, setTimeout } = require('node:timers');
const { program } = require('./native.js');

const TIMEOUT_MS = 900_000;

/** Resolves to { wall, cpu (ms), rss (bytes), answer } or { failed: reason }. */
async function runOnce(contender, snapshot) {
  warm(snapshot.file);
  const { stdout, stderr, ending } = await collect(contender.command(snapshot).map(String));
  const measured = last(stdout, /^MEASURED (.*)$/gm);
  const answer = last(stdout, /^(?:RESULT )?(\{.*\})$/gm);
  if (ending !== 0 || measured === undefined || answer === undefined) {
    const [reason] = stderr.match(/^.*error.*$/im) ?? [stderr.trim().split('\n').at(-1)];
    return { failed: `ended with ${ending}${reason ? `: ${reason}` : ''}` };
  }
  const { wall, user, system, rss } = measured;
  return { wall, cpu: user + system, rss, answer: contender.answer(answer) };
}

/** Reads the file, so that nobody waits for the disk. */
function warm(file) {
  const block = Buffer.allocUnsafe(1 << 22);
  const handle = fs.openSync(file);
  try {
    while (fs.readSync(handle, block) > 0);
  } finally {
    fs.closeSync(handle);
  }
}

function collect(command) {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  return new Promise((resolve) => {
    // A process group of its own: the meter's child ends with it.
    const child = spawn(program('measure'), command, { env, detached: true });
    const output = { stdout: '', stderr: '', ending: undefined };
    const timer = setTimeout(() => {
      output.ending = `a time-out of ${TIMEOUT_MS / 1000} s`;
      process.kill(-child.pid, 'SIGKILL');
    }, TIMEOUT_MS);
    child.stdout.on('data', (chunk) => {
      output.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output.stderr = (output.stderr + chunk).slice(-10_000);
    });
    child.on('error', ({ message }) => {
      output.ending = message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      output.ending ??= signal ?? code;
      resolve(output);
    });
  });
}

/** What the last match says, as JSON. */
function last(text, pattern) {
  const found = [...text.matchAll(pattern)].at(-1);
  return found && JSON.parse(found[1]);
}

module.exports = { runOnce };
