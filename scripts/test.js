'use strict';

// node scripts/test.js [PART…]: all tests of __test__/, or those whose path has one of the parts: `node scripts/test.js cli docs/`.
// As many files at once as there are cores, the longest first: `node --test` leaves a core idle, and sorts them by name.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { run } = require('node:test');
const { spec, tap } = require('node:test/reporters');
const { installPrometheus } = require('../__test__/metrics/prometheus.js');
const { current, pinned, second } = require('../__test__/packages');
const { installBrowser } = require('../__test__/report/browser.js');

const root = path.resolve(__dirname, '..');
const parts = process.argv.slice(2);

/** Those that take ten seconds and more. */
const longest = [
  'growth/cases',
  'leaks/cases',
  'heap/oracle',
  'growth/assert-no-growth',
  'metrics/service',
  'adapters/jest',
  'adapters/vitest',
  'report/page',
  'install/install',
  'docs/leaks',
  'docs/installing',
  'docs/getting-started',
  'sandbox/cycles',
  'growth/runners',
  'docs/programs',
  'monitor/monitor',
  'monitor/history',
  'report/report',
  'cli/run',
  'cli/command',
  'sandbox/recycle/real',
].map((name) => path.join('__test__', `${name}.test.js`));

/** Of a folder, those within it, without what is installed there. */
function testsOf(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testsOf(file);
    return entry.name.endsWith('.test.js') ? [file] : [];
  });
}

process.chdir(root);
const all = testsOf('__test__');
for (const file of longest) if (!all.includes(file)) throw new Error(`no ${file}: mend scripts/test.js`);
const chosen = [...new Set([...longest, ...all])].filter(
  (file) => parts.length === 0 || parts.some((part) => file.includes(part)),
);
if (chosen.length === 0) {
  console.error(`no test file's path has ${parts.join(' or ')}`);
  process.exit(1);
}

// Before files ask for the same thing at once.
if (parts.length === 0)
  for (const install of [current, second, pinned, installPrometheus, installBrowser]) install();

// What is packed for tests is packed once: __test__/install/tarballs.js.
process.env.TEST_TARBALLS = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-tarballs-'));
process.on('exit', () => fs.rmSync(process.env.TEST_TARBALLS, { recursive: true }));

run({ files: chosen.map((file) => path.resolve(file)), concurrency: os.availableParallelism() })
  .on('test:fail', ({ todo }) => {
    if (todo === undefined || todo === false) process.exitCode = 1;
  })
  .compose(process.stdout.isTTY ? new spec() : tap)
  .pipe(process.stdout);
