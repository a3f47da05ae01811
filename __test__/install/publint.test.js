'use strict';

// publint and are-the-types-wrong have nothing against the tarballs that are published.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { current } = require('../packages');
const { ownTarballs } = require('./tarballs.js');

const { version } = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));

/** Both are ES modules, with no entry for `require`. */
const load = (file) => import(pathToFileURL(path.join(current(), file)));

describe('publint', () => {
  for (const file of ownTarballs()) {
    test(path.basename(file), async () => {
      const { publint } = await load('publint/src/index-node.js');
      const tarball = new Uint8Array(fs.readFileSync(file)).buffer;
      const { messages } = await publint({ pack: { tarball }, strict: true, level: 'warning' });
      assert.deepStrictEqual(messages, []);
    });
  }
});

test('are-the-types-wrong: every entry is found, with types of its kind', async () => {
  const { checkPackage, createPackageFromTarballData } = await load('@arethetypeswrong/core/dist/index.js');
  const tarball = fs.readFileSync(
    ownTarballs().find((file) => path.basename(file) === `gc-tracker-${version}.tgz`),
  );
  const { types, problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  assert.strictEqual(types.kind, 'included');
  // vitest is an ES module alone, and so is what extends it.
  const ofVitest = ['NoResolution', 'CJSResolvesToESM'].map((kind) => ({ kind, entrypoint: './vitest' }));
  assert.deepStrictEqual(
    problems.map(({ kind, entrypoint }) => ({ kind, entrypoint })),
    ofVitest,
  );
});
