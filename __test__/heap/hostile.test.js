'use strict';

// Snapshots that are damaged in their structure: every question and every command answers, or refuses by a code, within a limit
// of time and memory. The seeds of the fuzzer are asked as they are, and changed in a few ways each; `node fuzz/structure/run.js
// SECONDS` tries others.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, test } = require('node:test');
const { hunt } = require('../../fuzz/structure/hunt.js');

const SEEDS = path.resolve(__dirname, '../../fuzz/seeds');
const CHANGES = 8;
const LIMITS = { limitMs: 30_000, maxBytes: 1_500_000_000 };

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-hostile-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

for (const name of fs.readdirSync(SEEDS)) {
  test(`${name}, as it is and changed`, async () => {
    const file = path.join(folder, name);
    fs.copyFileSync(path.join(SEEDS, name), file);
    const found = await hunt({ folder, file, from: '-', ...LIMITS });
    found.push(...(await hunt({ folder, file, from: 0, to: CHANGES, ...LIMITS })));
    assert.deepStrictEqual(found, []);
  });
}
