'use strict';

// node scripts/test.js [PART…]: all tests of __test__/, or those whose path has one of the parts: `node scripts/test.js cli docs/`.
// A list of files, since globs are not for all shells and Node.js versions.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

const root = path.resolve(__dirname, '..');
const parts = process.argv.slice(2);

/** Of a folder, those within it, without what is installed there. */
function testsOf(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testsOf(file);
    return entry.name.endsWith('.test.js') ? [file] : [];
  });
}

const all = testsOf(path.join(root, '__test__')).map((file) => path.relative(root, file));
const chosen = all.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
if (chosen.length === 0) {
  console.error(`no test file's path has ${parts.join(' or ')}`);
  process.exit(1);
}
const { status } = spawnSync(process.execPath, ['--test', ...chosen], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
