// Modules that jest has in its own registry, or not any more.

const { assertNoLeaks } = require('gc-tracker');

const loaded = [];

function load(track) {
  const plugin = require('./plugin.js');
  track(plugin.table, 'table');
  return plugin;
}

test('a listener of a module that was unloaded', async () => {
  await assertNoLeaks((track) => {
    load(track).watch();
    jest.resetModules();
  });
});

test('a list of modules that were unloaded', async () => {
  await assertNoLeaks((track) => {
    loaded.push(load(track));
    jest.resetModules();
  });
});

test('a module that is loaded', async () => {
  await assertNoLeaks((track) => {
    load(track);
  });
});

test('a module that is forgotten', async () => {
  await assertNoLeaks((track) => {
    jest.resetModules();
    load(track);
    jest.resetModules();
  });
});
