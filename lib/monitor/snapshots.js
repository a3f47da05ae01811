'use strict';

// Takes heap snapshots on growth, if the option `snapshots` is set: one when a series starts to grow, and another one later
// if it still grows, so that `gc-tracker diff` shows what has grown.
//
// A snapshot stops the thread and needs a multiple of the heap's memory. So it follows one growth at a time, and the next
// one after `minIntervalMs` at the earliest. Only the owner may read the files, because a heap holds secrets. A file is
// complete or does not exist. All files in the directory, including those of earlier processes, never exceed the budget.

const { createWriteStream } = require('node:fs');
const fs = require('node:fs/promises');
const path = require('node:path');
const process = require('node:process');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const v8 = require('node:v8');
const { threadId } = require('node:worker_threads');
const { codedError, quote } = require('../util/errors.js');
const { cacheLineEnds, restoreAllocationSpeed } = require('../util/inspector.js');
const { printable } = require('../util/text.js');

const OURS = /^gc-tracker-.*\.heapsnapshot(\.part)?$/;

class Snapshots {
  #options;
  #emit;
  #abort = new AbortController();
  /** The growth that it follows: { series, since, done }. */
  #growth;
  #lastStartAt = -Infinity;
  #busy = false;

  /** `emit(event, value)` is called for the events 'snapshot' and 'warning'. */
  constructor(options, emit) {
    this.#options = options;
    this.#emit = emit;
  }

  /** Is called after each sample, with the verdicts that have changed and with all verdicts. */
  noticeSample(time, changed, verdicts) {
    const grows = (name) => verdicts.some(({ series, verdict }) => series === name && verdict === 'growing');
    if (this.#growth !== undefined && !grows(this.#growth.series)) this.#growth = undefined;
    if (this.#busy || this.#abort.signal.aborted) return;
    if (this.#growth !== undefined) {
      if (this.#growth.done || time - this.#growth.since < this.#options.laterMs) return;
      this.#growth.done = true;
      this.#take(this.#growth.series, 'later', time);
      return;
    }
    const growing = changed.find(({ verdict }) => verdict === 'growing');
    if (growing === undefined || time - this.#lastStartAt < this.#options.minIntervalMs) return;
    this.#growth = { series: growing.series, since: time, done: false };
    this.#lastStartAt = time;
    this.#take(growing.series, 'start', time);
  }

  /** Takes no more snapshots. A file that is being written is removed. */
  stop() {
    this.#abort.abort();
  }

  async #take(series, moment, time) {
    this.#busy = true;
    try {
      const file = path.join(this.#options.directory, nameOf(series, moment, time));
      await this.#write(file);
      this.#emit('snapshot', { path: file, series, moment });
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#emit('warning', warningOf(error));
    } finally {
      this.#busy = false;
    }
  }

  async #write(file) {
    const { directory, maxBytes } = this.#options;
    await fs.mkdir(directory, { recursive: true, mode: 0o700 });
    const leftBytes = maxBytes - (await usedBytes(directory));
    if (leftBytes <= 0) throw overBudget(directory, maxBytes);
    const part = `${file}.part`;
    cacheLineEnds();
    try {
      await pipeline(
        v8.getHeapSnapshot(),
        atMost(leftBytes, () => overBudget(directory, maxBytes)),
        createWriteStream(part, { flags: 'wx', mode: 0o600 }),
        { signal: this.#abort.signal },
      );
      await fs.rename(part, file);
    } catch (error) {
      await fs.rm(part, { force: true });
      throw error;
    } finally {
      // The file is complete: only allocation stays slow.
      await restoreAllocationSpeed().catch(() => {});
    }
  }
}

/** A file name. Sorting by name sorts by time. */
function nameOf(series, moment, time) {
  const when = new Date(time).toISOString().replaceAll(':', '-');
  const who = `${process.pid}-${threadId}`;
  const what = series.replace(/[^\w.-]/g, '_').slice(0, 40);
  return `gc-tracker-${when}-${who}-${what}-${moment}.heapsnapshot`;
}

/** The size of our files in a directory. */
async function usedBytes(directory) {
  let sum = 0;
  for (const name of await fs.readdir(directory)) {
    // A file that was deleted meanwhile counts 0.
    if (OURS.test(name))
      sum += await fs.stat(path.join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return sum;
}

/** A stream that passes data on and fails after `maxBytes`. */
function atMost(maxBytes, failure) {
  let passedBytes = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      passedBytes += Buffer.byteLength(chunk);
      done(passedBytes > maxBytes ? failure() : null, chunk);
    },
  });
}

function overBudget(directory, maxBytes) {
  const message = `the heap snapshots in ${quote(directory)} would take more than maxBytes, ${maxBytes}: remove old ones`;
  return codedError('ERR_GC_TRACKER_SNAPSHOT_BUDGET', message);
}

function warningOf(error) {
  if (error.code === 'ERR_GC_TRACKER_SNAPSHOT_BUDGET') return error;
  const message = `a heap snapshot could not be written: ${printable(error.message)}`;
  return Object.assign(codedError('ERR_GC_TRACKER_SNAPSHOT_WRITE', message), { cause: error });
}

module.exports = { Snapshots };
