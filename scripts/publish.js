'use strict';

// node scripts/publish.js FOLDER [option of `npm publish`…]: publishes the tarballs of a folder, as they are. The
// packages of the platforms come first, so that the main one never asks for a package that is not there yet. A tarball
// that is on the registry already is left out: after a release that broke off, the same command goes on. A version that
// is there with another content is an error, found before anything is published. By hand: release tools such as
// changesets pack what they publish, and these are the very files that were tested.

const { execFile, execFileSync, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

async function main() {
  const [folder, ...options] = process.argv.slice(2);
  if (folder === undefined) fail('usage: node scripts/publish.js FOLDER [option of npm publish…]');
  const packages = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => describe(path.resolve(folder, file)))
    .sort((a, b) => a.main - b.main || a.id.localeCompare(b.id));
  if (packages.length === 0) fail(`no tarball in ${folder}`);

  const registry = options.filter((option) => option.startsWith('--registry='));
  const there = await Promise.all(packages.map(({ id }) => published(id, registry)));
  for (const [index, { id, integrity }] of packages.entries()) {
    if (there[index] === undefined || there[index] === integrity) continue;
    fail(`${id} is published with another content: ${there[index]}, and here it is ${integrity}`);
  }
  const missing = packages.filter((_, index) => there[index] === undefined);
  for (const { id, file, tag } of missing) {
    console.log(`${id}: ${path.basename(file)}`);
    const { status } = spawnSync('npm', ['publish', file, '--access', 'public', '--tag', tag, ...options], {
      stdio: 'inherit',
    });
    if (status !== 0) fail(`${id} was not published`);
  }
  console.log(`${missing.length} published, ${packages.length - missing.length} were there`);
}

/** The main package is the one with optionalDependencies. What `npm install` gets is no version before a release. */
function describe(file) {
  const manifest = JSON.parse(
    execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' }),
  );
  const { name, version, optionalDependencies } = manifest;
  const integrity = `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
  const main = Number(optionalDependencies !== undefined);
  return { file, id: `${name}@${version}`, main, integrity, tag: version.includes('-') ? 'next' : 'latest' };
}

/** Resolves with the integrity of what the registry has, undefined if it has none. */
function published(id, registry) {
  const args = ['view', id, 'dist.integrity', '--json', '--prefer-online', ...registry];
  return new Promise((resolve) => {
    execFile('npm', args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      // Older versions of npm say nothing of a version that is not there.
      if (error === null) resolve(stdout.trim() === '' ? undefined : JSON.parse(stdout));
      else if (stdout.startsWith('{') && JSON.parse(stdout).error?.code === 'E404') resolve(undefined);
      else fail(`npm view ${id} failed:\n${stdout}${stderr}`);
    });
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

main();
