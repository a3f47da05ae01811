'use strict';

// `npm run bench:load`: what `require('gc-tracker')` costs a program, as it is installed, and whether it loads other
// packages. See README.md.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { makeTarballs, unpack } = require('../../__test__/install/tarballs.js');
const { measure } = require('../harness/alternate.js');
const { checkout, count, nodes } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const { median } = require('../harness/statistics.js');

const WARM_UP = 3;

/** Loads a package or nothing, and prints figures of itself at its end; by a clock that need not be loaded. */
const program = (load) => `const start = process.hrtime.bigint();
${load}
const inside = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ cpu: (user + system) / 1000, inside, files: Object.keys(require.cache) }));`;

const metrics = {
  ms: { digits: 1 },
  over: { head: 'over empty', unit: 'ms', digits: 1, ratio: true },
  cpuOver: { head: 'CPU over', unit: 'ms', digits: 1, ratio: true },
  inside: { unit: 'ms', digits: 1, ratio: true },
  loaded: { head: 'files' },
  others: { head: 'of others' },
};

const bench = {
  file: __filename,
  about: 'medians over processes; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is faster',
  options: { nodes: nodes('20', '22', '24', '26'), reps: count(40), against: checkout },
  contenders: [
    { name: 'empty', title: 'empty', load: '' },
    { name: 'gc-tracker', title: 'gc-tracker', ours: true, load: "require('gc-tracker');" },
  ],
  tables,
  barsTitle: 'Must reach (issue 7)',
  bars: [
    {
      what: 'ms over an empty program',
      bar: 5,
      digits: 1,
      value: (row) => row('load', 'gc-tracker')?.median.over,
    },
    {
      what: 'files of other packages',
      bar: 0,
      digits: 0,
      value: (row) => row('load', 'gc-tracker')?.median.others,
    },
  ],
};

async function* tables(options, { progress }) {
  const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-load-')));
  try {
    const installed = options.contenders.map((contender) => ({
      contender,
      folder: install(base, contender),
    }));
    for (const runtime of options.nodes) yield await measureLoad(runtime, installed, options.reps, progress);
  } finally {
    fs.rmSync(base, { recursive: true });
  }
}

/** A folder with the contender's program, and its checkout's packages as a package manager unpacks them. */
function install(base, { name, load, checkout: folder }) {
  const place = path.join(base, name);
  fs.mkdirSync(place);
  fs.writeFileSync(path.join(place, 'program.js'), program(load));
  if (folder === undefined) return place;
  const artifacts = path.join(folder, 'artifacts');
  for (const tarball of makeTarballs(path.join(place, 'tarballs'), artifacts, folder)) unpack(tarball, place);
  return place;
}

function measureLoad(runtime, installed, repetitions, progress) {
  const entries = installed.map(({ contender, folder }) => ({
    contender,
    run: async () => runProgram(runtime.command, folder),
  }));
  const turns = { repetitions, warmUp: WARM_UP };
  const title = "require('gc-tracker')";
  return measure({ id: 'load', title, runtime, metrics, entries, turns, derive: overEmpty }, progress);
}

/** Compares neighbours, so that a slow minute meets both. */
function overEmpty({ contender, repetitions }, rowOf) {
  const empty = rowOf('empty');
  // It loads nothing.
  if (contender === 'empty') return { inside: undefined };
  if (empty === undefined) return {};
  const over = (key) => median(repetitions.map((one, round) => one[key] - empty.repetitions[round]?.[key]));
  return { over: over('ms'), cpuOver: over('cpu') };
}

/** Runs a program to its end; without what would load more into it. */
function runProgram(command, folder) {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, ['program.js'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`failed: ${stderr}`);
  const { cpu, inside, files } = JSON.parse(stdout);
  const modules = path.join(folder, 'node_modules');
  const loaded = files.filter((file) => file !== path.join(folder, 'program.js'));
  const others = loaded.filter((file) => !path.relative(modules, file).startsWith('gc-tracker'));
  return { ms, cpu, inside, loaded: loaded.length, others: others.length };
}

module.exports = bench;
if (require.main === module) run(bench);
