'use strict';

// In a program that `gc-tracker run` has started: a monitor, whose recording is written to the folder of the run at most
// every half second, if there is something new, and when the process ends. It starts no ref'd timer, and on signals it
// does what the program would do without it.

const fs = require('node:fs');
const process = require('node:process');
const v8 = require('node:v8');
const { restoreAllocationSpeed } = require('../util/inspector.js');
const { monitorMemory } = require('../monitor/index.js');
const { Files, QUESTION, isAlive } = require('./run-folder.js');
const { isHeard, listenPolitely } = require('./signals.js');

const TICK_MS = 500;
/** By these a program ends, unless it listens to them. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ASKING = 'SIGUSR2';

/** `runner` is the process id of the command; `warmupMs` is null if no snapshots are to be taken. */
function record({ folder, runner, warmupMs }) {
  new Recorder(new Files(folder), runner, warmupMs);
}

class Recorder {
  #files;
  #runner;
  #warmupMs;
  #takesSnapshots;
  #monitor = monitorMemory();
  #began = performance.now();
  #answered = '0';
  #isNew = false;
  #hasFailed = false;
  #timer;
  #asked = () => this.#ask();
  #ended = () => this.#end();
  #polite;

  constructor(files, runner, warmupMs) {
    this.#files = files;
    this.#runner = runner;
    this.#warmupMs = warmupMs;
    this.#takesSnapshots = warmupMs !== null;
    this.#monitor.on('sample', () => {
      this.#isNew = true;
    });
    this.#save();
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
    process.on('exit', this.#ended);
    this.#polite = ENDING.map((signal) => listenPolitely(signal, () => this.#endBy(signal)));
    this.#polite.push(listenPolitely(ASKING, this.#asked));
  }

  #tick() {
    if (!isAlive(this.#runner)) return this.#stop();
    if (this.#warmupMs !== null && performance.now() - this.#began >= this.#warmupMs) this.#takeFirst();
    if (this.#isNew) this.#save();
    const question = this.#files.read(QUESTION) ?? '0';
    if (question !== this.#answered) this.#answer(question);
  }

  #takeFirst() {
    this.#warmupMs = null;
    this.#take('start');
    restoreAllocationSpeed().catch(() => {});
  }

  #answer(question) {
    this.#answered = question;
    this.#save();
    this.#takeLast();
    this.#try(() => this.#files.write(`${process.pid}.answered`, question));
    // Who sends the command a signal that the program has a use for means the program as well.
    if (isHeard(ASKING, this.#asked)) process.kill(process.pid, ASKING);
  }

  #ask() {
    this.#save();
    this.#takeLast();
    this.#try(() => this.#files.write(`${process.pid}.asks`, ''));
  }

  #endBy(signal) {
    this.#end();
    this.#stop();
    process.kill(process.pid, signal);
  }

  #end() {
    this.#save();
    this.#takeLast();
  }

  /** Nobody wants to know any more. */
  #stop() {
    clearInterval(this.#timer);
    this.#monitor.dispose();
    for (const stop of this.#polite) stop();
    process.removeListener('exit', this.#ended);
    if (!isAlive(this.#runner)) this.#files.remove();
  }

  #save() {
    this.#isNew = false;
    this.#try(() => this.#files.write(`${process.pid}.recording`, JSON.stringify(this.#monitor.recording())));
  }

  #takeLast() {
    if (this.#takesSnapshots) this.#take('last');
  }

  #take(moment) {
    this.#try(() =>
      this.#files.make(`${process.pid}.${moment}.heapsnapshot`, (part) => v8.writeHeapSnapshot(part)),
    );
  }

  /** The first failure is told; the program goes on. */
  #try(write) {
    try {
      write();
    } catch (error) {
      // A child may live longer than the command.
      if (this.#hasFailed || !fs.existsSync(this.#files.folder)) return;
      this.#hasFailed = true;
      fs.writeSync(2, `gc-tracker: what was recorded cannot be written: ${error.message}\n`);
    }
  }
}

module.exports = { record };
