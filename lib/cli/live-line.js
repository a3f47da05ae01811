'use strict';

// What `gc-tracker run` says while the program runs: on a terminal one line that is rewritten, below the one that the cursor
// is in, so that nothing the program has printed is touched; elsewhere a line now and then.

const { cut } = require('../util/text.js');
const { bytes, plural } = require('../util/numbers.js');
const { duration, slopeText } = require('../report/index.js');

const COLUMNS = 80;
const ON_TERMINAL_MS = 1000;
const ELSEWHERE_MS = 60_000;
/** From the cursor to the line below; there save, clear, print; and back. */
const BELOW = '\u001b[K\u001bD\u001b7\r\u001b[2K';
const BACK = '\u001b8\u001b[A';

class LiveLine {
  #stream;
  #read;
  #timer;
  #isTerminal;
  #began = Date.now();
  #verdicts = '';
  #saidAt = 0;
  #everyMs;
  #isDrawn = false;

  /** `read` returns the recording so far, or null. `everyMs` is how often the line is written. */
  constructor(stream, env, read, everyMs) {
    this.#stream = stream;
    this.#read = read;
    this.#isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
    this.#everyMs = everyMs ?? (this.#isTerminal ? ON_TERMINAL_MS : ELSEWHERE_MS);
    this.#saidAt = Date.now();
    this.#timer = setInterval(() => this.#tick(), Math.min(this.#everyMs, ON_TERMINAL_MS));
  }

  #tick() {
    const recording = this.#read();
    if (recording === null) return;
    const isDue = Date.now() - this.#saidAt >= this.#everyMs;
    const verdicts = verdictsText(recording);
    const isNews = verdicts !== this.#verdicts;
    this.#verdicts = verdicts;
    if (!isDue && !(isNews && !this.#isTerminal)) return;
    this.#saidAt = Date.now();
    const text = `gc-tracker: ${statusText(recording, Date.now() - this.#began)}`;
    // Of a terminal whose size is not known it is 0.
    const columns = (this.#stream.columns || COLUMNS) - 1;
    this.#isDrawn = this.#isTerminal;
    this.#stream.write(this.#isTerminal ? `${BELOW}${cut(text, columns)}${BACK}` : `${text}\n`);
  }

  /** Something else to say, on a line of its own. */
  say(text) {
    this.#clear();
    this.#stream.write(`gc-tracker: ${text}\n`);
  }

  close() {
    clearInterval(this.#timer);
    this.#clear();
  }

  #clear() {
    if (this.#isDrawn) this.#stream.write(`${BELOW}${BACK}`);
    this.#isDrawn = false;
  }
}

/** `heap 61.1 MB, growing +3.0 MB/h; RSS 119 MB; 240 full GCs; 6 h 2 min` */
function statusText(recording, elapsed) {
  const { series, verdicts, gcs } = recording;
  const last = (name) => series.find((one) => one.name === name)?.points.at(-1)?.[1];
  const heap = last('heapUsed');
  if (heap === undefined) return `no full GC yet; ${duration(elapsed)}`;
  const verdict = verdicts.find(({ series: name }) => name === 'heapUsed');
  const trend = verdict === undefined ? '' : `, ${`${verdict.verdict} ${trendText(verdict)}`.trimEnd()}`;
  const parts = [`heap ${bytes(heap)}${trend}`];
  const others = verdicts.filter(
    ({ series: name, verdict: word }) => name !== 'heapUsed' && word === 'growing',
  );
  if (others.length > 0) parts.push(`growing: ${others.map(({ series: name }) => name).join(', ')}`);
  parts.push(`RSS ${bytes(last('rss') ?? 0)}`, plural(gcs.count.major, 'full GC'), duration(elapsed));
  return parts.join('; ');
}

function trendText(verdict) {
  return verdict.verdict === 'undecided' ? '' : slopeText(verdict);
}

function verdictsText({ verdicts }) {
  return verdicts.map(({ series, verdict }) => `${series} ${verdict}`).join('\n');
}

module.exports = { LiveLine };
