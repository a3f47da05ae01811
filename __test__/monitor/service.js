'use strict';

// A program under load whose memory is collected by V8 as it likes, in a time that passes faster: a second of the
// monitor's clock is a 600th of one, and the load is as steady as a machine of tests is not.
// `node service.js '{"leak":true,"seconds":8,"options":{…}}'` prints a line of JSON for each event, and at last one with the verdicts;
// with `until` it goes on until there is that verdict or snapshot, for a while. Its leak is in the Map `sessions`.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { onGC } = require('../../lib/gc/observer.js');
const { MemoryMonitor } = require('../../lib/monitor/monitor.js');
const { checkedOptions } = require('../../lib/monitor/options.js');
const readings = require('../../lib/monitor/readings.js');

const SPEED = 600;
const {
  leak,
  seconds,
  until,
  options,
  events = ['verdict', 'snapshot', 'warning'],
} = JSON.parse(process.argv[2]);
/** If there is something to wait for: V8 may make few full GCs in the time. */
const MOST_SECONDS = 30;

class Session {
  constructor(id) {
    this.id = id;
    this.items = [id, id + 1];
  }
}

const sessions = new Map();
/** Too large for the young generation, so that V8 makes full GCs often. */
const recent = new Array(20).fill(null);
let requests = 0;

const started = Date.now();
const now = () => started + SPEED * performance.now();
const monitor = new MemoryMonitor(
  checkedOptions({ ...options, requests: () => requests, series: { sessions: () => sessions.size } }),
  { ...readings, onGC, now, readLoad: () => ({ activeMs: 0.3 * now(), idleMs: 0.7 * now() }) },
);
for (const event of events) {
  monitor.on(event, (value) =>
    console.log(JSON.stringify({ event, value, code: value?.code, message: value?.message })),
  );
}

let isLater = false;
monitor.on('snapshot', ({ moment }) => {
  isLater ||= moment === 'later';
});
const conditions = {
  growing: () => monitor.verdicts().find(({ series }) => series === 'sessions')?.verdict === 'growing',
  later: () => isLater,
};

function isOver() {
  const elapsed = performance.now() / 1000;
  return elapsed >= seconds && (until === undefined || conditions[until]() || elapsed >= MOST_SECONDS);
}

function serve() {
  requests++;
  if (leak) sessions.set(requests, new Session(requests));
}

function turn() {
  for (let i = 0; i < 20; i++) serve();
  recent[requests % recent.length] = new Array(100_000).fill(requests);
  if (!isOver()) {
    setTimeout(turn, 1);
    return;
  }
  const { gcs } = monitor.recording();
  console.log(JSON.stringify({ verdicts: monitor.verdicts(), gcs }));
  monitor.dispose();
}

turn();
