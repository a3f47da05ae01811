'use strict';

// Makes the table of docs/sandbox.md: two sandboxes of each package of npm-packages.js, one after the other in one process,
// with work in each and a proven disposal, on some Node versions. `plain` is the same work without a sandbox. Exit 1 if a
// sandbox fails at what works without one.
//
//     node __test__/sandbox/npm-table.js [--folder DIR] [--runtimes 20,26] [--packages pyodide,tiktoken]
//
// Packages (180 MB) are installed from npm into the folder, without their install scripts.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { parseArgs } = require('node:util');
const { npm } = require('../../scripts/aside.js');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { installedNodes } = require('../runtimes');
const { run } = require('../support/run.js');
const { npmPackages } = require('./npm-packages.js');

const SANDBOXES = 2;
const PREFIX = 'RESULT ';
/** What dispose() says of a limit of Node.js 20. */
const HELD_BY_NODE = /Node\.js keeps the attributes/;

/** In a process of its own: prints a text for each sandbox, or for the work without one. */
async function work({ name, folder, plain }) {
  const { entry = name, options = () => ({}), use } = npmPackages[name];
  const modules = path.join(folder, 'node_modules');
  const file = require.resolve(entry, { paths: [folder] });
  const settings = options(modules);
  const texts = [];
  const attempt = async (task) => {
    texts.push(await task().catch((error) => `failed: ${String(error?.message ?? error)}`));
  };
  if (plain) {
    await attempt(async () => {
      const exports = await loadPlain(file, settings);
      await use(exports, modules);
      return 'works';
    });
  } else {
    for (let turn = 0; turn < SANDBOXES; turn++) await attempt(() => once(file, settings, use, modules));
  }
  fs.writeSync(1, `\n${PREFIX}${JSON.stringify(texts)}\n`);
  process.exit(0);
}

async function once(file, settings, use, modules) {
  const sandbox = await createSandbox(file, { ...settings, timeoutMs: 60_000 });
  await sandbox.call((exports) => use(exports, modules));
  const { collected, wasmBytes } = await sandbox.dispose({ timeoutMs: 20_000 });
  if (!collected) throw new Error('not collected');
  return `collected, ${Math.round(wasmBytes / 2 ** 20)} MB`;
}

/** As a user would load it; Emscripten's factories and module objects as well. */
async function loadPlain(file, { ready, module }) {
  const exports = require(file);
  if (ready !== undefined) return (await ready(exports)) ?? exports;
  if (module !== undefined) return exports(module);
  if (exports !== null && 'calledRun' in exports && !exports.calledRun) {
    await new Promise((resolve) => {
      exports.onRuntimeInitialized = resolve;
    });
  }
  return exports;
}

function install(folder, names) {
  fs.mkdirSync(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(manifest)) fs.writeFileSync(manifest, '{ "private": true }');
  const wanted = names.flatMap((name) => [
    `${name}@${npmPackages[name].version}`,
    ...(npmPackages[name].also ?? []),
  ]);
  const missing = wanted.filter((one) => !isInstalled(folder, one));
  if (missing.length > 0)
    npm(['install', '--no-audit', '--no-fund', '--silent', '--ignore-scripts', ...missing], folder);
}

function isInstalled(folder, wanted) {
  const at = wanted.lastIndexOf('@');
  const manifest = path.join(folder, 'node_modules', wanted.slice(0, at), 'package.json');
  return fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest)).version === wanted.slice(at + 1);
}

/** Resolves with the texts of a process, or with how it ended. */
async function textsOf({ command }, job, folder) {
  const { code, stdout, stderr } = await run(
    command,
    ['--no-warnings', __filename, '--work', JSON.stringify(job)],
    { cwd: folder },
  );
  const line = stdout.split('\n').findLast((one) => one.startsWith(PREFIX));
  if (line !== undefined) return JSON.parse(line.slice(PREFIX.length));
  return [`ended with ${code}: ${stderr.trim().slice(-1000)}`];
}

const cell = (text) => text.split('\n')[0].slice(0, 200).replaceAll('|', '\\|');

async function main(values) {
  const folder = path.resolve(values.folder);
  const names = values.packages?.split(',') ?? Object.keys(npmPackages);
  install(folder, names);
  const majors = values.runtimes.split(',');
  const nodes = installedNodes().filter(({ name }) => majors.includes(name.slice('node '.length)));
  const head = ['package', 'version', 'kind', 'work', ...nodes.map(({ version }) => `Node.js ${version}`)];
  console.log(`| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}`);
  let failed = 0;
  for (const name of names) {
    const { version, kind, work: done } = npmPackages[name];
    const cells = [];
    for (const node of nodes) {
      const texts = await textsOf(node, { name, folder }, folder);
      const held = texts.filter((text) => HELD_BY_NODE.test(text));
      const isGood =
        texts.length === SANDBOXES && texts.every((text) => /^collected/.test(text) || held.includes(text));
      const [plain] = isGood ? ['works'] : await textsOf(node, { name, folder, plain: true }, folder);
      if (!isGood && plain === 'works') failed++;
      if (!isGood || held.length > 0)
        console.error(`${name}, ${node.name}: ${texts.join('\n')}\nplain: ${plain}\n`);
      const short = texts.map((text) => (held.includes(text) ? 'held by Node.js' : cell(text)));
      const same = new Set(short).size === 1 ? [`${isGood ? 'twice ' : ''}${short[0]}`] : short;
      cells.push(`${same.join('; ')}${isGood || plain === 'works' ? '' : ' (without a sandbox, too)'}`);
    }
    console.log(`| ${[name, version, kind, done, ...cells].join(' | ')} |`);
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: path.join(os.tmpdir(), 'gc-tracker-npm-packages') },
    runtimes: { type: 'string', default: '20,26' },
    packages: { type: 'string' },
    work: { type: 'string' },
  },
});
(values.work === undefined ? main(values) : work(JSON.parse(values.work))).catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
