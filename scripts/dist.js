'use strict';

// node scripts/dist.js [--all] [--into DIR] [--artifacts DIR]: packs what is published into dist/: a tarball for each
// platform whose binary lies at the top level or in artifacts/, and the main one, which depends on just these. With
// --all a missing platform is an error. What is tested and then published are these tarballs.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { buildPage } = require('./page.js');
const platforms = require('./platforms.js');

const root = path.resolve(__dirname, '..');
const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean' },
    into: { type: 'string', default: path.join(root, 'dist') },
    artifacts: { type: 'string', default: path.join(root, 'artifacts') },
  },
});
const dist = path.resolve(options.into);

const readJson = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

/** What `npm pack` prints of the package in a folder. */
function pack(folder, ...args) {
  const npm = ['pack', '--json', '--ignore-scripts', ...args];
  const text = execFileSync('npm', npm, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return JSON.parse(text)[0];
}

/** Writes a package to a folder of its own, and packs that: `files` by name, where they are. The path of the tarball. */
function write(manifest, files, destination = dist) {
  const folder = path.join(dist, manifest.name);
  for (const [name, source] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.copyFileSync(source, file);
  }
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return path.join(destination, pack(folder, '--pack-destination', destination).filename);
}

/** The binary of a platform: one that was brought together for a release, or this checkout's own. */
function binaryOf(platform) {
  const name = `gc-tracker.${platform}.node`;
  return [options.artifacts, root]
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

/** Where the package comes from, as far as a workflow knows; npm checks it against the provenance. */
function repository() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
  return name === undefined ? {} : { repository: { type: 'git', url: `git+${server}/${name}.git` } };
}

function platformPackage(platform, binary) {
  const folder = path.join(root, 'npm', platform);
  const manifest = readJson(path.join('npm', platform, 'package.json'));
  const tarball = write(
    { ...manifest, ...repository() },
    {
      [manifest.main]: binary,
      'README.md': path.join(folder, 'README.md'),
      LICENSE: path.join(root, 'LICENSE'),
      'THIRD-PARTY-LICENSES.txt': path.join(root, 'THIRD-PARTY-LICENSES.txt'),
    },
  );
  console.log(path.relative(process.cwd(), tarball));
  return [manifest.name, manifest.version];
}

/**
 * The main package: without what only a checkout needs, and not private. What cargo needs is one file in it, which
 * scripts/build.js unpacks: most never do, and it would be a quarter of the files to install.
 */
function mainPackage(optionalDependencies) {
  const { private: _, devDependencies, files, scripts, ...manifest } = readJson('package.json');
  const names = pack(root, '--dry-run').files.map((file) => file.path);
  const select = (some) => Object.fromEntries(some.map((name) => [name, path.join(root, name)]));
  const isSource = (name) => /^(src|\.cargo)\/|^Cargo\.|^build\.rs$/.test(name);
  const source = write(
    { name: 'source', version: manifest.version },
    select(names.filter(isSource)),
    path.join(dist, 'source'),
  );
  const tarball = write(
    { ...manifest, ...repository(), scripts: { build: scripts['build:addon'] }, optionalDependencies },
    { ...select(names.filter((name) => !isSource(name))), 'source.tgz': source },
  );
  console.log(path.relative(process.cwd(), tarball));
}

fs.rmSync(dist, { recursive: true, force: true });
const packed = [];
const missing = [];
for (const platform of Object.keys(platforms)) {
  const binary = binaryOf(platform);
  if (binary === undefined) missing.push(platform);
  else packed.push(platformPackage(platform, binary));
}
if (missing.length > 0 && (options.all || packed.length === 0)) {
  console.error(`no binary for ${missing.join(', ')}: build them, or put them into artifacts/`);
  process.exit(1);
}
buildPage();
mainPackage(Object.fromEntries(packed));
