'use strict';

// The optional action on growth: a heap snapshot when a series begins to grow, and another one later if it still
// does, so that `gc-tracker diff` shows what has grown.
//
// One growth at a time, and the next one no sooner than the least interval: a snapshot stops the thread and needs a
// multiple of the heap's memory. The files are for their owner alone (a heap holds secrets), complete or not there,
// and those in the folder never take more than the budget, also those of earlier processes.

const { createWriteStream } = require('node:fs');
const fs = require('node:fs/promises');
const path = require('node:path');
const process = require('node:process');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const v8 = require('node:v8');
const { threadId } = require('node:worker_threads');
const { codedError, quote } = require('../util/errors.js');
const { restoreAllocationSpeed } = require('../util/inspector.js');

const OURS = /^gc-tracker-.*\.heapsnapshot(\.part)?$/;

class Snapshots {
  #options;
  #tell;
  #abort = new AbortController();
  /** The growth that snapshots are taken of: { series, since, done }. */
  #growth;
  #lastStart = -Infinity;
  #busy = false;

  /** `tell(event, value)` is told of 'snapshot' and 'warning'. */
  constructor(options, tell) {
    this.#options = options;
    this.#tell = tell;
  }

  /** After a sample: which verdicts have changed, and all. */
  notice(time, changed, verdicts) {
    const grows = (name) => verdicts.some(({ series, verdict }) => series === name && verdict === 'growing');
    if (this.#growth !== undefined && !grows(this.#growth.series)) this.#growth = undefined;
    if (this.#busy || this.#abort.signal.aborted) return;
    if (this.#growth !== undefined) {
      if (this.#growth.done || time - this.#growth.since < this.#options.laterMs) return;
      this.#growth.done = true;
      this.#take(this.#growth.series, 'later', time);
      return;
    }
    const begun = changed.find(({ verdict }) => verdict === 'growing');
    if (begun === undefined || time - this.#lastStart < this.#options.minIntervalMs) return;
    this.#growth = { series: begun.series, since: time, done: false };
    this.#lastStart = time;
    this.#take(begun.series, 'start', time);
  }

  /** Takes no more; what is being written is removed. */
  stop() {
    this.#abort.abort();
  }

  async #take(series, moment, time) {
    this.#busy = true;
    try {
      const file = path.join(this.#options.directory, nameOf(series, moment, time));
      await this.#write(file);
      this.#tell('snapshot', { path: file, series, moment });
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#tell('warning', warningOf(error));
    } finally {
      this.#busy = false;
    }
  }

  async #write(file) {
    const { directory, maxBytes } = this.#options;
    await fs.mkdir(directory, { recursive: true, mode: 0o700 });
    const left = maxBytes - (await usedBytes(directory));
    if (left <= 0) throw overBudget(directory, maxBytes);
    const part = `${file}.part`;
    try {
      await pipeline(
        v8.getHeapSnapshot(),
        atMost(left, () => overBudget(directory, maxBytes)),
        createWriteStream(part, { flags: 'wx', mode: 0o600 }),
        { signal: this.#abort.signal },
      );
      await fs.rename(part, file);
    } catch (error) {
      await fs.rm(part, { force: true });
      throw error;
    } finally {
      await restoreAllocationSpeed();
    }
  }
}

/** Sorted by name, files are sorted by time. */
function nameOf(series, moment, time) {
  const when = new Date(time).toISOString().replaceAll(':', '-');
  const who = `${process.pid}-${threadId}`;
  const what = series.replace(/[^\w.-]/g, '_').slice(0, 40);
  return `gc-tracker-${when}-${who}-${what}-${moment}.heapsnapshot`;
}

/** What our files in a folder take. */
async function usedBytes(directory) {
  let sum = 0;
  for (const name of await fs.readdir(directory)) {
    // One that is gone meanwhile takes nothing.
    if (OURS.test(name))
      sum += await fs.stat(path.join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return sum;
}

/** Passes bytes on, and fails if they are too many. */
function atMost(bytes, failure) {
  let passed = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      passed += Buffer.byteLength(chunk);
      done(passed > bytes ? failure() : null, chunk);
    },
  });
}

function overBudget(directory, maxBytes) {
  const message = `the heap snapshots in ${quote(directory)} would take more than maxBytes, ${maxBytes}: remove old ones`;
  return codedError('ERR_GC_TRACKER_SNAPSHOT_BUDGET', message);
}

function warningOf(error) {
  if (error.code === 'ERR_GC_TRACKER_SNAPSHOT_BUDGET') return error;
  const message = `a heap snapshot could not be written: ${error.message}`;
  return Object.assign(codedError('ERR_GC_TRACKER_SNAPSHOT_WRITE', message), { cause: error });
}

module.exports = { Snapshots };
