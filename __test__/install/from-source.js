'use strict';

// npm run install:long: where no binary was installed, `npm run build` in the installed package makes one that works. It
// compiles everything with cargo, which takes a minute or two of processor time.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { emptyMachine } = require('./machine.js');

async function main() {
  const machine = await emptyMachine();
  try {
    const folder = machine.folder();
    fs.cpSync(path.join(__dirname, 'consumer'), folder, { recursive: true });
    succeeded(await machine.run('npm', ['install', '--omit=optional'], folder));
    const before = await machine.run(process.execPath, ['main.cjs'], folder);
    assert.match(before.stderr, /code: 'ERR_GC_TRACKER_NO_BINARY'/);

    const [, command] = /cd ("\S+") && npm run build/.exec(before.stderr);
    const home = JSON.parse(command);
    assert.strictEqual(home, fs.realpathSync(path.join(folder, 'node_modules/gc-tracker')));
    succeeded(await machine.run('npm', ['run', 'build'], home, process.env));

    const { reported, found, binaries } = JSON.parse(
      succeeded(await machine.run(process.execPath, ['main.cjs'], folder)),
    );
    assert.deepStrictEqual({ reported, found }, { reported: 1, found: 1 });
    assert.deepStrictEqual(binaries.map(path.dirname), [home]);
    console.log(`built ${binaries.join()}, and it works`);
  } finally {
    await machine.end();
  }
}

function succeeded({ code, stdout, stderr }) {
  assert.strictEqual(code, 0, stdout + stderr);
  return stdout;
}

main();
