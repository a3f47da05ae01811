'use strict';

// A real registry (verdaccio) on loopback, in a process of its own which ends with the one that started it: anybody can
// publish, nothing is kept. It knows no package but what is published to it, unless it is given an `upstream`.

const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const process = require('node:process');

/** Resolves with { url, stop } when it answers. `folder` is where it keeps its packages. */
async function startRegistry(folder, upstream) {
  const child = fork(__filename, [folder, ...(upstream ? [upstream] : [])], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const port = await Promise.race([
    once(child, 'message').then(([message]) => message),
    ended.then(([code, signal]) => {
      throw new Error(`the registry has ended: ${signal ?? code}`);
    }),
  ]);
  const stop = async () => {
    child.disconnect();
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}

async function serve(folder, upstream) {
  const { current } = require('../packages');
  const { runServer } = require(path.join(current(), 'verdaccio'));
  const rule = { access: '$all', publish: '$all', ...(upstream ? { proxy: 'upstream' } : {}) };
  const server = await runServer({
    configPath: path.join(folder, 'config.yaml'),
    self_path: folder,
    storage: path.join(folder, 'storage'),
    uplinks: upstream ? { upstream: { url: upstream } } : {},
    packages: { 'gc-tracker*': { access: '$all', publish: '$all' }, '**': rule },
    auth: {},
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'error' },
  });
  process.once('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

module.exports = { startRegistry };

if (require.main === module) serve(...process.argv.slice(2));
