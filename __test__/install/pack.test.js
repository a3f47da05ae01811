'use strict';

// What is published, file by file: the tarballs that `npm run dist` makes. And the lists of platforms agree.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, test } = require('node:test');
const { filesOf, ownTarballs, unpack } = require('./tarballs.js');
const { workspace } = require('../support/workspace.js');
const { platformName } = require('../../lib/native/index.js');
const platforms = require('../../scripts/platforms.js');

const own = `gc-tracker-${platformName()}`;
const MAX_BINARY_BYTES = 1_500_000;

const root = path.resolve(__dirname, '../..');
const readJson = (...parts) => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8'));
const { version } = readJson(root, 'package.json');

const folder = workspace({ after });
const packages = Object.fromEntries(
  ownTarballs().map((tarball) => {
    const target = unpack(tarball, folder);
    return [path.basename(target), target];
  }),
);
const main = packages['gc-tracker'];
const native = Object.keys(packages).filter((name) => name !== 'gc-tracker');

const entries = [
  ...['index', 'heap', 'monitor', 'prometheus', 'opentelemetry', 'sandbox'],
  ...['mocha', 'jest', 'node-test', 'chai'],
];

/** With what cargo needs in one file, for where no binary fits. */
const topLevel = [
  ...entries.map((name) => `types/${name}.d.ts`),
  ...['types/vitest.d.mts', 'index.js', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['bin/gc-tracker.js', 'scripts/build.js', 'scripts/platforms.js', 'source.tgz'],
];

const without = (folder, files) => files.filter((file) => !file.startsWith(`${folder}/`));
const within = (folder) => filesOf(path.join(root, folder)).map((file) => `${folder}/${file}`);

test("the main package: entries, types, all of lib, a report's page built, and the sources of the addon", () => {
  const files = filesOf(main);
  assert.deepStrictEqual(without('lib', files), topLevel.sort());
  const lib = files.filter((file) => file.startsWith('lib/'));
  assert.deepStrictEqual(
    lib,
    within('lib').filter((file) => !file.startsWith('lib/report/page/')),
  );
  const others = lib.filter((file) => !/^lib\/.+\.js$/.test(file));
  assert.deepStrictEqual(others, ['lib/adapters/vitest.mjs', 'lib/report/built/main.css']);
  assert.ok(lib.includes('lib/report/built/main.js'));
});

test('the sources: what cargo needs, without tests', () => {
  const files = filesOf(unpack(path.join(main, 'source.tgz'), folder));
  const cargo = ['.cargo/config.toml', 'Cargo.lock', 'Cargo.toml', 'build.rs', 'package.json'];
  assert.deepStrictEqual(without('src', files), cargo);
  const isTest = (file) => file.endsWith('_test.rs') || file.startsWith('src/heap/tests/');
  assert.deepStrictEqual(
    files.filter((file) => file.startsWith('src/')),
    within('src').filter((file) => !isTest(file)),
  );
});

test('the main package has no binary and no test', () => {
  assert.deepStrictEqual(
    filesOf(main).filter((file) => /test__|[_.]test\.|\.node$/.test(file)),
    [],
  );
});

test('installing runs no script and brings no package but the binaries, of exactly this version', () => {
  const manifest = readJson(main, 'package.json');
  assert.deepStrictEqual(manifest.scripts, { build: 'node scripts/build.js' });
  assert.strictEqual(manifest.private, undefined);
  assert.strictEqual(manifest.dependencies, undefined);
  assert.strictEqual(manifest.devDependencies, undefined);
  assert.deepStrictEqual(
    manifest.optionalDependencies,
    Object.fromEntries(native.sort().map((name) => [name, version])),
  );
  const needed = Object.keys({ ...manifest.peerDependencies, ...manifest.peerDependenciesMeta });
  assert.deepStrictEqual(
    needed.filter((name) => manifest.peerDependenciesMeta[name]?.optional !== true),
    [],
  );
});

test('loading it loads no file of another package', () => {
  const program =
    "require('gc-tracker').trackGC({}); console.log(JSON.stringify(Object.keys(require.cache)))";
  const files = JSON.parse(
    execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8' }),
  );
  const homes = [main, packages[own]].map((home) => fs.realpathSync(home) + path.sep);
  assert.ok(files.length > 1);
  assert.deepStrictEqual(
    files.filter((file) => !homes.some((home) => file.startsWith(home))),
    [],
  );
});

test("this platform's package is there", () => {
  assert.ok(native.includes(own), native.join());
});

for (const name of native) {
  const binary = `gc-tracker.${name.slice('gc-tracker-'.length)}.node`;

  test(`${name}: its binary and nothing that runs at install`, () => {
    assert.deepStrictEqual(
      filesOf(packages[name]),
      ['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES.txt', binary, 'package.json'].sort(),
    );
    const { version: own, main: entry, scripts, dependencies } = readJson(packages[name], 'package.json');
    assert.deepStrictEqual([own, entry, scripts, dependencies], [version, binary, undefined, undefined]);
  });

  test(`${name}: the binary is stripped, and smaller than ${MAX_BINARY_BYTES} bytes`, () => {
    const content = fs.readFileSync(path.join(packages[name], binary));
    assert.ok(content.length < MAX_BINARY_BYTES, `${content.length} bytes`);
    assert.ok(!content.includes('.symtab'), 'it has a table of symbols');
  });
}

test('the platforms are the same for the loader, the builds and the packages', () => {
  const loader = fs.readFileSync(path.join(root, 'lib/native/index.js'), 'utf8');
  const loaded = [...loader.matchAll(/require\('gc-tracker-([^']+)'\)/g)].map(([, name]) => name);
  const names = Object.keys(platforms);
  assert.deepStrictEqual(loaded.sort(), names);
  assert.deepStrictEqual(fs.readdirSync(path.join(root, 'npm')).sort(), names);
});

/** Which systems a package manager installs a platform's package on, and which processors. */
function installedOn(platform) {
  const [system, cpu, abi] = platform.split('-');
  const libc = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl' }[abi];
  return { os: [system], cpu: [cpu], libc: libc && [libc] };
}

for (const platform of Object.keys(platforms)) {
  test(`npm/${platform} is installed where its binary runs`, () => {
    const {
      name,
      version: own,
      main: entry,
      files,
      ...rest
    } = readJson(root, 'npm', platform, 'package.json');
    const binary = `gc-tracker.${platform}.node`;
    const expected = [`gc-tracker-${platform}`, version, binary, [binary, 'THIRD-PARTY-LICENSES.txt']];
    assert.deepStrictEqual([name, own, entry, files], expected);
    assert.deepStrictEqual({ os: rest.os, cpu: rest.cpu, libc: rest.libc }, installedOn(platform));
    assert.deepStrictEqual(rest.engines, readJson(root, 'package.json').engines);
  });
}
