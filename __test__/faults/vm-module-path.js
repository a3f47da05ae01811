'use strict';
// flags: --experimental-vm-modules

// A `vm.SourceTextModule` is in no loader's cache: the path goes on to what holds it.

const assert = require('node:assert');
const vm = require('node:vm');
const { assertNoLeaks } = require('../..');

const kept = [];

async function load(track) {
  const module = new vm.SourceTextModule('export const table = [1, 2, 3];', {
    identifier: '/srv/plugin.mjs',
  });
  await module.link(() => {});
  await module.evaluate();
  track(module.namespace.table, 'table');
  return module;
}

async function pathOf(scenario) {
  const { message } = await assertNoLeaks(scenario).then(assert.fail, (error) => error);
  assert.doesNotMatch(message, /ES module/);
  return message;
}

async function main() {
  const listed = await pathOf(async (track) => {
    kept.push(await load(track));
  });
  assert.match(
    listed,
    /variable kept {2}Array.*\[0\] {2}SourceTextModule.*\/srv\/plugin\.mjs.*export table {2}Array/s,
  );

  const heard = await pathOf(async (track) => {
    const module = await load(track);
    process.on('SIGUSR2', () => module.status);
  });
  assert.match(
    heard,
    /process\n.*listener of "SIGUSR2".*variable module {2}SourceTextModule.*export table {2}Array/s,
  );

  await assertNoLeaks(async (track) => {
    await load(track);
  });
}

main();
