'use strict';

// Starts services and clients, each in a process of its own, and exchanges messages with them.

const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const process = require('node:process');

const pins = spawnSync('taskset', ['-V']).status === 0;

/** A child with IPC that runs a file of this folder, on a core if one is given and `taskset` is there. */
function start(file, options, { command = process.execPath, core } = {}) {
  const args = [path.join(__dirname, file), JSON.stringify(options)];
  const pinned = pins && core !== undefined;
  return spawn(pinned ? 'taskset' : command, pinned ? ['-c', String(core), command, ...args] : args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** The child's next message, or an error if it ends before. */
async function answer(child) {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(
    ([code, signal]) => {
      throw new Error(`a process ended with ${signal ?? code}`);
    },
    () => undefined,
  );
  try {
    const [message] = await Promise.race([once(child, 'message', { signal: ended.signal }), exit]);
    return message;
  } finally {
    ended.abort();
  }
}

async function ask(child, message) {
  const answered = answer(child);
  child.send(message);
  return answered;
}

/** Ends a child and waits for it. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

module.exports = { answer, ask, start, stop };
