'use strict';

// scripts/publish.js: in which order it publishes, that it goes on after a release that broke off, and that it
// publishes nothing if something of that version is there with another content.

const assert = require('node:assert');
const { execFile, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { startRegistry } = require('./release-registry.js');

const script = path.resolve(__dirname, '../../scripts/publish.js');

const platform = 'sample-linux-x64-gnu';

/** What each test begins with: a registry, and tarballs of a main package and of a platform's in a folder. */
async function setUp(t, version = '1.2.3') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-publish-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const registry = await startRegistry();
  t.after(registry.stop);
  fs.writeFileSync(path.join(folder, '.npmrc'), `//${new URL(registry.url).host}/:_authToken=nobody\n`);
  pack(folder, { name: 'sample', version, optionalDependencies: { [platform]: version } });
  pack(folder, { name: platform, version });
  return { folder, registry };
}

function pack(folder, manifest) {
  const source = path.join(folder, manifest.name, 'package');
  fs.mkdirSync(source, { recursive: true });
  fs.writeFileSync(path.join(source, 'package.json'), JSON.stringify(manifest));
  const tarball = path.join(folder, `${manifest.name}-${manifest.version}.tgz`);
  execFileSync('tar', ['-czf', tarball, '-C', path.dirname(source), 'package']);
}

/** Resolves with { code, output }. */
function publish({ folder, registry }) {
  return new Promise((resolve) => {
    const args = [script, folder, `--registry=${registry.url}`];
    execFile(process.execPath, args, { cwd: folder, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}

test('platforms come first; after a release that broke off, the same command goes on', async (t) => {
  const given = await setUp(t);
  const { published, refused } = given.registry;
  refused.add('sample');
  const first = await publish(given);
  assert.strictEqual(first.code, 1);
  assert.match(first.output, /^sample@1\.2\.3 was not published$/m);
  assert.deepStrictEqual(published, [`${platform}@1.2.3 latest`]);

  refused.clear();
  const second = await publish(given);
  assert.strictEqual(second.code, 0, second.output);
  assert.match(second.output, /^1 published, 1 were there$/m);
  assert.deepStrictEqual(published, [`${platform}@1.2.3 latest`, 'sample@1.2.3 latest']);
});

test('nothing is published if the same version is there with another content', async (t) => {
  const given = await setUp(t);
  assert.strictEqual((await publish(given)).code, 0);
  pack(given.folder, { name: 'sample', version: '1.2.3', optionalDependencies: {}, description: 'another' });
  pack(given.folder, { name: 'sample-win32-x64-msvc', version: '1.2.3' });
  const { code, output } = await publish(given);
  assert.strictEqual(code, 1);
  assert.match(output, /^sample@1\.2\.3 is published with another content: sha512-/m);
  assert.strictEqual(given.registry.published.length, 2);
});

test('a version before a release is not what npm install gets', async (t) => {
  const given = await setUp(t, '2.0.0-rc.1');
  const { code, output } = await publish(given);
  assert.strictEqual(code, 0, output);
  assert.deepStrictEqual(given.registry.published, [`${platform}@2.0.0-rc.1 next`, 'sample@2.0.0-rc.1 next']);
});
