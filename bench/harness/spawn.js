'use strict';

// Runs a measurement in a process of its own. A crash, a hang and no result are errors.

const { spawn } = require('node:child_process');
const process = require('node:process');
const { clearTimeout, setTimeout } = require('node:timers');

/**
 * Runs a child that answers by child.js, and ends it as soon as it has: how long a process with millions of objects
 * takes to exit is no part of any figure. Resolves to its figures; rejects with what to print in their place.
 */
async function runChild(command, args, job, options) {
  const answered = /^RESULT (.*)\n/m;
  const words = [...args, JSON.stringify(job)];
  const { stdout, ...rest } = await output(command, words, {
    ...options,
    isDone: (text) => answered.test(text),
  });
  const [, json] = answered.exec(stdout) ?? [];
  if (json === undefined) throw new Error(`failed: ${reasonOf(rest)}`);
  const { figures, problem } = JSON.parse(json);
  if (problem !== undefined) throw new Error(problem);
  return figures;
}

/**
 * Resolves to { stdout, stderr, ending } of a process; `ending` is an exit code, or says what ended it. It is killed
 * once `isDone(stdout)`, or after `timeoutMs`; with `group`, so are the processes that it has started.
 */
function output(command, args, { timeoutMs, env = {}, group = false, isDone = () => false }) {
  const environment = { ...process.env, ...env };
  // What it loads would be measured.
  delete environment.NODE_OPTIONS;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: group,
    });
    const result = { stdout: '', stderr: '', ending: undefined };
    const kill = () => (group ? process.kill(-child.pid, 'SIGKILL') : child.kill('SIGKILL'));
    const timer = setTimeout(() => {
      result.ending = `a time-out of ${timeoutMs / 1000} s`;
      kill();
    }, timeoutMs);
    child.stdout.on('data', (chunk) => {
      result.stdout += chunk;
      if (isDone(result.stdout)) kill();
    });
    child.stderr.on('data', (chunk) => {
      result.stderr = (result.stderr + chunk).slice(-10_000);
    });
    child.on('error', ({ message }) => {
      result.ending = message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      result.ending ??= signal ?? code;
      resolve(result);
    });
  });
}

/** What a process that failed says of it, in one line. */
function reasonOf({ stderr, ending }) {
  const [line] = stderr.match(/^.*error.*$/im) ?? [stderr.trim().split('\n').at(-1)];
  return `ended with ${ending}${line ? `: ${line}` : ''}`;
}

module.exports = { output, reasonOf, runChild };
