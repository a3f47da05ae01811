'use strict';

// Carries the version of package.json to everything else that has it: the packages of the platforms, the loader,
// Cargo.toml, the lock files of Cargo, the CHANGELOG. Run by `npm version`, whose commit then has it all.
// Two options change nothing: `--check TAG` says what a release of that tag lacks, `--notes` what the CHANGELOG says.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const UNRELEASED = '## [Unreleased]';

function main() {
  const root = path.resolve(__dirname, '..');
  const { values } = parseArgs({ options: { check: { type: 'string' }, notes: { type: 'boolean' } } });
  const { version } = JSON.parse(read(root, 'package.json'));
  if (values.check !== undefined) {
    const problems = check(root, version, values.check);
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
    return;
  }
  if (values.notes) {
    console.log(notes(root, version));
    return;
  }
  const today = new Date().toISOString().slice(0, 10);
  const edits = [...versionEdits(root, version), changelogEdit(root, version, today)];
  for (const { file, after } of edits) fs.writeFileSync(path.join(root, file), after);
  if (fs.existsSync(path.join(root, '.git'))) {
    execFileSync('git', ['add', '--', ...edits.map(({ file }) => file)], { cwd: root, stdio: 'inherit' });
  }
}

/** What speaks against publishing this tag, in words. */
function check(root, version, tag) {
  const problems = versionEdits(root, version)
    .filter(({ before, after }) => before !== after)
    .map(({ file }) => `${file} has another version than package.json, which has ${version}`);
  if (tag !== `v${version}`) problems.push(`the tag is ${tag}, and package.json has the version ${version}`);
  if (notes(root, version) === undefined) problems.push(`CHANGELOG.md has no heading for ${version}`);
  return problems;
}

/** What stands under the heading of a version, undefined without one. */
function notes(root, version) {
  const [, rest] = read(root, 'CHANGELOG.md').split(`\n## [${version}] - `);
  // Its date, its text, and then the next heading or the links at the end.
  return rest
    ?.slice(rest.indexOf('\n'))
    .split(/\n(?:## |\[)/)[0]
    .trim();
}

/** Of every file but package.json, which npm changes itself, with its lock: { file, before, after }. */
function versionEdits(root, version) {
  const platforms = fs.readdirSync(path.join(root, 'npm')).sort();
  return [
    edit(root, 'lib/native/index.js', /^(const version = ')[^']+/m, version),
    ...platforms.map((name) => edit(root, `npm/${name}/package.json`, /^( {2}"version": ")[^"]+/m, version)),
    edit(root, 'Cargo.toml', /^(\[package\]\nname = "gc-tracker"\nversion = ")[^"]+/m, version),
    ...['Cargo.lock', 'fuzz/Cargo.lock'].map((file) =>
      edit(root, file, /^(name = "gc-tracker"\nversion = ")[^"]+/m, version),
    ),
  ];
}

function edit(root, file, pattern, version) {
  const before = read(root, file);
  if (!pattern.test(before)) throw new Error(`${file} has no version of gc-tracker where one is looked for`);
  return { file, before, after: before.replace(pattern, (_, start) => start + version) };
}

/** What was under [Unreleased] gets a heading of its own; links that compare versions, if there are any, go on. */
function changelogEdit(root, version, date) {
  const file = 'CHANGELOG.md';
  const before = read(root, file);
  const [, rest] = before.split(`\n${UNRELEASED}\n`);
  if (rest === undefined) throw new Error(`${file} has no heading '${UNRELEASED}'`);
  if (/^\s*(## |\[|$)/.test(rest)) {
    throw new Error(`${file} has nothing under '${UNRELEASED}': say what ${version} brings`);
  }
  const after = before
    .replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${date}`)
    .replace(
      /^\[unreleased\]: (.+\/compare\/)(.+)\.\.\.HEAD$/im,
      `[Unreleased]: $1v${version}...HEAD\n[${version}]: $1$2...v${version}`,
    );
  return { file, before, after };
}

function read(root, file) {
  return fs.readFileSync(path.join(root, file), 'utf8');
}

main();
