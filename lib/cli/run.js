'use strict';

// gc-tracker run [options] FILE: runs a program with a monitor in it. Writes a report when the program exits, and on
// SIGUSR2. ../recording/run-folder.js says how the two communicate.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { openHeapSnapshot } = require('../heap/index.js');
const {
  byWeight,
  checkOutput,
  outputBeside,
  reportOf,
  verdictText,
  writeReport,
} = require('../report/index.js');
const { REQUEST, RunFolder, isAlive } = require('../recording/index.js');
const { codedError } = require('../util/errors.js');
const { bytes } = require('../util/numbers.js');
const { LiveLine, shortName } = require('./live-line.js');
const { exitLike, spawnProgram } = require('./spawn-program.js');

const OUTPUT = 'report.html';
const WARMUP_S = 5;
const POLL_MS = 250;
/** How long a program may take to answer. Afterwards the report uses what it has written before. */
const ANSWER_TIMEOUT_MS = 10_000;
/** The same if the program takes a snapshot, which stops it. */
const SNAPSHOT_TIMEOUT_MS = 600_000;
const MAX_PROCESSES = 50;
const FATAL_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function run({ operands, options, stderr, env, complain }) {
  const { output = OUTPUT } = options;
  checkOutput(output);
  const folder = new RunFolder(makeFolder(output));
  try {
    return await new Run(folder, { ...options, output }, { stderr, env, complain }).run(operands);
  } finally {
    folder.remove();
  }
}

/** Makes the folder of the run: beside the report, if there is no folder for temporary files. */
function makeFolder(output) {
  let failure;
  for (const parent of [os.tmpdir(), path.dirname(path.resolve(output))]) {
    try {
      return fs.mkdtempSync(path.join(parent, 'gc-tracker-run-'));
    } catch (error) {
      failure ??= error;
    }
  }
  throw codedError('ERR_GC_TRACKER_RUN_FOLDER', `no folder can be made for the run: ${failure.message}`);
}

class Run {
  #folder;
  #options;
  #streams;
  #pid;
  #line;
  #requests = 0;
  #reporting = Promise.resolve();
  /** Whether the file of the report was there before the program. */
  #wasThere;

  constructor(folder, options, streams) {
    this.#folder = folder;
    this.#options = options;
    this.#streams = streams;
    this.#wasThere = fs.existsSync(options.output);
  }

  async run(operands) {
    const { snapshots, children, warmup = WARMUP_S, interval } = this.#options;
    const { stderr, env } = this.#streams;
    const settings = {
      folder: this.#folder.path,
      runner: process.pid,
      warmupMs: snapshots ? warmup * 1000 : null,
      children,
    };
    const onReportSignal = () => this.#requestReport();
    const { pid, exited } = spawnProgram(operands, { env, settings, onReportSignal });
    this.#pid = pid;
    const everyMs = interval === undefined ? undefined : interval * 1000;
    this.#line = new LiveLine(stderr, env, () => this.#recording(pid), everyMs);
    const poll = setInterval(() => this.#poll(), POLL_MS);
    const exit = await exited.finally(() => clearInterval(poll));
    const removeListeners = this.#exitOnSignals();
    this.#line.stop();
    await this.#reporting;
    await this.#report(true);
    this.#keep();
    removeListeners();
    this.#folder.remove();
    return exitLike(exit);
  }

  /** After the program's exit, a signal cancels the report. Returns a function that removes the listeners. */
  #exitOnSignals() {
    const listeners = FATAL_SIGNALS.map((signal) => [
      signal,
      () => {
        this.#folder.remove();
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      },
    ]);
    for (const [signal, listener] of listeners) process.on(signal, listener);
    return () => {
      for (const [signal, listener] of listeners) process.removeListener(signal, listener);
    };
  }

  /** Requests current recordings and snapshots from all processes, and then makes a report. */
  #requestReport() {
    const request = String(++this.#requests);
    this.#folder.write(REQUEST, request);
    const running = this.#folder.processes().filter(isAlive);
    const deadline = Date.now() + (this.#options.snapshots ? SNAPSHOT_TIMEOUT_MS : ANSWER_TIMEOUT_MS);
    const isAnswered = (pid) => !isAlive(pid) || this.#folder.read(`${pid}.answered`) === request;
    this.#enqueue(async () => {
      while (!running.every(isAnswered) && Date.now() < deadline) await pollInterval();
      await this.#report(false);
    });
  }

  #poll() {
    const requesting = this.#folder.processes().filter((pid) => this.#folder.take(`${pid}.report`));
    if (requesting.length > 0) this.#enqueue(() => this.#report(false));
  }

  /** Makes reports one after the other. */
  #enqueue(action) {
    this.#reporting = this.#reporting.then(action);
  }

  #recording(pid) {
    const text = this.#folder.read(`${pid}.recording`);
    return text === null ? null : JSON.parse(text);
  }

  async #report(isLast) {
    const { strings } = this.#options;
    try {
      const processes = this.#folder.processes();
      const own = this.#recording(this.#pid);
      if (own === null) {
        if (isLast) this.#line.print('nothing to report: the program has not started');
        return;
      }
      const others = processes.filter((pid) => pid !== this.#pid).slice(0, MAX_PROCESSES - 1);
      const recordings = [this.#pid, ...others].map((pid) => `${pid}.recording`);
      const snapshots = ['start', 'last'].map((moment) => `${this.#pid}.${moment}.heapsnapshot`);
      const all = [...recordings, ...snapshots.filter((name) => this.#folder.has(name))];
      const html = await reportOf(
        all.map((name) => this.#folder.fileOf(name)),
        { strings, open: openHeapSnapshot },
      );
      const output = outputBeside(this.#options.output, this.#wasThere);
      writeReport(output, html);
      for (const verdict of own.verdicts.sort(byWeight)) {
        if (verdict.verdict === 'undecided') continue;
        this.#line.print(verdictText({ ...verdict, series: shortName(verdict.series) }));
      }
      this.#line.print(`${output}  ${bytes(Buffer.byteLength(html))}`);
    } catch (error) {
      this.#streams.complain(error);
    }
  }

  /** Copies recordings and snapshots to the folder of --keep. */
  #keep() {
    const { keep } = this.#options;
    if (keep === undefined) return;
    try {
      fs.mkdirSync(keep, { recursive: true, mode: 0o700 });
      for (const name of fs.readdirSync(this.#folder.path)) {
        if (!/\.(?:recording|heapsnapshot)$/.test(name)) continue;
        const kept = name.replace(/recording$/, 'recording.json');
        fs.copyFileSync(this.#folder.fileOf(name), path.join(keep, kept));
        fs.chmodSync(path.join(keep, kept), 0o600);
      }
    } catch (error) {
      this.#streams.complain(error);
    }
  }
}

function pollInterval() {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

module.exports = { run };
