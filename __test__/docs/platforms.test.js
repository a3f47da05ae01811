'use strict';

// docs/platforms.md and the script behind it are about all platforms that have a package, and about no other.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const platforms = require('../../scripts/platforms.js');
const cross = require('../../scripts/cross/platforms.js');

const names = Object.keys(platforms).sort();

test('each platform is cross-built for its triple, Windows with MinGW', () => {
  assert.deepStrictEqual(Object.keys(cross).sort(), names);
  for (const [name, { target }] of Object.entries(cross)) {
    const [triple] = target.replace(/-gnu(llvm)?$/, name.startsWith('win32') ? '-msvc' : '$&').split('.');
    assert.strictEqual(triple, platforms[name], name);
  }
});

test('docs/platforms.md says of each platform what was built, and what ran it', () => {
  const text = fs.readFileSync(path.join(__dirname, '../../docs/platforms.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (\w+-[\w-]+) \| (\S+) \| [\d,]+ \| ([^|]+) \|$/gm)];
  assert.deepStrictEqual(rows.map(([, name]) => name).sort(), names);
  for (const [, name, target, ran] of rows) {
    assert.strictEqual(target, cross[name].target, name);
    const versions = (cross[name].nodes ?? []).map(({ version }) => version);
    assert.strictEqual(ran, versions.join(', ') || 'none', name);
  }
});
