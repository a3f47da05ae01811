'use strict';

// npm run bench:install [-- --reps n --check]: installing gc-tracker against installing weak-napi, from a registry on
// this machine with warm caches, and what each takes on disk. See README.md.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { parseArgs } = require('node:util');
const { makePlace } = require('../../__test__/install/place.js');
const { filesOf } = require('../../__test__/install/tarballs.js');
const platforms = require('../../scripts/platforms.js');
const { describeMachine } = require('../machine.js');
const { median } = require('../statistics.js');
const peers = require('../package.json').dependencies;

const WARM_UP = 1;

/** The shell tells at last how much processor time its children took, those of npm among them. */
const COMMAND = 'npm install --no-audit --no-fund && times';

const { version } = require('../../package.json');
const contenders = { 'gc-tracker': version, 'weak-napi': peers['weak-napi'] };

async function main() {
  const { values } = parseArgs({
    options: { reps: { type: 'string', default: '10' }, check: { type: 'boolean' } },
  });
  const { cpu, cores, date } = describeMachine();
  const npm = execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim();
  console.log(`${cpu}, ${cores} cores, ${date} UTC, npm ${npm}, medians of ${values.reps} installations`);
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const place = await makePlace({ upstream, standIns: Object.keys(platforms) });
  try {
    report(await alternate(place, Number(values.reps)), values.check);
  } finally {
    await place.end();
  }
}

/** Each installation in a project of its own, by turns: A B, B A, A B … */
async function alternate(place, reps) {
  const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  const order = Object.entries(contenders);
  for (let round = 0; round < WARM_UP + reps; round++) {
    for (const [name, wanted] of order) {
      const result = await install(place, name, wanted);
      if (round >= WARM_UP) results[name].push(result);
    }
    order.reverse();
  }
  return results;
}

async function install(place, name, wanted) {
  const folder = place.folder({ [name]: wanted });
  const start = performance.now();
  const { code, stdout, stderr } = await place.run('sh', ['-c', COMMAND], folder);
  const ms = performance.now() - start;
  if (code !== 0) throw new Error(`installing ${name} has failed: ${stdout}${stderr}`);
  const loaded = await place.run(process.execPath, ['-e', `require('${name}')`], folder);
  if (loaded.code !== 0) throw new Error(`${name} does not load: ${loaded.stderr}`);
  const modules = path.join(folder, 'node_modules');
  // npm's own list of what it has installed is no part of it.
  const files = filesOf(modules).filter((file) => file !== '.package-lock.json');
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(modules, file)).size, 0);
  const packages = files.filter((file) => /^(@[^/]+\/)?[^/]+\/package\.json$/.test(file)).length;
  fs.rmSync(folder, { recursive: true });
  return { ms, cpu: cpuMs(stdout), bytes, files: files.length, packages };
}

/** User and system time, of the last line: `0m0.412000s 0m0.051000s`. */
function cpuMs(stdout) {
  const times = [
    ...stdout
      .trim()
      .split('\n')
      .at(-1)
      .matchAll(/(\d+)m([\d.]+)s/g),
  ];
  return times.reduce((sum, [, minutes, seconds]) => sum + (60 * minutes + Number(seconds)) * 1000, 0);
}

function report(results, check) {
  printRow(['', 'ms', 'CPU ms', 'unpacked bytes', 'files', 'packages']);
  const rows = Object.entries(results).map(([name, some]) => {
    const ms = median(some.map((one) => one.ms));
    const cpu = median(some.map((one) => one.cpu));
    const [{ bytes, files, packages }] = some;
    printRow([name, ms.toFixed(0), cpu.toFixed(0), bytes.toLocaleString('en'), files, packages]);
    return { ms, bytes };
  });
  const [ours, theirs] = rows;
  const ratios = { time: ours.ms / theirs.ms, size: ours.bytes / theirs.bytes };
  for (const [what, ratio] of Object.entries(ratios)) {
    const met = ratio <= 1;
    console.log(`${what}: x ${ratio.toFixed(2)} of weak-napi, bar 1: ${met ? 'met' : 'MISSED'}`);
    if (check && !met) process.exitCode = 1;
  }
}

function printRow(cells) {
  console.log(cells.map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](16)).join(''));
}

main();
