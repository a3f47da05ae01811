'use strict';

// A child process that runs on, and a listener for its end. It ends with this process, which is its stdin.

const { spawn } = require('node:child_process');
const { once } = require('node:events');

class Task {
  code = null;
}

function run(track) {
  const task = track(new Task(), 'task');
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('exit', function onExit(code) {
    task.code = code;
  });
  return child;
}

exports.leak = (track) => {
  run(track);
};
exports.clean = async (track) => {
  const child = run(track);
  child.stdin.end();
  await once(child, 'close');
};
exports.culprit = [
  /native handle\s+Process/,
  /ChildProcess\s+running/,
  /started at \S*child-process\.js:14/,
  /exit/,
  /onExit/,
  /child-process\.js:17/,
  /\btask\s+Task/,
];
