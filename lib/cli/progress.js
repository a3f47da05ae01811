'use strict';

// A progress line on standard error for long work. It appears on a terminal only, after one second, and is cleared when
// the work is done.

const { count } = require('../util/numbers.js');
const { COLUMNS } = require('./table.js');
const { cut } = require('../util/text.js');

const DELAY_MS = 1000;
const INTERVAL_MS = 100;
const BAR_COLUMNS = 20;
const CLEAR = '\r\u001b[2K';

class Progress {
  #stream;
  #delayMs;
  #timer;
  #startedAt = 0;
  #drawn = '';
  #line = '';

  /** The line appears after `delayMs`. */
  constructor(stream, delayMs = DELAY_MS) {
    this.#stream = stream;
    this.#delayMs = delayMs;
  }

  /** Sets the text of the line, and a bar for `done` of `total` bytes if `total` is known. */
  show(text, { done = 0, total = 0 } = {}) {
    if (!this.#stream.isTTY) return;
    this.#line = total > 0 ? withBar(text, Math.min(1, done / total)) : cut(text, COLUMNS - 1);
    if (this.#timer !== undefined) return;
    this.#startedAt = performance.now();
    this.#timer = setInterval(() => this.#draw(), INTERVAL_MS).unref();
  }

  #draw() {
    if (performance.now() - this.#startedAt < this.#delayMs || this.#line === this.#drawn) return;
    this.#drawn = this.#line;
    this.#stream.write(CLEAR + this.#line);
  }

  /** Removes the line. */
  clear() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#drawn !== '') this.#stream.write(CLEAR);
    this.#drawn = '';
  }
}

/** `reading big.heapsnapshot  [########            ]  40 %` */
function withBar(text, share) {
  const bar = '#'.repeat(Math.floor(share * BAR_COLUMNS)).padEnd(BAR_COLUMNS);
  const percent = count(Math.floor(share * 100)).padStart(3);
  return `${cut(text, COLUMNS - BAR_COLUMNS - 12)}  [${bar}] ${percent} %`;
}

module.exports = { Progress };
