'use strict';

// Proves: however a process ends while gc-tracker has targets alive, pending callbacks or callbacks
// that throw, it ends with the right exit code or signal, without a crash or a hang, and exactly the
// callbacks ran that should have. The ways to end are in children/exits.js, each with what it expects.

const { runChild, endProblems, excerpt } = require('./harness.js');
const { random } = require('./numbers.js');
const { kinds } = require('./children/exits.js');

const COUNTS = [1, 50, 3000, 20_000];
const LIMIT_MS = 30_000;
/** Enough to report; the others would take hours. */
const HANGS = 3;

async function run(runtime, { long, seed }) {
  const exits = long ? 200 : kinds.length + 4;
  const next = random(seed);
  const pick = (values) => values[Math.floor(next() * values.length)];
  const problems = [];
  let slowest = { ms: 0 };
  let hangs = 0;
  for (let index = 0; index < exits && hangs < HANGS; index++) {
    // Each kind in turn, then from the start with other numbers.
    const kind = kinds[index % kinds.length];
    const args = [kind.name, pick(COUNTS), pick(['gc', 'forceGC'])];
    const { flags, onOutput } = kind;
    const result = await runChild(runtime, 'exits.js', { args, flags, limitMs: LIMIT_MS, onOutput });
    if (result.ms > slowest.ms) slowest = result;
    if (result.hung) hangs++;
    problems.push(...endProblems(result, kind), ...outputProblems(result, kind, args[1]));
  }
  const figure = `${exits} exits of ${kinds.length} kinds; slowest ${slowest.ms.toFixed(0)} ms (${slowest.name})`;
  return { problems, figure };
}

function outputProblems(result, kind, count) {
  if (result.hung) return [];
  const problems = [];
  const expected = kind.stdout?.(count);
  if (expected !== undefined && result.stdout.trim() !== expected) {
    problems.push(`${result.name}: printed ${excerpt(result.stdout)} instead of ${expected}`);
  }
  if (kind.stderr !== undefined ? !result.stderr.includes(kind.stderr) : result.stderr !== '') {
    problems.push(
      `${result.name}: stderr is ${excerpt(result.stderr)} instead of ${kind.stderr ?? '(nothing)'}`,
    );
  }
  return problems;
}

module.exports = { run };
