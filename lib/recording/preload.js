'use strict';

// Starts the recorder in the process that `gc-tracker run` spawns, which loads this file by --require. It starts none in
// worker threads. It starts one in child processes only with --children. Otherwise the program sees neither the flag nor
// the variable.

const process = require('node:process');
const { isMainThread } = require('node:worker_threads');
const { VARIABLE } = require('./run-folder.js');

const settings = process.env[VARIABLE];
if (settings !== undefined && isMainThread) {
  try {
    const { children, ...options } = JSON.parse(settings);
    if (!children) {
      delete process.env[VARIABLE];
      // Otherwise child processes would load this file, too.
      process.execArgv = process.execArgv.filter((flag) => flag !== `--require=${__filename}`);
    }
    require('./recorder.js').record(options);
  } catch (error) {
    // The program must not fail because of the recorder.
    require('./complain.js').complain(`the program is not being watched: ${error?.message}`);
  }
}
