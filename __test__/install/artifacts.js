'use strict';

// Tests the tarballs that are published, on the platform that this runs on: installs them as a user would, without a
// registry, loads them by CommonJS and as an ES module, and runs all scenarios on what is installed.
//
//   node __test__/install/artifacts.js DIST [--platform NAME] [--runtime bun|deno|'node 22'…] [scenario…]
//
// --platform: an error if this is another platform. --runtime: runs on these of __test__/runtimes, not on this Node.js.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { platformName } = require('../../lib/native/index.js');
const { version } = require('../../package.json');

const tests = path.resolve(__dirname, '..');
/** A binary may have so many bytes. */
const MOST_BYTES = 1_500_000;

const programs = {
  'consumer.cjs': `'use strict';
const { trackGC } = require('gc-tracker');
if (trackGC({}).collected !== false) throw new Error('an object that was just tracked is not collected');
`,
  'consumer.mjs': `import { trackGC } from 'gc-tracker';
import { takeHeapSnapshot } from 'gc-tracker/heap';
if (trackGC({}).collected !== false) throw new Error('an object that was just tracked is not collected');
if (typeof takeHeapSnapshot !== 'function') throw new Error('gc-tracker/heap is not there');
`,
};

function parse() {
  const { values, positionals } = parseArgs({
    options: { platform: { type: 'string' }, runtime: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const [dist, ...scenarios] = positionals;
  if (dist === undefined)
    throw new Error('usage: node __test__/install/artifacts.js DIST [option…] [scenario…]');
  const platform = platformName();
  if (values.platform !== undefined && values.platform !== platform) {
    throw new Error(`this is ${platform}, not ${values.platform}`);
  }
  return { dist: path.resolve(dist), platform, runtimes: runtimesOf(values.runtime), scenarios };
}

function runtimesOf(names) {
  if (names === undefined)
    return [{ name: `Node.js ${process.version}`, command: process.execPath, args: [] }];
  const known = require('../runtimes').installed();
  return names.map((name) => {
    const runtime = known.find((other) => other.name === name);
    if (runtime === undefined) throw new Error(`the runtime '${name}' is not installed`);
    return runtime;
  });
}

/** The main package and this platform's. What other platforms need is optional: npm leaves out what it cannot get. */
function install(folder, dist, platform) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const tarballs = ['gc-tracker', `gc-tracker-${platform}`].map((name) =>
    path.join(dist, `${name}-${version}.tgz`),
  );
  execFileSync('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const installed = path.join(folder, 'node_modules', 'gc-tracker');
  const { size } = fs.statSync(path.join(`${installed}-${platform}`, `gc-tracker.${platform}.node`));
  return { installed, size };
}

/** The scenarios require the package by a relative path: so they are put into it. */
function addScenarios(installed) {
  for (const part of ['scenarios', 'sandbox/fixtures']) {
    fs.cpSync(path.join(tests, part), path.join(installed, '__test__', part), { recursive: true });
  }
  return require(path.join(installed, '__test__', 'scenarios'));
}

async function test(folder, { dist, platform, runtimes, scenarios }) {
  const { installed, size } = install(folder, dist, platform);
  for (const [name, text] of Object.entries(programs)) fs.writeFileSync(path.join(folder, name), text);
  const { names, runScenario } = addScenarios(installed);
  let failures = 0;
  const report = (ok, text) => {
    console.log(`${ok ? 'ok     ' : 'FAILED '} ${text}`);
    if (!ok) failures++;
  };
  report(size <= MOST_BYTES, `the binary has ${size} bytes of at most ${MOST_BYTES}`);
  for (const runtime of runtimes) {
    console.log(`\n${runtime.name} on ${platform}`);
    for (const name of Object.keys(programs)) {
      execFileSync(runtime.command, [...runtime.args, name], { cwd: folder, stdio: 'inherit' });
      report(true, name);
    }
    for (const name of scenarios.length > 0 ? scenarios : names) {
      const { ok, ms, reason } = await runScenario(name, runtime);
      report(ok, ok ? `${name} (${ms} ms)` : reason);
    }
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

async function main() {
  const options = parse();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-artifacts-'));
  try {
    await test(folder, options);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
