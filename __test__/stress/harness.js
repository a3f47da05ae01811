'use strict';

// Runs one child process of the stress suite under a hard time limit and says what went wrong with
// it. A child that hangs is killed and reported as a hang, with what it had written until then.
//
// A child that measures something writes one line of JSON last: { problems: [text], …figures }.

const { spawn } = require('node:child_process');
const path = require('node:path');

const SHOWN = 600;

/**
 * Runs `children/<script>` on a runtime of `../runtimes`.
 * Resolves with { name, code, signal, hung, stdout, stderr, ms }; never rejects.
 * `command` may put a program in front (valgrind); `onOutput(text, child)` sees stdout as it comes.
 */
function runChild(runtime, script, { args = [], flags = [], env = {}, limitMs, prefix = [], onOutput } = {}) {
  const file = path.join(__dirname, 'children', script);
  const [command, ...rest] = [
    ...prefix,
    runtime.command,
    ...runtime.args,
    ...flags,
    file,
    ...args.map(String),
  ];
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const result = { name: [script, ...args].join(' '), hung: false, stdout: '', stderr: '' };
    const timer = setTimeout(() => {
      result.hung = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      result.stdout += text;
      onOutput?.(text, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      result.stderr += text;
    });
    const end = (code, signal) => {
      clearTimeout(timer);
      resolve({ ...result, code, signal, limitMs, ms: performance.now() - started });
    };
    child.on('error', (error) => {
      result.stderr += `cannot start ${command}: ${error.message}`;
      end(null, null);
    });
    child.on('close', end);
  });
}

/** What is wrong with how a child ended: at most one text, in an array. */
function endProblems(result, { code = 0, signal = null } = {}) {
  const seen = `\n  stdout: ${excerpt(result.stdout)}\n  stderr: ${excerpt(result.stderr)}`;
  if (result.hung)
    return [`${result.name}: hangs, killed after ${result.limitMs / 1000} s; seen so far:${seen}`];
  if (result.code === code && result.signal === signal) return [];
  return [`${result.name}: ended with ${ending(result)} instead of ${ending({ code, signal })}${seen}`];
}

function ending({ code, signal }) {
  return signal === null ? `exit code ${code}` : signal;
}

function excerpt(text) {
  const trimmed = text.trim();
  if (trimmed === '') return '(nothing)';
  const repeated = trimmed.replace(
    /^(.*\n)\1{3,}/gm,
    (lines, line) => `(${lines.length / line.length} times) ${line}`,
  );
  return repeated.length > SHOWN ? `… ${repeated.slice(-SHOWN)}` : repeated;
}

/** Runs a measuring child: { problems, figures }, where figures is its last line or null. */
async function measure(runtime, script, options) {
  const result = await runChild(runtime, script, options);
  const problems = endProblems(result);
  const figures = lastLine(result.stdout);
  if (figures !== null) problems.push(...figures.problems.map((problem) => `${script}: ${problem}`));
  else if (problems.length === 0)
    problems.push(`${script}: ended without a result: ${excerpt(result.stdout)}`);
  return { problems, figures, result };
}

function lastLine(stdout) {
  const line = stdout.trimEnd().split('\n').at(-1);
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

module.exports = { runChild, endProblems, measure, excerpt };
