'use strict';

// One line on standard error that says how far a long piece of work is: only on a terminal, only after a
// second, and gone when the work is done.

const { cut, escape } = require('./text.js');
const { COLUMNS } = require('./table.js');

const DELAY_MS = 1000;
const INTERVAL_MS = 100;
const BAR = 20;
const CLEAR = '\r\u001b[2K';
const VERBS = { read: 'reading', analyze: 'analyzing' };

class Progress {
  #stream;
  #delay;
  #timer;
  #started = 0;
  #drawn = '';
  #line = '';

  /** `delay`: for how many ms to say nothing. */
  constructor(stream, { delay = DELAY_MS } = {}) {
    this.#stream = stream;
    this.#delay = delay;
  }

  /** Waits for `work`, a function that gets a listener for { stage, done, total }. */
  async during(subject, work) {
    if (!this.#stream.isTTY) return work(() => {});
    this.#begin(`working on ${escape(subject)}`);
    try {
      return await work((event) => (this.#line = describe(subject, event)));
    } finally {
      this.clear();
    }
  }

  #begin(line) {
    this.#line = line;
    this.#started = performance.now();
    this.#timer ??= setInterval(() => this.#draw(), INTERVAL_MS).unref();
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
function describe(subject, { stage, done, total }) {
  const text = `${VERBS[stage] ?? escape(stage)} ${escape(subject)}`;
  if (!(total > 0)) return cut(text, COLUMNS - 1);
  const part = Math.min(1, done / total);
  const bar = '#'.repeat(Math.floor(part * BAR)).padEnd(BAR);
  return `${cut(text, COLUMNS - BAR - 12)}  [${bar}] ${Math.floor(part * 100)} %`;
}

module.exports = { Progress };
