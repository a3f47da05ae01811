'use strict';

// One line on standard error that says how far a long piece of work is: only on a terminal, only after a
// second, and gone when the work is done.

const { count } = require('../util/numbers.js');
const { COLUMNS } = require('./table.js');
const { cut } = require('../util/text.js');

const DELAY_MS = 1000;
const INTERVAL_MS = 100;
const BAR = 20;
const CLEAR = '\r\u001b[2K';

class Progress {
  #stream;
  #delay;
  #timer;
  #started = 0;
  #drawn = '';
  #line = '';

  /** `delay`: for how many ms to say nothing. */
  constructor(stream, delay = DELAY_MS) {
    this.#stream = stream;
    this.#delay = delay;
  }

  /** What is being done from now on; `done` of `total` bytes of it, if that is known. */
  tell(text, { done = 0, total = 0 } = {}) {
    if (!this.#stream.isTTY) return;
    this.#line = total > 0 ? withBar(text, Math.min(1, done / total)) : cut(text, COLUMNS - 1);
    if (this.#timer !== undefined) return;
    this.#started = performance.now();
    this.#timer = setInterval(() => this.#draw(), INTERVAL_MS).unref();
  }

  #draw() {
    if (performance.now() - this.#started < this.#delay || this.#line === this.#drawn) return;
    this.#drawn = this.#line;
    this.#stream.write(CLEAR + this.#line);
  }

  /** Takes the line away. */
  clear() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#drawn !== '') this.#stream.write(CLEAR);
    this.#drawn = '';
  }
}

/** `reading big.heapsnapshot  [########            ]  40 %` */
function withBar(text, part) {
  const bar = '#'.repeat(Math.floor(part * BAR)).padEnd(BAR);
  const percent = count(Math.floor(part * 100)).padStart(3);
  return `${cut(text, COLUMNS - BAR - 12)}  [${bar}] ${percent} %`;
}

module.exports = { Progress };
