'use strict';

// The program that `gc-tracker run` runs: started as by `node`, with the recorder loaded before it. It has our standard
// streams, gets the signals that we get, and its end is ours.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const process = require('node:process');
const { PRELOAD, VARIABLE } = require('../recording/index.js');

/** What a terminal sends to all processes that run in it. */
const OF_TERMINALS = ['SIGINT', 'SIGQUIT', 'SIGHUP'];
const FORWARDED = [...OF_TERMINALS, 'SIGTERM', 'SIGUSR1', 'SIGBREAK'];
const ASKING = 'SIGUSR2';
/** By these we end like the program; by others with a code that says so. */
const REPEATED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Starts `node ...args`. `settings` are for the recorder; `asked` is called on SIGUSR2. Returns { pid, ended }: a promise
 * of { code, signal }.
 */
function start(args, { env, settings, asked }) {
  const watched = { ...env, [VARIABLE]: JSON.stringify(settings) };
  const flags = [];
  if (settings.children) {
    watched.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --require=${quotedFlag(PRELOAD)}`.trimStart();
  } else flags.push(`--require=${PRELOAD}`);
  const child = spawn(process.execPath, [...flags, ...args], { stdio: 'inherit', env: watched });
  const stop = forward(child, asked);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  return { pid: child.pid, ended: ended.finally(stop) };
}

/** NODE_OPTIONS are separated by spaces. */
function quotedFlag(file) {
  return `"${file.replace(/["\\]/g, '\\$&')}"`;
}

function forward(child, asked) {
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  const listeners = FORWARDED.filter((signal) => signal in constants.signals).map((signal) => {
    // Twice would be once too often for a program that gives up at the second one.
    const listener = () => (hasTerminal && OF_TERMINALS.includes(signal) ? undefined : child.kill(signal));
    return [signal, listener];
  });
  if (ASKING in constants.signals) listeners.push([ASKING, asked]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  };
}

/** The exit code for an end; by some signals the process ends like the program, and this does not return. */
function codeOf({ code, signal }) {
  if (signal === null) return code;
  if (REPEATED.includes(signal)) process.kill(process.pid, signal);
  return 128 + constants.signals[signal];
}

module.exports = { codeOf, start };
