'use strict';

// gc-tracker run [options] FILE: runs a program with a monitor in it, and writes a report at its end, and whenever one is
// asked for by SIGUSR2. See ../run/files.js for how the two talk.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { openHeapSnapshot } = require('../heap/index.js');
const { byWeight, checkOutput, reportOf, verdictText, writeReport } = require('../report/index.js');
const { Files, QUESTION, isAlive } = require('../recording/index.js');
const { bytes } = require('../util/numbers.js');
const { printable } = require('../util/text.js');
const { LiveLine } = require('./live-line.js');
const { codeOf, start } = require('./program.js');

const OUTPUT = 'report.html';
const WARMUP_S = 5;
const POLL_MS = 250;
/** A program that is busy does not answer; then there is what it has written before. */
const PATIENCE_MS = 10_000;
/** To take a snapshot stops it for longer. */
const SNAPSHOT_PATIENCE_MS = 600_000;
const MOST_PROCESSES = 50;
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function run({ operands, options, stderr, env, complain }) {
  const { output = OUTPUT } = options;
  checkOutput(output);
  const files = new Files(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-run-')));
  try {
    return await new Run(files, { ...options, output }, { stderr, env, complain }).run(operands);
  } finally {
    files.remove();
  }
}

class Run {
  #files;
  #options;
  #streams;
  #pid;
  #line;
  #question = 0;
  #reporting = Promise.resolve();

  constructor(files, options, streams) {
    this.#files = files;
    this.#options = options;
    this.#streams = streams;
  }

  async run(operands) {
    const { snapshots, children, warmup = WARMUP_S, interval } = this.#options;
    const { stderr, env } = this.#streams;
    const settings = {
      folder: this.#files.folder,
      runner: process.pid,
      warmupMs: snapshots ? warmup * 1000 : null,
      children,
    };
    const { pid, ended } = start(operands, { env, settings, asked: () => this.#ask() });
    this.#pid = pid;
    const everyMs = interval === undefined ? undefined : interval * 1000;
    this.#line = new LiveLine(stderr, env, () => this.#recording(pid), everyMs);
    const poll = setInterval(() => this.#poll(), POLL_MS);
    const end = await ended.finally(() => clearInterval(poll));
    const stop = this.#endBySignals();
    this.#line.close();
    await this.#reporting;
    await this.#report(true);
    this.#keep();
    stop();
    this.#files.remove();
    return codeOf(end);
  }

  /** A signal while the report is being made means that it is not wanted any more. */
  #endBySignals() {
    const listeners = ENDING.map((signal) => [
      signal,
      () => {
        this.#files.remove();
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      },
    ]);
    for (const [signal, listener] of listeners) process.on(signal, listener);
    return () => {
      for (const [signal, listener] of listeners) process.removeListener(signal, listener);
    };
  }

  /** Asks the program to write down what it has. */
  #ask() {
    const question = String(++this.#question);
    this.#files.write(QUESTION, question);
    const asked = this.#files.processes().filter(isAlive);
    const until = Date.now() + (this.#options.snapshots ? SNAPSHOT_PATIENCE_MS : PATIENCE_MS);
    const isAnswered = (pid) => !isAlive(pid) || this.#files.read(`${pid}.answered`) === question;
    this.#then(async () => {
      while (!asked.every(isAnswered) && Date.now() < until) await pause();
      await this.#report(false);
    });
  }

  #poll() {
    const asking = this.#files.processes().filter((pid) => this.#files.take(`${pid}.asks`));
    if (asking.length > 0) this.#then(() => this.#report(false));
  }

  /** Reports are made one after the other. */
  #then(action) {
    this.#reporting = this.#reporting.then(action);
  }

  #recording(pid) {
    const text = this.#files.read(`${pid}.recording`);
    return text === null ? null : JSON.parse(text);
  }

  async #report(isLast) {
    const { output, strings } = this.#options;
    try {
      const processes = this.#files.processes();
      const own = this.#recording(this.#pid);
      if (own === null) {
        if (isLast) this.#line.say('there is nothing to report: the program has not begun');
        return;
      }
      const others = processes.filter((pid) => pid !== this.#pid).slice(0, MOST_PROCESSES - 1);
      const recordings = [this.#pid, ...others].map((pid) => `${pid}.recording`);
      const snapshots = ['start', 'last'].map((moment) => `${this.#pid}.${moment}.heapsnapshot`);
      const all = [...recordings, ...snapshots.filter((name) => this.#files.has(name))];
      const html = await reportOf(
        all.map((name) => this.#files.path(name)),
        { strings, open: openHeapSnapshot },
      );
      writeReport(output, html);
      for (const verdict of own.verdicts.sort(byWeight)) {
        if (verdict.verdict !== 'undecided') this.#line.say(verdictText(verdict));
      }
      this.#line.say(`${printable(output)}  ${bytes(Buffer.byteLength(html))}`);
    } catch (error) {
      this.#streams.complain(error);
    }
  }

  /** Recordings and snapshots, for those who want to look further. */
  #keep() {
    const { keep } = this.#options;
    if (keep === undefined) return;
    try {
      fs.mkdirSync(keep, { recursive: true, mode: 0o700 });
      for (const name of fs.readdirSync(this.#files.folder)) {
        if (!/\.(?:recording|heapsnapshot)$/.test(name)) continue;
        const kept = name.replace(/recording$/, 'recording.json');
        fs.copyFileSync(this.#files.path(name), path.join(keep, kept));
        fs.chmodSync(path.join(keep, kept), 0o600);
      }
    } catch (error) {
      this.#streams.complain(error);
    }
  }
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

module.exports = { run };
