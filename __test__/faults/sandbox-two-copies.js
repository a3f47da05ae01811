'use strict';

// Two installed copies of the package load at the same time: a rejection of the host still ends the process, in whichever order
// the loads begin and end; and each copy still catches those of its own module.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { slowModule, write } = require('./support/sandbox.js');

const root = path.join(__dirname, '../..');
for (const name of ['first', 'second']) {
  const folder = path.resolve('node_modules', name);
  fs.mkdirSync(folder, { recursive: true });
  for (const part of ['lib', 'package.json', 'index.js', 'types'])
    fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  for (const addon of fs.readdirSync(root).filter((file) => file.endsWith('.node')))
    fs.copyFileSync(path.join(root, addon), path.join(folder, addon));
}
const [short, long] = [slowModule(200), slowModule(2000)].map((file) => JSON.stringify(file));
const late = JSON.stringify(
  write(
    'late.js',
    `exports.ready = new Promise(() => {}); setTimeout(() => Promise.reject(new Error('own')), 5);`,
  ),
);
const head = `const [A, B] = ['first', 'second'].map((name) => require(name + '/sandbox').createSandbox);
const assert = require('node:assert');
const fail = () => Promise.reject(new Error('of the host'));
const own = async (create) => assert.rejects(create(${late}), { code: 'ERR_GC_TRACKER_SANDBOX_LOAD' });
process.on('exit', () => console.log('ended'));
`;
const programs = {
  both: `A(${short}); B(${short}); setTimeout(fail, 20);`,
  'the first has ended': `A(${short}).then(() => setTimeout(fail, 20)); B(${long});`,
  'the second has ended': `A(${long}); B(${short}).then(() => setTimeout(fail, 20));`,
  'each has failed': `A(${long}); B(${long}); own(A).then(() => own(B)).then(() => setTimeout(fail, 20));`,
};
for (const [name, text] of Object.entries(programs)) {
  const file = write(`${name.replaceAll(' ', '-')}.js`, head + text);
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  assert.match(stderr, /Error: of the host/, name);
  assert.strictEqual(status, 1, name);
}
