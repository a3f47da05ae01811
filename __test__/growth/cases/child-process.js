'use strict';

// Child processes that are started and never ended.

const { spawn } = require('node:child_process');
const { once } = require('node:events');

async function start() {
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  return child;
}

exports.leak = async () => {
  await start();
};
exports.clean = async () => {
  const child = await start();
  child.stdin.end();
  await once(child, 'close');
};
exports.options = { loops: 2 };
exports.growth = [{ name: 'native handle Process', className: 'ChildProcess', perLoop: 1 }];
exports.besides = [/^native handle Pipe$/];
