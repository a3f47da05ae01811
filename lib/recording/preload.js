'use strict';

// What `gc-tracker run` has Node.js load before the program, by --require: starts the recorder in that process, in no
// thread and, unless asked, in no process that the program starts. The program sees neither the flag nor the variable.

const process = require('node:process');
const { isMainThread } = require('node:worker_threads');
const { VARIABLE } = require('./run-folder.js');

const settings = process.env[VARIABLE];
if (settings !== undefined && isMainThread) {
  try {
    const { children, ...options } = JSON.parse(settings);
    if (!children) {
      delete process.env[VARIABLE];
      // What the program starts would load this file, too.
      process.execArgv = process.execArgv.filter((flag) => flag !== `--require=${__filename}`);
    }
    require('./recorder.js').record(options);
  } catch (error) {
    // A program must not fail because it is watched.
    process.stderr.write(`gc-tracker: the program is not being watched: ${error?.message}\n`);
  }
}
