'use strict';

// `npm version`: one command, and everything that has the version has the new one, in one commit with a tag; and what
// release.yml asks of a tag before it builds anything. Rehearsed in a repository of its own.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const platforms = require('../../scripts/platforms.js');

const root = path.resolve(__dirname, '../..');
const parts = [
  ...[
    'package.json',
    'package-lock.json',
    'npm',
    'lib/native/index.js',
    'CHANGELOG.md',
    'scripts/version.js',
  ],
  ...['Cargo.toml', 'Cargo.lock', 'fuzz/Cargo.lock'],
];

const identity = { NAME: 'Test', EMAIL: 'test@localhost' };
const env = { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_SYSTEM: os.devNull };
for (const [key, value] of Object.entries(identity)) {
  env[`GIT_AUTHOR_${key}`] = value;
  env[`GIT_COMMITTER_${key}`] = value;
}

/** A copy of what has the version, in a git repository: run(command, ...args), read(file), write(file, text). */
function setUp(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-version-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  for (const part of parts) fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  const run = (command, ...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
    return { code: status, stdout: stdout.trim(), stderr };
  };
  const read = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
  const write = (file, text) => fs.writeFileSync(path.join(folder, file), text);
  run('git', 'init', '--quiet');
  run('git', 'add', '.');
  run('git', 'commit', '--quiet', '--message', 'as it is');
  return { run, read, write };
}

const today = () => new Date().toISOString().slice(0, 10);

test('npm version sets the version everywhere, in one commit with a tag', (t) => {
  const { run, read } = setUp(t);
  const started = today();
  const before = /## \[Unreleased\]\n+([\s\S]*?)(?=\n## \[|\n\[|$)/.exec(read('CHANGELOG.md'))[1].trim();
  const { code, stderr } = run('npm', 'version', '7.8.9');
  assert.strictEqual(code, 0, stderr);

  for (const name of Object.keys(platforms)) {
    assert.strictEqual(JSON.parse(read(`npm/${name}/package.json`)).version, '7.8.9', name);
  }
  assert.strictEqual(JSON.parse(read('package.json')).version, '7.8.9');
  assert.strictEqual(JSON.parse(read('package-lock.json')).version, '7.8.9');
  assert.match(read('lib/native/index.js'), /^const version = '7\.8\.9';$/m);
  assert.match(read('Cargo.toml'), /^version = "7\.8\.9"$/m);
  for (const lock of ['Cargo.lock', 'fuzz/Cargo.lock']) {
    assert.match(read(lock), /^name = "gc-tracker"\nversion = "7\.8\.9"$/m, lock);
  }
  const [changelog, date] = /\n## \[Unreleased\]\n\n## \[7\.8\.9\] - (\S+)\n\n[\s\S]*/.exec(
    read('CHANGELOG.md'),
  );
  assert.ok([started, today()].includes(date), date);
  assert.ok(changelog.includes(`- ${date}\n\n${before}\n`));

  assert.strictEqual(run('git', 'status', '--porcelain').stdout, '');
  assert.strictEqual(run('git', 'rev-list', '--count', 'HEAD').stdout, '2');
  assert.strictEqual(run('git', 'describe', '--exact-match').stdout, 'v7.8.9');

  assert.strictEqual(run('node', 'scripts/version.js', '--notes').stdout, before);
  assert.deepStrictEqual(run('node', 'scripts/version.js', '--check', 'v7.8.9'), {
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test('a tag is refused if anything has another version, or the CHANGELOG says nothing', (t) => {
  const { run, read, write } = setUp(t);
  const { version } = JSON.parse(read('package.json'));
  write('npm/freebsd-x64/package.json', read('npm/freebsd-x64/package.json').replace(version, '0.0.7'));
  const { code, stderr } = run('node', 'scripts/version.js', '--check', 'v7.8.9');
  assert.strictEqual(code, 1);
  assert.deepStrictEqual(stderr.trim().split('\n'), [
    `npm/freebsd-x64/package.json has another version than package.json, which has ${version}`,
    `the tag is v7.8.9, and package.json has the version ${version}`,
    `CHANGELOG.md has no heading for ${version}`,
  ]);
});

test('links that compare versions go on', (t) => {
  const { run, read, write } = setUp(t);
  const links =
    '[unreleased]: https://example.com/compare/v0.1.0...HEAD\n[0.1.0]: https://example.com/tag/v0.1.0\n';
  const entry = '\n### Fixed\n\n- What was broken.\n';
  write('CHANGELOG.md', `# Changelog\n\n## [Unreleased]\n${entry}\n## [0.1.0] - 2026-01-02\n\n${links}`);
  assert.strictEqual(run('npm', 'version', '0.2.0-rc.1', '--no-git-tag-version').code, 0);
  const heading = `## [Unreleased]\n\n## [0.2.0-rc.1] - DATE\n${entry}\n## [0.1.0] - 2026-01-02\n`;
  const compared = [
    '[Unreleased]: https://example.com/compare/v0.2.0-rc.1...HEAD',
    '[0.2.0-rc.1]: https://example.com/compare/v0.1.0...v0.2.0-rc.1',
    '[0.1.0]: https://example.com/tag/v0.1.0',
  ];
  const changelog = read('CHANGELOG.md').replace(/\d{4}-\d\d-\d\d$/m, 'DATE');
  assert.strictEqual(changelog, `# Changelog\n\n${heading}\n${compared.join('\n')}\n`);
  assert.strictEqual(run('node', 'scripts/version.js', '--notes').stdout, entry.trim());
});

test('a release that brings nothing is refused, and nothing but package.json has changed', (t) => {
  const { run, read, write } = setUp(t);
  write('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n\n- First.\n');
  run('git', 'commit', '--quiet', '--all', '--message', 'nothing new');
  const cargo = read('Cargo.toml');
  const { code, stderr } = run('npm', 'version', '9.9.9');
  assert.notStrictEqual(code, 0);
  assert.match(stderr, /CHANGELOG\.md has nothing under '## \[Unreleased\]': say what 9\.9\.9 brings/);
  assert.strictEqual(read('Cargo.toml'), cargo);
  assert.strictEqual(run('git', 'tag').stdout, '');
});
