'use strict';

// Records a program that `gc-tracker run` has spawned. It runs a monitor, and writes the monitor's recording to the run's
// folder: after new samples, at most every half second, and when the process exits. It starts no ref'd timer, does not
// change what signals do to the program, and never throws into it.

const fs = require('node:fs');
const process = require('node:process');
const v8 = require('node:v8');
const { cacheLineEnds, restoreAllocationSpeed } = require('../util/inspector.js');
const { monitorMemory } = require('../monitor/index.js');
const { complain } = require('./complain.js');
const { REQUEST, RunFolder, isAlive } = require('./run-folder.js');
const { addYieldingListener, hasOtherListener } = require('./signals.js');

const TICK_MS = 500;
/** Signals that kill a program that does not listen to them. */
const FATAL_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Requests a report. */
const REPORT_SIGNAL = 'SIGUSR2';

/** `runner` is the process id of the command; `warmupMs` is null if no snapshots are to be taken. */
function record({ folder, runner, warmupMs }) {
  new Recorder(new RunFolder(folder), runner, warmupMs);
}

class Recorder {
  #folder;
  #runner;
  #warmupMs;
  #takesSnapshots;
  #monitor = monitorMemory();
  #startedAt = performance.now();
  #lastRequest = '0';
  #isNew = false;
  #hasFailed = false;
  #timer;
  #onReportSignal = () => this.#requestReport();
  #onExit = () => this.#saveLast();
  #removeListeners;

  constructor(folder, runner, warmupMs) {
    this.#folder = folder;
    this.#runner = runner;
    this.#warmupMs = warmupMs;
    this.#takesSnapshots = warmupMs !== null;
    this.#monitor.on('sample', () => {
      this.#isNew = true;
    });
    this.#monitor.on('warning', ({ message }) => this.#complain(message));
    this.#save();
    this.#timer = setInterval(() => this.#try(() => this.#tick()), TICK_MS).unref();
    process.on('exit', this.#onExit);
    this.#removeListeners = [
      ...FATAL_SIGNALS.map((signal) => addYieldingListener(signal, () => this.#dieOf(signal))),
      addYieldingListener(REPORT_SIGNAL, this.#onReportSignal),
    ];
  }

  #tick() {
    if (!isAlive(this.#runner)) return this.#stop();
    if (this.#warmupMs !== null && performance.now() - this.#startedAt >= this.#warmupMs)
      this.#takeFirstSnapshot();
    if (this.#isNew) this.#save();
    const request = this.#folder.read(REQUEST) ?? '0';
    if (request !== this.#lastRequest) this.#answer(request);
  }

  #takeFirstSnapshot() {
    this.#warmupMs = null;
    this.#takeSnapshot('start');
    restoreAllocationSpeed().catch(() => {});
  }

  #answer(request) {
    this.#lastRequest = request;
    this.#saveLast();
    this.#try(() => this.#folder.write(`${process.pid}.answered`, request));
    // The command received the signal in place of the program, which may use it, too.
    if (hasOtherListener(REPORT_SIGNAL, this.#onReportSignal)) process.kill(process.pid, REPORT_SIGNAL);
  }

  #requestReport() {
    this.#saveLast();
    this.#try(() => this.#folder.write(`${process.pid}.report`, ''));
  }

  #dieOf(signal) {
    this.#saveLast();
    this.#stop();
    process.kill(process.pid, signal);
  }

  #saveLast() {
    this.#save();
    this.#takeLastSnapshot();
  }

  /** Stops recording: the process is about to die, or the command is gone. */
  #stop() {
    clearInterval(this.#timer);
    this.#monitor.dispose();
    for (const remove of this.#removeListeners) remove();
    process.removeListener('exit', this.#onExit);
    if (!isAlive(this.#runner)) this.#try(() => this.#folder.remove());
  }

  #save() {
    this.#isNew = false;
    this.#try(() =>
      this.#folder.write(`${process.pid}.recording`, JSON.stringify(this.#monitor.recording())),
    );
  }

  #takeLastSnapshot() {
    if (this.#takesSnapshots) this.#takeSnapshot('last');
  }

  #takeSnapshot(moment) {
    this.#try(() => {
      cacheLineEnds();
      this.#folder.make(`${process.pid}.${moment}.heapsnapshot`, (part) => v8.writeHeapSnapshot(part));
    });
  }

  /** Reports the first failure. The program continues. */
  #try(write) {
    try {
      write();
    } catch (error) {
      // The folder is gone if a child process outlives the command.
      if (fs.existsSync(this.#folder.path))
        this.#complain(`the recording cannot be written: ${error.message}`);
    }
  }

  #complain(message) {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    complain(message);
  }
}

module.exports = { record };
