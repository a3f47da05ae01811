'use strict';

// What is published is installed from a registry, on a machine without Rust, and runs: by the package managers, on all
// versions of Node.js that are installed, in CommonJS, ES modules and TypeScript. And what is told where no binary fits.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, before, describe, test } = require('node:test');
const { managers, runInstalled } = require('./managers.js');
const { current } = require('../packages');
const { emptyMachine } = require('./machine.js');
const { installedNodes } = require('../runtimes/index.js');
const { platformName } = require('../../lib/native/index.js');
const platforms = require('../../scripts/platforms.js');

const consumer = path.join(__dirname, 'consumer');
const docs = fs.readFileSync(path.resolve(__dirname, '../../docs/installing.md'), 'utf8');
const own = `gc-tracker-${platformName()}`;
const running = { name: 'the running node', command: process.execPath };
const nodes = installedNodes().length > 0 ? installedNodes() : [running];

let machine;
before(async () => {
  current();
  machine = await emptyMachine();
});
after(() => machine.end());

/** A project with the consumers, in which `install` has installed gc-tracker. */
async function project(install = managers.npm) {
  const folder = machine.folder();
  fs.cpSync(consumer, folder, { recursive: true });
  succeeded(await install(machine, folder));
  return folder;
}

function succeeded({ code, stdout, stderr }) {
  assert.strictEqual(code, 0, stdout + stderr);
  return stdout;
}

/** One of a consumer's two targets was collected, the other one is in a snapshot; of whom is the binary. */
function assertWorks(result) {
  const { reported, found, binaries } = JSON.parse(succeeded(result));
  assert.deepStrictEqual({ reported, found }, { reported: 1, found: 1 });
  for (const binary of binaries ?? []) assert.strictEqual(path.basename(path.dirname(binary)), own);
}

const installed = (folder) =>
  fs.readdirSync(path.join(folder, 'node_modules')).filter((name) => name.startsWith('gc-tracker'));

test('there is no Rust on the PATH', async () => {
  for (const tool of ['cargo', 'rustc'])
    await assert.rejects(machine.run(tool, [], machine.folder()), { code: 'ENOENT' });
});

describe('each package manager', () => {
  for (const [title, install] of Object.entries(managers)) {
    test(title, async () => {
      const folder = await project(install);
      assertWorks(await runInstalled(machine, folder, 'main.cjs'));
      assertWorks(await runInstalled(machine, folder, 'main.mjs'));
    });
  }

  test('npm and yarn 4 bring the package of this platform alone, yarn 1 that of each C library', async () => {
    for (const title of ['npm', 'yarn 4, node_modules']) {
      assert.deepStrictEqual(installed(await project(managers[title])), ['gc-tracker', own], title);
    }
    const byClassic = installed(await project(managers['yarn 1']));
    assert.ok(byClassic.includes(own));
    assert.deepStrictEqual(
      byClassic.filter((name) => /darwin|win32/.test(name)),
      [],
    );
  });
});

describe('for other platforms, as docs/installing.md says', () => {
  test('npm', async () => {
    const [, options] = /^ {4}\$ npm install (.*--libc=musl)$/m.exec(docs);
    const folder = await project(({ run }, cwd) => run('npm', ['install', ...options.split(' ')], cwd));
    assert.deepStrictEqual(installed(folder), ['gc-tracker', 'gc-tracker-linux-x64-musl']);
  });

  const [, settings] = /```yaml\n(.*?)```/s.exec(docs);
  const several = { 'yarn 4, node_modules': '.yarnrc.yml', pnpm: 'pnpm-workspace.yaml' };
  for (const [title, file] of Object.entries(several)) {
    test(title, async () => {
      const folder = await project((machine, cwd) => {
        fs.writeFileSync(path.join(cwd, file), settings);
        return managers[title](machine, cwd);
      });
      // pnpm has them beside the package, wherever that is.
      const home = fs.realpathSync(path.join(folder, 'node_modules/gc-tracker'));
      const names = installed(path.resolve(home, '../..'));
      for (const name of [own, 'gc-tracker-win32-x64-msvc']) assert.ok(names.includes(name), names.join());
    });
  }
});

describe('each version of Node.js', () => {
  let folder;
  before(async () => {
    folder = await project();
    await compile(folder, 'nodenext', ['cts', 'mts']);
  });

  for (const { name, command } of nodes) {
    for (const file of ['main.cjs', 'main.mjs', 'nodenext/typed.cjs', 'nodenext/typed.mjs']) {
      test(`${name}: ${file}`, async () => assertWorks(await machine.run(command, [file], folder)));
    }
  }
});

describe('each way of TypeScript to find modules', () => {
  const kinds = { node10: ['ts'], node16: ['cts', 'mts'], nodenext: ['cts', 'mts'], bundler: ['mts'] };
  for (const [resolution, endings] of Object.entries(kinds)) {
    test(resolution, async () => {
      const folder = await project();
      await compile(folder, resolution, endings);
      const [file] = fs.readdirSync(path.join(folder, resolution)).filter((name) => /\.m?js$/.test(name));
      assertWorks(await runInstalled(machine, folder, `${resolution}/${file}`));
    });
  }
});

/** What goes with a way to find modules, where it has another name. */
const modules = { node10: 'commonjs', bundler: 'preserve' };

/** Strictly, with the declarations of gc-tracker checked as well; into a folder of the resolution's name. */
async function compile(folder, resolution, endings) {
  const files = endings.map((ending) => `typed.${ending}`);
  for (const file of files) fs.copyFileSync(path.join(consumer, 'typed.ts'), path.join(folder, file));
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: 'es2022',
    lib: ['es2022'],
    types: [],
    module: modules[resolution] ?? resolution,
    moduleResolution: resolution,
    outDir: resolution,
  };
  const config = path.join(folder, `${resolution}.json`);
  fs.writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const tsc = path.join(current(), 'typescript5/bin/tsc');
  succeeded(await machine.run(process.execPath, [tsc, '-p', config], folder));
}

describe('where no binary fits', () => {
  /** What the first use of gc-tracker tells. */
  async function failure(folder, ...args) {
    const program =
      "try { require('gc-tracker').trackGC({}) } catch ({ code, message }) { console.log(JSON.stringify({ code, message })) }";
    const { code, message } = JSON.parse(
      succeeded(await machine.run(process.execPath, [...args, '-e', program], folder)),
    );
    assert.strictEqual(code, 'ERR_GC_TRACKER_NO_BINARY');
    const home = fs.realpathSync(path.join(folder, 'node_modules/gc-tracker'));
    const [why, there, build] = message.split('\n');
    assert.strictEqual(there, `there are packages for ${Object.keys(platforms).join(', ')}`);
    assert.strictEqual(
      build,
      `to build it from source, with cargo: cd ${JSON.stringify(home)} && npm run build`,
    );
    return why.replace(/^no binary of gc-tracker \d+\.\d+\.\d+\S* for /, '');
  }

  test('optional dependencies were left out: the error is the one that docs/installing.md shows', async () => {
    const folder = await project(({ run }, cwd) => run('npm', ['install', '--omit=optional'], cwd));
    assert.deepStrictEqual(installed(folder), ['gc-tracker']);
    const why = await failure(folder);
    const [shown] = /^ {4}no binary [\s\S]*?(?=\n\n)/m.exec(docs);
    const told = ` for ${why.replaceAll(platformName(), 'linux-x64-gnu')} there are packages for `;
    assert.ok(shown.replace(/\s+/g, ' ').includes(told), told);
  });

  test('installed for another platform; `npm ci` with its lock file repairs it', async () => {
    const folder = await project(({ run }, cwd) => run('npm', ['install', '--os=win32', '--cpu=x64'], cwd));
    assert.deepStrictEqual(installed(folder), ['gc-tracker', 'gc-tracker-win32-x64-msvc']);
    assert.match(
      await failure(folder),
      /^\S+: the package \S+ is not installed .* installed on another platform\?/,
    );
    succeeded(await machine.run('npm', ['ci'], folder));
    assertWorks(await runInstalled(machine, folder, 'main.cjs'));
  });

  test('a platform that has no package', async () => {
    const folder = await project();
    fs.writeFileSync(
      path.join(folder, 'other.cjs'),
      "Object.defineProperty(process, 'arch', { value: 'riscv64' });",
    );
    assert.match(await failure(folder, '--require', './other.cjs'), /^\w+-riscv64\S*: no package has one$/);
  });

  for (const [what, content] of Object.entries({
    'an empty file': '',
    'not a library': 'a stand-in for it\n',
  })) {
    test(`the binary is ${what}`, async () => {
      const folder = await project();
      const binary = `gc-tracker.${platformName()}.node`;
      fs.writeFileSync(path.join(folder, 'node_modules', own, binary), content);
      const why = await failure(folder);
      assert.ok(why.startsWith(`${platformName()}: it does not load: `) && why.includes(binary), why);
    });
  }

  test('the binary is of another version', async () => {
    const folder = await project();
    const home = path.join(folder, 'node_modules/gc-tracker');
    const { version } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8'));
    const loader = path.join(home, 'lib/native/index.js');
    fs.writeFileSync(loader, fs.readFileSync(loader, 'utf8').replace(`'${version}'`, "'99.0.0'"));
    assert.strictEqual(
      await failure(folder),
      `${platformName()}: what is installed is of version ${version}`,
    );
  });

  test('building without cargo says what is missing', async () => {
    const folder = await project();
    const { code, stderr } = await machine.run(
      'npm',
      ['run', 'build'],
      path.join(folder, 'node_modules/gc-tracker'),
    );
    assert.notStrictEqual(code, 0);
    assert.match(stderr, /^building gc-tracker from source needs cargo, which is not on the PATH/m);
  });
});
