#!/usr/bin/env node
'use strict';

// The command gc-tracker; see docs/command.md.

const process = require('node:process');
const { main } = require('../lib/cli/main.js');

/** For cancelled work to end, in ms. */
const GRACE_MS = 1000;

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
  // What cannot be cancelled would hold the exit up: then the process ends as if it did not listen.
  setTimeout(() => process.kill(process.pid, 'SIGINT'), GRACE_MS).unref();
});
// Whoever reads the output may have seen enough of it.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main(process.argv.slice(2), process, interrupt.signal).then((code) => {
  process.exitCode = code;
});
