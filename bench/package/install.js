'use strict';

// `npm run bench:install`: installing gc-tracker against installing weak-napi, from a registry on this machine with
// warm caches, and what each takes on disk. See README.md.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { emptyMachine } = require('../../__test__/install/machine.js');
const { filesOf } = require('../../__test__/install/tarballs.js');
const platforms = require('../../scripts/platforms.js');
const { measure } = require('../harness/alternate.js');
const { ratio } = require('../harness/bars.js');
const { usualNodes } = require('../harness/machine.js');
const { count } = require('../harness/options.js');
const { run } = require('../harness/run.js');
const peers = require('../package.json').dependencies;

const { version } = require('../../package.json');

/** The shell prints at the end how much processor time its children took, those of npm among them. */
const COMMAND = 'npm install --no-audit --no-fund && times';

const metrics = {
  ms: { ratio: true },
  cpu: { head: 'CPU ms' },
  bytes: { head: 'unpacked bytes', format: (bytes) => bytes.toLocaleString('en'), ratio: true },
  files: {},
  packages: {},
};

const bench = {
  file: __filename,
  about:
    'medians over installations; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is better',
  options: { reps: count(10) },
  contenders: [
    { name: 'gc-tracker', title: 'gc-tracker', wanted: version },
    { name: 'weak-napi', title: 'weak-napi', wanted: peers['weak-napi'] },
  ],
  tables,
  barsTitle: 'Must reach (issue 7)',
  bars: [
    { what: 'time / weak-napi', bar: 1, value: ratio('install', 'weak-napi', 'ms') },
    { what: 'size / weak-napi', bar: 1, value: ratio('install', 'weak-napi', 'bytes') },
  ],
};

async function* tables({ reps, contenders }, { progress }) {
  const npm = execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim();
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const machine = await emptyMachine({ upstream, standIns: Object.keys(platforms) });
  try {
    const entries = contenders.map((contender) => ({
      contender,
      run: () => install(machine, contender.name, contender.wanted),
    }));
    const [runtime] = usualNodes([]);
    const turns = { repetitions: reps, warmUp: 1, mirrored: true };
    yield await measure(
      { id: 'install', title: `npm ${npm} install`, runtime, metrics, entries, turns },
      progress,
    );
  } finally {
    await machine.end();
  }
}

/** Installs one of them in a project of its own. */
async function install(machine, name, wanted) {
  const folder = machine.folder({ [name]: wanted });
  const start = performance.now();
  const { code, stdout, stderr } = await machine.run('sh', ['-c', COMMAND], folder);
  const ms = performance.now() - start;
  if (code !== 0) throw new Error(`installing ${name} has failed: ${stdout}${stderr}`);
  const loaded = await machine.run(process.execPath, ['-e', `require('${name}')`], folder);
  if (loaded.code !== 0) throw new Error(`${name} does not load: ${loaded.stderr}`);
  const modules = path.join(folder, 'node_modules');
  // Without npm's own list of what it has installed.
  const files = filesOf(modules).filter((file) => file !== '.package-lock.json');
  const bytes = files.reduce((sum, file) => sum + fs.statSync(path.join(modules, file)).size, 0);
  const packages = files.filter((file) => /^(@[^/]+\/)?[^/]+\/package\.json$/.test(file)).length;
  fs.rmSync(folder, { recursive: true });
  return { ms, cpu: cpuMs(stdout), bytes, files: files.length, packages };
}

/** User and system time, from the last line: `0m0.412000s 0m0.051000s`. */
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

module.exports = bench;
if (require.main === module) run(bench);
