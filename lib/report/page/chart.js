'use strict';

// A chart of series over time. Each series has a line of its lows, a band up to its highs, and its fitted trend. A strip
// below has a mark for each full GC. The pointer, or the arrow keys, show the values at a time.

const { h, onWidth, s } = require('./dom.js');
const { roundTimes, roundValues, timeText } = require('./scale.js');
const { trendOf } = require('./trend.js');
const { amountText } = require('../verdict-text.js');
const { decimal } = require('../../util/numbers.js');

const HEIGHT = 300;
const MARGIN = { left: 68, right: 14, top: 12, bottom: 26 };
/** The height of the strip of full GCs, and of the gap above it. */
const GC_STRIP = 16;
const GC_GAP = 10;

class Chart {
  #series;
  #fullGCs;
  #from;
  #to;
  #shown;
  #width = 0;
  #readTime = null;
  #tip = h('div.tip', { hidden: true });
  #holder;

  /** `series` are { name, unit, points, verdict, colour }, `fullGCs` are [time, pauseMs]. */
  constructor({ label, series, fullGCs, from, to, shown }) {
    this.#series = series;
    this.#fullGCs = fullGCs;
    const times = series.flatMap(({ points }) => points.map(([time]) => time));
    this.#from = times.reduce((first, time) => Math.min(first, time), from);
    this.#to = Math.max(
      times.reduce((last, time) => Math.max(last, time), to),
      this.#from + 1,
    );
    this.#shown = shown;
    const announcement = h('div.unseen', { 'aria-live': 'polite' });
    this.#holder = h('div.plot', {
      tabindex: '0',
      role: 'group',
      'aria-label': `${label}. The left and right arrow keys read values off.`,
      onpointermove: (event) => this.#readAtPointer(event),
      onpointerleave: () => this.#read(null),
      onkeydown: (event) => this.#handleKey(event, announcement),
      onblur: () => this.#read(null),
    });
    this.element = h('div.chart', null, this.#holder, this.#tip, announcement);
    onWidth(this.#holder, (width) => {
      this.#width = width;
      this.draw();
    });
  }

  toggle(index, on) {
    this.#shown[index] = on;
    this.draw();
  }

  draw() {
    const visible = this.#series.filter((_, index) => this.#shown[index]);
    const { x, y, values } = this.#scales(visible);
    const bottom = this.#bottom();
    const parts = [...this.#axes(x, y, values, visible[0]?.unit ?? 'bytes', bottom), ...this.#gcStrip(x)];
    for (const one of visible) parts.push(...trendParts(one, x, y));
    for (const one of visible) parts.push(...lineParts(one, x, y));
    const reader = s('g.reader', { hidden: true });
    const picture = s('svg', { width: this.#width, height: HEIGHT, 'aria-hidden': 'true' }, ...parts, reader);
    this.#holder.replaceChildren(picture);
    Object.assign(this, { x, y, reader, bottom });
    this.#read(null);
  }

  #scales(visible) {
    const all = visible.flatMap(({ points }) => points);
    let low = all.reduce((lowest, point) => Math.min(lowest, point[1]), Infinity);
    let high = all.reduce((highest, point) => Math.max(highest, point[2]), -Infinity);
    if (all.length === 0) [low, high] = [0, 1];
    // A scale that starts at 0 is easier to read, unless all values are far from it.
    if (low >= 0 && low < high * 0.6) low = 0;
    const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
    high += room;
    if (low !== 0) low = Math.max(low >= 0 ? 0 : -Infinity, low - room);
    const bottom = this.#bottom();
    const wide = this.#width - MARGIN.left - MARGIN.right;
    const x = (time) => MARGIN.left + ((time - this.#from) / (this.#to - this.#from)) * wide;
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - MARGIN.top);
    return { x, y, values: roundValues(low, high, 5, visible[0]?.unit === 'count' ? 1 : 0) };
  }

  #bottom() {
    return HEIGHT - MARGIN.bottom - (this.#fullGCs.length > 0 ? GC_STRIP + GC_GAP : 0);
  }

  #axes(x, y, values, unit, bottom) {
    const right = this.#width - MARGIN.right;
    const span = this.#to - this.#from;
    const lines = values.flatMap((value) => [
      s('line.grid', { x1: MARGIN.left, x2: right, y1: y(value), y2: y(value) }),
      s('text.axis', { x: MARGIN.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, amountText(value, unit)),
    ]);
    const times = roundTimes(this.#from, this.#to, Math.max(2, Math.floor(this.#width / 120)));
    const ticks = times.map((time) =>
      s(
        'text.axis',
        { x: x(time), y: HEIGHT - 6, 'text-anchor': anchor(x(time), right) },
        timeText(time, span),
      ),
    );
    return [...lines, s('line.base', { x1: MARGIN.left, x2: right, y1: bottom, y2: bottom }), ...ticks];
  }

  #gcStrip(x) {
    if (this.#fullGCs.length === 0) return [];
    const base = HEIGHT - MARGIN.bottom;
    const maxPauseMs = this.#fullGCs.reduce((longest, [, pauseMs]) => Math.max(longest, pauseMs), 1);
    const marks = this.#fullGCs.map(([time, pauseMs]) => {
      const height = 4 + (GC_STRIP - 4) * Math.sqrt(pauseMs / maxPauseMs);
      const text = `full GC at ${timeText(time, 0)}, ${decimal(pauseMs)} ms`;
      return s('line.gc', { x1: x(time), x2: x(time), y1: base - height, y2: base }, s('title', null, text));
    });
    return [s('text.axis', { x: MARGIN.left - 8, y: base - 3, 'text-anchor': 'end' }, 'full GCs'), ...marks];
  }

  #readAtPointer(event) {
    const { left } = this.#holder.getBoundingClientRect();
    const share = (event.clientX - left - MARGIN.left) / (this.#width - MARGIN.left - MARGIN.right);
    this.#read(this.#nearest(this.#from + share * (this.#to - this.#from)));
  }

  #handleKey(event, announcement) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') this.#read(null);
    if (step === undefined) return;
    event.preventDefault();
    const times = this.#times();
    const now = times.indexOf(this.#readTime);
    const next = now < 0 ? (step > 0 ? times.length - 1 : 0) : now + step;
    this.#read(times[Math.max(0, Math.min(times.length - 1, next))] ?? null);
    announcement.textContent = this.#tip.textContent;
  }

  #times() {
    const visible = this.#series.filter((_, index) => this.#shown[index]);
    const times = new Set(visible.flatMap(({ points }) => points.map(([time]) => time)));
    return [...times].sort((a, b) => a - b);
  }

  #nearest(wanted) {
    return this.#times().reduce(
      (best, time) => (best === null || Math.abs(time - wanted) < Math.abs(best - wanted) ? time : best),
      null,
    );
  }

  /** Shows the values at a time, or none if it is null. */
  #read(time) {
    this.#readTime = time;
    this.#tip.hidden = time === null;
    if (time === null) {
      this.reader?.replaceChildren();
      return;
    }
    const at = this.x(time);
    const rows = [];
    const dots = [];
    for (const [index, { name, unit, points, colour }] of this.#series.entries()) {
      const point = this.#shown[index] ? points.find(([other]) => other === time) : undefined;
      if (point === undefined) continue;
      const [, low, high] = point;
      const value =
        low === high ? amountText(low, unit) : `${amountText(low, unit)} to ${amountText(high, unit)}`;
      rows.push(h('div.row', null, h(`span.swatch.c${colour}`), `${name} `, h('b', null, value)));
      dots.push(s(`circle.dot.c${colour}`, { cx: at, cy: this.y(low), r: 4 }));
    }
    this.reader.replaceChildren(s('line.rule', { x1: at, x2: at, y1: MARGIN.top, y2: this.bottom }), ...dots);
    this.#tip.replaceChildren(h('div.when', null, `${timeText(time, 899_000)} `), ...rows);
    const { offsetWidth } = this.#tip;
    const left = at + 14 + offsetWidth > this.#width ? at - 14 - offsetWidth : at + 14;
    Object.assign(this.#tip.style, { left: `${Math.max(0, left)}px`, top: `${MARGIN.top}px` });
  }
}

function anchor(at, right) {
  if (at > right - 24) return 'end';
  return at < MARGIN.left + 24 ? 'start' : 'middle';
}

function lineParts({ points, colour }, x, y) {
  if (points.length === 0) return [];
  const path = (list) =>
    list.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join('L');
  const lows = points.map(([time, low]) => [time, low]);
  const highs = points.map(([time, , high]) => [time, high]);
  const [only] = points.length === 1 ? lows : [];
  return [
    s(`path.band.c${colour}`, { d: `M${path(highs)}L${path(lows.reverse())}Z` }),
    s(`path.line.c${colour}`, { d: `M${path(lows.reverse())}` }),
    only === undefined ? null : s(`circle.dot.c${colour}`, { cx: x(only[0]), cy: y(only[1]), r: 3 }),
  ].filter((part) => part !== null);
}

function trendParts({ points, verdict, colour, name }, x, y) {
  const trend = verdict === null ? null : trendOf(points, verdict);
  if (trend === null) return [];
  const [left, right] = [x(trend.from), x(trend.to)];
  const { line, low, high } = trend;
  const corner = (at, value) => `${at.toFixed(1)},${y(value).toFixed(1)}`;
  const wedge = [
    corner(left, low[0]),
    corner(right, low[1]),
    corner(right, high[1]),
    corner(left, high[0]),
  ].join('L');
  return [
    s(`path.wedge.c${colour}`, { d: `M${wedge}Z` }),
    s(
      `path.trend.c${colour}`,
      { d: `M${corner(left, line[0])}L${corner(right, line[1])}` },
      s('title', null, `trend of ${name}`),
    ),
  ];
}

module.exports = { Chart };
