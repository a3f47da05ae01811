'use strict';

// npm run notices: writes THIRD-PARTY-LICENSES.txt, the licences of what is linked into the binary, whose packages have
// it. From cargo: what the addon depends on, on any platform, without what only builds it. `--check` compares instead.
// By hand, from `cargo metadata`: cargo-about would be one more program to build wherever `npm run lint` runs.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const root = path.resolve(__dirname, '..');
const file = path.join(root, 'THIRD-PARTY-LICENSES.txt');

/** The packages that are linked, by name and version. */
function linkedPackages() {
  const args = ['metadata', '--format-version', '1', '--locked'];
  const text = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { packages, resolve } = JSON.parse(text);
  const byId = new Map(packages.map((one) => [one.id, one]));
  const dependencies = new Map(resolve.nodes.map(({ id, deps }) => [id, deps]));
  const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes('proc-macro'));
  const linked = new Set();
  const waiting = [resolve.root];
  while (waiting.length > 0) {
    const id = waiting.pop();
    if (linked.has(id) || isMacro(byId.get(id))) continue;
    linked.add(id);
    for (const { pkg, dep_kinds: kinds } of dependencies.get(id)) {
      if (kinds.some(({ kind }) => kind === null)) waiting.push(pkg);
    }
  }
  linked.delete(resolve.root);
  const key = ({ name, version }) => `${name} ${version}`;
  return [...linked].map((id) => byId.get(id)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The text of its licence; of several to choose from MIT's, which asks for no more than to be here. */
function licenceText({ name, version, license, manifest_path: manifest }) {
  const folder = path.dirname(manifest);
  const files = fs.readdirSync(folder).filter((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const mit = files.filter((entry) => /mit/i.test(entry));
  const chosen = license.includes('MIT') && mit.length > 0 ? mit : files;
  if (chosen.length === 0) return `(its package has no text of its licence, ${license})`;
  const texts = chosen.sort().map((entry) => fs.readFileSync(path.join(folder, entry), 'utf8').trim());
  if (texts.some((text) => text === '')) throw new Error(`${name} ${version} has an empty licence`);
  return texts.join('\n\n').replaceAll('\r\n', '\n');
}

/** Packages of one text stand above it together. */
function notices() {
  const byText = new Map();
  for (const one of linkedPackages()) {
    const text = licenceText(one);
    const titles = byText.get(text) ?? [];
    byText.set(text, [...titles, `${one.name} ${one.version} (${one.license})`]);
  }
  const parts = [...byText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`);
  return [
    'The binary of gc-tracker contains the following packages, and the standard library of Rust (MIT OR Apache-2.0,\n' +
      'copyright The Rust Project contributors).\n',
    ...parts,
  ].join(`\n${'-'.repeat(80)}\n\n`);
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
if (!values.check) {
  fs.writeFileSync(file, notices());
} else if (fs.readFileSync(file, 'utf8') !== notices()) {
  console.error('THIRD-PARTY-LICENSES.txt is not that of Cargo.lock: npm run notices');
  process.exit(1);
}
