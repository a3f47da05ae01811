'use strict';

// node scripts/dist.js [--all] [--into DIR] [--artifacts DIR]: packs what is published into dist/: a tarball for each
// platform whose binary lies at the top level or in artifacts/, and the main one, which depends on just these. With
// --all a missing platform is an error. What is tested and then published are these tarballs.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
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

/** Writes a package to a folder of its own, and packs that: `files` by name, where they are. */
function write(manifest, files) {
  const folder = path.join(dist, manifest.name);
  for (const [name, source] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.copyFileSync(source, file);
  }
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { filename } = pack(folder, '--pack-destination', dist);
  console.log(path.relative(process.cwd(), path.join(dist, filename)));
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
  write(
    { ...manifest, ...repository() },
    {
      [manifest.main]: binary,
      'README.md': path.join(folder, 'README.md'),
      LICENSE: path.join(root, 'LICENSE'),
    },
  );
  return [manifest.name, manifest.version];
}

/** The main package: without what only a checkout needs, and not private. */
function mainPackage(optionalDependencies) {
  const { private: _, devDependencies, scripts, ...manifest } = readJson('package.json');
  const names = pack(root, '--dry-run').files.map((file) => file.path);
  const files = Object.fromEntries(names.map((name) => [name, path.join(root, name)]));
  write({ ...manifest, ...repository(), scripts: { build: scripts.build }, optionalDependencies }, files);
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
mainPackage(Object.fromEntries(packed));
