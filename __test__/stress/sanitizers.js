'use strict';

// Proves: valgrind's memcheck finds no error and no leak of gc-tracker's in a short scenario with all
// kinds of ends. The addon is built with its symbols for it; Node stays as it is, so errors count only
// if one of their stacks passes through the addon. Runs on the running Node alone.
//
// GC_TRACKER_STRESS_ADDON names another build to judge, a broken one for example.
//
// Known and left out: the state of an environment, which is leaked on purpose (src/binding/
// environment.rs says why; napi-rs adds a reference for each of our three classes) but must stay small; and
// V8 reading a whole stack, whoever's it is.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { endProblems, runChild } = require('./harness.js');
const { parseValgrind, withoutValgrind } = require('./valgrind.js');

const root = path.resolve(__dirname, '../..');
const LIMIT_MS = 300_000;
const LEAKED_BYTES = 1024;
const environmentState =
  /environment::Environment>?::(create|free_cell)\b|module_register::register_classes\b/;
const stackScan = /heap::base::.*(IteratePointers|PushAllRegisters)/;

/** How the scenario's process ends; each end is a run of its own. */
const ends = [
  { args: ['alive'], code: 0 },
  { args: ['exit in a callback'], code: 3 },
];

function runtimes(all) {
  const running = all.find(({ version }) => version === process.versions.node);
  return [
    running ?? { name: `node ${process.versions.node.split('.')[0]}`, command: process.execPath, args: [] },
  ];
}

async function run(runtime, { long }) {
  const missing = withoutValgrind();
  if (missing !== undefined) return missing;
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-'));
  try {
    const addon = process.env.GC_TRACKER_STRESS_ADDON ?? build(directory);
    const problems = [];
    const found = { others: 0, state: 0, environments: 0 };
    for (const end of ends)
      problems.push(...(await runEnd(runtime, { ...end, addon, directory, long, found })));
    const figure =
      `${problems.length} errors through the addon; ` +
      `${found.state} B of state for ${found.environments} environments; ${found.others} errors of node alone`;
    return { problems, figure };
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

/** The addon with its symbols, as a .node file. */
function build(directory) {
  execFileSync('cargo', ['build', '--lib'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const addon = path.join(directory, 'gc-tracker.debug.node');
  fs.copyFileSync(path.join(root, 'target/debug/libgc_tracker.so'), addon);
  return addon;
}

async function runEnd(runtime, { args, code, addon, directory, long, found }) {
  const log = path.join(directory, `${args[0]}.xml`);
  const result = await runChild(runtime, 'sanitizers.js', {
    args: [...args, long ? 6 : 2],
    env: { GC_TRACKER_STRESS_ADDON: addon },
    limitMs: LIMIT_MS,
    prefix: [
      'valgrind',
      '--tool=memcheck',
      '--smc-check=all-non-file',
      '--leak-check=full',
      '--show-leak-kinds=definite',
      '--num-callers=100',
      '--xml=yes',
      `--xml-file=${log}`,
    ],
  });
  const problems = endProblems(result, { code });
  if (problems.length > 0) return problems;
  const environments = Number(/^environments (\d+)$/m.exec(result.stdout)?.[1]);
  problems.push(...judge(parseValgrind(fs.readFileSync(log, 'utf8')), environments, addon, found));
  return problems.map((problem) => `${result.name}: ${problem}`);
}

function judge(errors, environments, addon, found) {
  const problems = [];
  let state = 0;
  for (const error of errors) {
    if (!error.frames.some(({ object }) => object === addon)) found.others++;
    else if (
      error.kind === 'Leak_DefinitelyLost' &&
      error.frames.some(({ name }) => environmentState.test(name))
    ) {
      state += error.bytes;
    } else if (stackScan.test(error.frames[0].name)) found.others++;
    else problems.push(error.text);
  }
  // This is also what shows that valgrind looked into the addon.
  if (state === 0) problems.push('the known leak of the environments was not seen, so nothing else would be');
  if (!(state <= LEAKED_BYTES * environments))
    problems.push(`${state} B leaked by ${environments} environments`);
  found.state += state;
  found.environments += environments;
  return problems;
}

module.exports = { runtimes, run };
