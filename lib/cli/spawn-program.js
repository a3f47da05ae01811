'use strict';

// Spawns the program of `gc-tracker run` as `node` does, with the recorder loaded before it. The program inherits our
// streams, messages and signals. We exit as it does.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const process = require('node:process');
const { inheritedStreams, relayMessages } = require('./inherited.js');
const { PRELOAD, VARIABLE } = require('../recording/index.js');

/** A terminal sends these signals to all processes that run in it. */
const TERMINAL_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGHUP'];
const FORWARDED = [...TERMINAL_SIGNALS, 'SIGTERM', 'SIGUSR1', 'SIGBREAK'];
/** Requests a report. */
const REPORT_SIGNAL = 'SIGUSR2';
/** If one of these kills the program, we kill ourselves with it. For others we exit with 128 and its number. */
const REPEATED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Spawns `node ...args`. `settings` are for the recorder. `onReportSignal` is called on SIGUSR2. Returns { pid, exited },
 * where `exited` resolves with { code, signal }.
 */
function spawnProgram(args, { env, settings, onReportSignal }) {
  const programEnv = { ...env, [VARIABLE]: JSON.stringify(settings) };
  const flags = [];
  if (settings.children) {
    programEnv.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --require=${quotedFlag(PRELOAD)}`.trimStart();
  } else flags.push(`--require=${PRELOAD}`);
  const child = spawn(process.execPath, [...flags, ...args], {
    stdio: inheritedStreams(),
    env: programEnv,
    // Whatever whoever started us can send, the program can receive.
    serialization: 'advanced',
  });
  const stopForwarding = forwardSignals(child, onReportSignal);
  const stopRelaying = relayMessages(child);
  const exited = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid,
    exited: exited.finally(() => [stopForwarding, stopRelaying].forEach((stop) => stop())),
  };
}

/** Quotes a flag, because NODE_OPTIONS are separated by spaces. */
function quotedFlag(file) {
  return `"${file.replace(/["\\]/g, '\\$&')}"`;
}

/** Returns a function that stops it. */
function forwardSignals(child, onReportSignal) {
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  const listeners = FORWARDED.filter((signal) => signal in constants.signals).map((signal) => {
    // The terminal has sent it to the program already, and a program may give up at a second signal.
    const listener = () =>
      hasTerminal && TERMINAL_SIGNALS.includes(signal) ? undefined : child.kill(signal);
    return [signal, listener];
  });
  if (REPORT_SIGNAL in constants.signals) listeners.push([REPORT_SIGNAL, onReportSignal]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  };
}

/** Returns our exit code. For signals in REPEATED it kills this process instead. */
function exitLike({ code, signal }) {
  if (signal === null) return code;
  if (REPEATED.includes(signal)) process.kill(process.pid, signal);
  return 128 + constants.signals[signal];
}

module.exports = { exitLike, spawnProgram };
