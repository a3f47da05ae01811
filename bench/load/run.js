'use strict';

// npm run bench:load [-- --reps n --runtimes 20,24 --check]: what `require('gc-tracker')` costs a program, as it is
// installed, and whether it loads other packages. See README.md.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { parseArgs } = require('node:util');
const { makeTarballs, unpack } = require('../../__test__/install/tarballs.js');
const { chooseRuntimes, describeMachine } = require('../machine.js');
const { median } = require('../statistics.js');

const BAR_MS = 5;
const WARM_UP = 3;

/** A program that loads a package or none, and tells of itself at its end; by a clock that need not be loaded. */
const program = (load) => `const start = process.hrtime.bigint();
${load}
const inside = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ cpu: (user + system) / 1000, inside, files: Object.keys(require.cache) }));`;

const programs = { empty: program(''), require: program("require('gc-tracker');") };

function main() {
  const { values } = parseArgs({
    options: {
      reps: { type: 'string', default: '40' },
      runtimes: { type: 'string', default: '20,22,24,26' },
      check: { type: 'boolean' },
    },
  });
  const { cpu, cores, date } = describeMachine();
  console.log(`${cpu}, ${cores} cores, ${date} UTC, medians of ${values.reps} processes, ms`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-load-'));
  try {
    install(folder);
    printRow(['', 'empty', 'require', 'over empty', 'bar', 'CPU over', 'inside', 'files', 'of others']);
    for (const { name, command } of chooseRuntimes(values.runtimes.split(','))) {
      const row = measure(command, folder, Number(values.reps));
      const met = row.over <= BAR_MS;
      const [empty, required, over, cpu, inside] = row.times.map((ms) => ms.toFixed(1));
      printRow([name, empty, required, over, met ? 'met' : 'MISSED', cpu, inside, row.files, row.others]);
      if (values.check && (!met || row.others > 0)) process.exitCode = 1;
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function install(folder) {
  for (const tarball of makeTarballs(path.join(folder, 'tarballs'))) unpack(tarball, folder);
  for (const [name, code] of Object.entries(programs))
    fs.writeFileSync(path.join(folder, `${name}.js`), code);
}

/** The programs take turns; what is compared are neighbours, so that a slow minute meets both. */
function measure(command, folder, reps) {
  const rounds = [];
  for (let round = 0; round < WARM_UP + reps; round++) {
    const empty = run(command, folder, 'empty');
    const required = run(command, folder, 'require');
    if (round >= WARM_UP) rounds.push({ empty, required });
  }
  const of = (figure) => median(rounds.map(figure));
  const over = of(({ empty, required }) => required.ms - empty.ms);
  const cpu = of(({ empty, required }) => required.cpu - empty.cpu);
  const inside = of(({ required }) => required.inside);
  const modules = fs.realpathSync(path.join(folder, 'node_modules'));
  const ours = (file) => path.relative(modules, file).startsWith('gc-tracker');
  const { files } = rounds[0].required;
  const loaded = files.filter((file) => path.basename(file) !== 'require.js');
  return {
    over,
    times: [of(({ empty }) => empty.ms), of(({ required }) => required.ms), over, cpu, inside],
    files: loaded.length,
    others: loaded.filter((file) => !ours(file)).length,
  };
}

/** Runs a program to its end; without what would load more into it. */
function run(command, folder, name) {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, [`${name}.js`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${name}.js has failed: ${stderr}`);
  return { ms, ...JSON.parse(stdout) };
}

function printRow(cells) {
  console.log(cells.map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](11)).join(''));
}

main();
