'use strict';

// What the monitor remembers, over simulated years.

const assert = require('node:assert');
const { test } = require('node:test');
const v8 = require('node:v8');
const { SeriesHistory } = require('../../lib/monitor/history.js');
const { LabelSelection } = require('../../lib/monitor/labels.js');
const { FullGCLog } = require('../../lib/monitor/full-gc-log.js');
const { Verdicts } = require('../../lib/monitor/verdicts.js');
const { Random } = require('../../bench/monitor/trend/random.js');

const LOAD = { activeMs: 100, idleMs: 900, pausedMs: 1, requests: 10 };
const YEAR = 365 * 24 * 3_600_000;

test('a series is remembered from its first sample on: the recent fine, the old coarse, all in order', () => {
  const history = new SeriesHistory();
  const start = 1.7e12;
  for (let minute = 0; minute < 3 * 24 * 60; minute++) {
    history.add({ ...LOAD, time: start + minute * 60_000, values: new Map([['a', minute]]) });
  }
  const points = history.points('a');
  assert.ok(points.length > 60 && points.length < 500, `${points.length} points`);
  for (const [i, [time, low, high]] of points.entries()) {
    assert.ok(i === 0 || time > points[i - 1][0], 'times rise');
    // Where fine buckets begin within a coarse one, both tell of the first samples of the fine ones.
    assert.ok(low <= high && (i === 0 || (low >= points[i - 1][1] && high >= points[i - 1][2])));
  }
  assert.strictEqual(points[0][1], 0);
  assert.strictEqual(points.at(-1)[2], 3 * 24 * 60 - 1);
  assert.strictEqual(points.at(-1)[1], points.at(-1)[2]);
});

test('each bucket has the least and the greatest of its values, as brute force has them', () => {
  const random = new Random(1);
  const history = new SeriesHistory();
  const all = [];
  let time = 1.7e12;
  for (let i = 0; i < 5000; i++) {
    time += random.exponential(20_000);
    const value = random.normal();
    all.push([time, value]);
    history.add({ ...LOAD, time, values: new Map([['a', value]]) });
  }
  const points = history.points('a');
  for (const [i, [middle, low, high]] of points.entries()) {
    const width =
      2 *
      Math.min(
        i === 0 ? Infinity : middle - points[i - 1][0],
        i === points.length - 1 ? Infinity : points[i + 1][0] - middle,
      );
    const near = all.filter(([at]) => Math.abs(at - middle) <= width).map(([, value]) => value);
    assert.ok(near.includes(low) && near.includes(high));
  }
  assert.strictEqual(Math.min(...points.map(([, low]) => low)), Math.min(...all.map(([, value]) => value)));
  assert.strictEqual(
    Math.max(...points.map(([, , high]) => high)),
    Math.max(...all.map(([, value]) => value)),
  );
});

test('a million samples over ten years take no more memory than their first hundred thousand', () => {
  const history = new SeriesHistory();
  const start = 1.7e12;
  const add = (from, to) => {
    for (let i = from; i < to; i++) {
      history.add({ ...LOAD, time: start + (i * 10 * YEAR) / 1e6, values: new Map([['a', i % 50]]) });
    }
  };
  const size = () => v8.serialize(history.points('a')).length;
  add(0, 100_000);
  const before = size();
  add(100_000, 1_000_000);
  assert.ok(size() < 1.5 * before && size() < 100_000, `${size()} bytes after ${before}`);
  assert.ok(history.points('a').length < 64 * 30);
});

test('as much as a monitor can have (20 series, a year) is judged in bounded memory', () => {
  const verdicts = new Verdicts({ confidence: 0.95 });
  const names = Array.from({ length: 20 }, (_, i) => `series ${i}`);
  for (let i = 0; i < 500; i++) {
    const values = names.map((name) => [name, 'count', 5]);
    verdicts.add({ ...LOAD, time: 1.7e12 + (i * YEAR) / 500, values });
  }
  const size = v8.serialize(verdicts.history()).length + v8.serialize(verdicts.all()).length;
  assert.ok(size < 500_000, `${size} bytes`);
  assert.ok(verdicts.all().every(({ verdict }) => verdict === 'stable'));
});

test('of full GCs at most 512 are remembered, of the old ones those with the longer pause', () => {
  const log = new FullGCLog();
  for (let i = 0; i < 10_000; i++) log.add(i, i === 77 ? 500 : i % 5);
  const all = log.entries();
  assert.ok(all.length <= 512 && all.length > 250);
  assert.deepStrictEqual(all.at(-1), [9999, 4]);
  assert.ok(all.some(([time, pause]) => time === 77 && pause === 500));
  for (const [i, [time]] of all.entries()) assert.ok(i === 0 || time > all[i - 1][0]);
});

test('of labels 64 have a series; one of which nothing is alive makes room', () => {
  const labels = new LabelSelection();
  const live = (count) => ({ live: count });
  const many = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`l${i}`, live(1)]));
  const first = labels.select(many);
  assert.strictEqual(first.values.length, 64);
  assert.deepStrictEqual(first.removed, []);
  assert.ok(!first.values.some(([name]) => name === 'l70'));
  const { values, removed } = labels.select({ ...many, l3: live(0), l70: live(9) });
  assert.deepStrictEqual(removed, ['l3']);
  assert.strictEqual(values.length, 64);
  // The first that has none.
  assert.ok(values.some(([name]) => name === 'l64'));
  const { values: later } = labels.select({});
  assert.ok(later.every(([, count]) => count === 0));
});

test('a series that is forgotten begins anew', () => {
  const verdicts = new Verdicts({ confidence: 0.95 });
  verdicts.add({
    ...LOAD,
    time: 1.7e12,
    values: [
      ['a', 'count', 1],
      ['b', 'count', 1],
    ],
  });
  verdicts.remove('a');
  assert.deepStrictEqual(
    verdicts.all().map(({ series }) => series),
    ['b'],
  );
  verdicts.add({ ...LOAD, time: 1.7e12 + 5000, values: [['a', 'count', 2]] });
  const [, { name, points }] = verdicts.history();
  assert.deepStrictEqual([name, points.length, points[0][1]], ['a', 1, 2]);
});

test('evidence: requests are null unless they were counted, utilisation is the mean', () => {
  for (const requests of [undefined, () => 1]) {
    const verdicts = new Verdicts({ confidence: 0.95, requests });
    for (let i = 0; i < 100; i++) {
      verdicts.add({ ...LOAD, time: 1.7e12 + i * 30_000, values: [['a', 'bytes', 5e6 + (i % 3)]] });
    }
    const [{ verdict, evidence, slope, interval }] = verdicts.all();
    assert.strictEqual(verdict, 'stable');
    assert.ok(interval[0] <= slope && slope <= interval[1]);
    assert.strictEqual(evidence.eventLoopUtilization, 0.1);
    assert.strictEqual(evidence.requests === null, requests === undefined);
    if (requests !== undefined) assert.ok(evidence.requests >= 10 * (evidence.samples - 1));
  }
});

test('without load nothing is called stable; a growth is one all the same', () => {
  const judge = (load, value) => {
    const verdicts = new Verdicts({ confidence: 0.95 });
    const random = new Random(3);
    for (let i = 0; i < 300; i++) {
      verdicts.add({
        ...load,
        time: 1.7e12 + i * 30_000,
        values: [['a', 'bytes', value(i) + 1e5 * random.normal()]],
      });
    }
    return verdicts.all()[0].verdict;
  };
  const idle = { activeMs: 0, idleMs: 30_000, pausedMs: 0, requests: 0 };
  const busy = { activeMs: 3000, idleMs: 27_000, pausedMs: 0, requests: 0 };
  assert.strictEqual(
    judge(idle, () => 50e6),
    'undecided',
  );
  assert.strictEqual(
    judge(busy, () => 50e6),
    'stable',
  );
  assert.strictEqual(
    judge(idle, (i) => 50e6 + i * 1e6),
    'growing',
  );
  assert.strictEqual(
    judge(busy, (i) => 50e6 + i * 1e6),
    'growing',
  );
  assert.strictEqual(
    judge(busy, (i) => 400e6 - i * 1e6),
    'shrinking',
  );
});
