'use strict';

// The status of `gc-tracker run` while the program runs. On a terminal, it is one line that is rewritten below the line
// of the cursor, so that the program's own output stays intact. Elsewhere, it is a new line from time to time.

const { cut, printable } = require('../util/text.js');
const { bytes, plural } = require('../util/numbers.js');
const { durationText, slopeText } = require('../report/index.js');

const COLUMNS = 80;
const ON_TERMINAL_MS = 1000;
const ELSEWHERE_MS = 60_000;
const MAX_NAME_LENGTH = 60;
/** Moves from the cursor to the line below, saves the position and clears that line; BACK returns. */
const BELOW = '\u001b[K\u001bD\u001b7\r\u001b[2K';
const BACK = '\u001b8\u001b[A';

class LiveLine {
  #stream;
  #read;
  #timer;
  #isTerminal;
  #startedAt = Date.now();
  #verdicts = '';
  #printedAt = 0;
  #everyMs;
  #isDrawn = false;

  /** `read` returns the current recording, or null. `everyMs` is the interval between lines. */
  constructor(stream, env, read, everyMs) {
    this.#stream = stream;
    this.#read = read;
    this.#isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
    this.#everyMs = everyMs ?? (this.#isTerminal ? ON_TERMINAL_MS : ELSEWHERE_MS);
    this.#printedAt = Date.now();
    this.#timer = setInterval(() => this.#tick(), Math.min(this.#everyMs, ON_TERMINAL_MS));
  }

  #tick() {
    const recording = this.#read();
    if (recording === null) return;
    const isDue = Date.now() - this.#printedAt >= this.#everyMs;
    const verdicts = verdictsText(recording);
    const hasChanged = verdicts !== this.#verdicts;
    this.#verdicts = verdicts;
    if (!isDue && !(hasChanged && !this.#isTerminal)) return;
    this.#printedAt = Date.now();
    const text = printable(`gc-tracker: ${statusText(recording, Date.now() - this.#startedAt)}`);
    // The number of columns is 0 if the size of the terminal is unknown.
    const columns = (this.#stream.columns || COLUMNS) - 1;
    this.#isDrawn = this.#isTerminal;
    this.#stream.write(this.#isTerminal ? `${BELOW}${cut(text, columns)}${BACK}` : `${text}\n`);
  }

  /** Prints a message on a line of its own. It may have any text in it: the name of a series is a label of the program. */
  print(text) {
    this.#clear();
    this.#stream.write(`gc-tracker: ${printable(text)}\n`);
  }

  stop() {
    clearInterval(this.#timer);
    this.#clear();
  }

  #clear() {
    if (this.#isDrawn) this.#stream.write(`${BELOW}${BACK}`);
    this.#isDrawn = false;
  }
}

/** `heap 61.1 MB, growing +3.0 MB/h; RSS 119 MB; 240 full GCs; 6 h 2 min` */
function statusText(recording, elapsedMs) {
  const { series, verdicts, gcs } = recording;
  const last = (wanted) => series.find(({ name }) => name === wanted)?.points.at(-1)?.[1];
  const heap = last('heapUsed');
  if (heap === undefined) return `no full GC yet; ${durationText(elapsedMs)}`;
  const verdict = verdicts.find(({ series: name }) => name === 'heapUsed');
  const trend = verdict === undefined ? '' : `, ${`${verdict.verdict} ${trendText(verdict)}`.trimEnd()}`;
  const parts = [`heap ${bytes(heap)}${trend}`];
  const others = verdicts.filter(
    ({ series: name, verdict: word }) => name !== 'heapUsed' && word === 'growing',
  );
  if (others.length > 0)
    parts.push(`growing: ${others.map(({ series: name }) => shortName(name)).join(', ')}`);
  parts.push(`RSS ${bytes(last('rss') ?? 0)}`, plural(gcs.count.major, 'full GC'), durationText(elapsedMs));
  return parts.join('; ');
}

/** The name of a series, which may be a label of any length. What is said of it is to fit the line, too. */
function shortName(series) {
  return cut(printable(series), MAX_NAME_LENGTH);
}

function trendText(verdict) {
  return verdict.verdict === 'undecided' ? '' : slopeText(verdict);
}

function verdictsText({ verdicts }) {
  return verdicts.map(({ series, verdict }) => `${series} ${verdict}`).join('\n');
}

module.exports = { LiveLine, shortName };
