'use strict';

// What once was told wrongly, as programs that exit with 0 when it is right; on all Node versions, or in the short form each on one
// of them. `// flags: …` in a program gives Node's flags, `// nodes: 24 26` the versions that have the fault; else all have it.
// `node __test__/faults/faults.test.js NAME…` runs those programs on all versions.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { describe, test } = require('node:test');
const { nodes, spread } = require('../runtimes');

const AT_ONCE = 2;
const LIMIT_MS = 120_000;

const programs = fs
  .readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.endsWith('.test.js'))
  .map(({ name }) => path.basename(name, '.js'));
const chosen = process.argv.slice(2);
for (const name of chosen) assert.ok(programs.includes(name), `no ${name}.js`);

function headerOf(name) {
  const source = fs.readFileSync(path.join(__dirname, `${name}.js`), 'utf8');
  const words = (key) =>
    source
      .match(new RegExp(`^// ${key}: (.+)$`, 'm'))?.[1]
      .trim()
      .split(/\s+/) ?? [];
  return { flags: words('flags'), majors: words('nodes') };
}

/** Runs a program in an empty folder. Resolves to { failed, output }. */
function run(command, flags, name) {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-fault-'));
  const file = path.join(__dirname, `${name}.js`);
  return new Promise((resolve) => {
    execFile(
      command,
      [...flags, file],
      { cwd, timeout: LIMIT_MS, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        fs.rmSync(cwd, { recursive: true, force: true });
        resolve({ failed: error !== null, output: `${error?.signal ?? ''}\n${stdout}\n${stderr}` });
      },
    );
  });
}

const runs = chosen.length > 0 ? nodes().map((node) => ({ ...node, cases: chosen })) : spread(programs);
for (const { name: runtime, version, command, cases } of runs) {
  const major = version.match(/\d+/)[0];
  describe(`faults, ${runtime}`, { concurrency: AT_ONCE }, () => {
    for (const name of cases) {
      const { flags, majors } = headerOf(name);
      const skip = majors.length > 0 && !majors.includes(major) && `not a fault of ${runtime}`;
      test(name, { skip }, async () => {
        const { failed, output } = await run(command, flags, name);
        assert.ok(!failed, output);
      });
    }
  });
}
