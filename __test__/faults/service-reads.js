'use strict';

// A service in which calls of Node.js fail: monitor, metrics, recorder and findLeaks never throw into it. Each fault is in a
// process of its own, from the start or later. What has failed is told by a warning of the monitor or of the process, or on
// standard error.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');

const AT_ONCE = 2;

const lib = (file) => JSON.stringify(path.resolve(__dirname, '../../lib', file));
const fail = (name) =>
  `${name} = function () { throw Object.assign(new Error('planted'), { code: 'EMFILE' }); };`;

/** Calls that fail while all is loaded; `told` is what says so, where somebody needs the call. */
const CALLS = {
  'process.memoryUsage': /the memory in use could not be read: planted/,
  'v8.getHeapStatistics': /the detached contexts could not be read: planted/,
  'performance.eventLoopUtilization': /the load could not be read: planted/,
  'v8.writeHeapSnapshot': /the recording cannot be written: planted/,
  'v8.getHeapSnapshot': /a heap snapshot could not be written: planted/,
  'fs.writeFileSync': /the recording cannot be written: planted/,
  'fs.renameSync': /the recording cannot be written: planted/,
  'fs.promises.mkdir': /a heap snapshot could not be written: planted/,
  'fs.promises.readdir': /a heap snapshot could not be written: planted/,
  'fs.promises.rename': /a heap snapshot could not be written: planted/,
  'fs.promises.stat': null,
  'fs.existsSync': null,
  'fs.readFileSync': null,
  'fs.rmSync': null,
  'fs.writeSync': null,
  'process.kill': null,
  'process.cwd': null,
  'process.emitWarning': null,
  'inspector.Session.prototype.connect': null,
  'inspector.Session.prototype.post': null,
};
/** Calls that modules need to be loaded. */
const NEEDED = /^fs\.|^process\.(?:kill|emitWarning)/;

const CONDITIONS = {
  'no free descriptor': {
    code: "try { for (;;) fs.openSync('/dev/null'); } catch {}",
    shell: 'ulimit -n 64; exec "$0" "$@"',
    told: process.platform === 'linux' ? /the memory in use could not be read: EMFILE/ : null,
  },
  'a deleted working directory': {
    code: "const gone = fs.mkdtempSync('gone-'); process.chdir(gone); fs.rmdirSync(process.cwd());",
    told: null,
  },
  'a deleted folder of the recorder': {
    code: 'fs.rmSync(process.env.RUN_FOLDER, { recursive: true, force: true });',
    told: null,
  },
};

const SERVICE = `
  const v8 = require('node:v8'), fs = require('node:fs'), inspector = require('node:inspector');
  const { performance } = require('node:perf_hooks');
  const told = [];
  process.on('warning', (warning) => told.push(warning.message));
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      process.stdout.write(event + ' ' + error.stack);
      process.exit(3);
    });
  }
  EARLY
  const gcTracker = require(${lib('../index.js')});
  const { monitorMemory } = require(${lib('monitor/index.js')});
  const { Snapshots } = require(${lib('monitor/snapshots.js')});
  const prometheus = require(${lib('metrics/prometheus.js')});
  const opentelemetry = require(${lib('metrics/opentelemetry.js')});
  const scraped = new Map();
  const registry = {
    registerMetric: (metric) => scraped.set(metric.name, metric),
    getSingleMetric: (name) => scraped.get(name),
    removeSingleMetric: (name) => scraped.delete(name),
  };
  const observed = [];
  const create = () => ({ record() {} });
  const meter = {
    createHistogram: create,
    createObservableCounter: create,
    createObservableGauge: create,
    createObservableUpDownCounter: create,
    addBatchObservableCallback: (observe) => observed.push(observe),
    removeBatchObservableCallback() {},
  };
  const kept = [{}, {}];
  gcTracker.trackGC(kept[0], undefined, { label: 'a', disposable: true }).markDisposed();
  gcTracker.trackGC(kept[1], undefined, { label: 'b' });
  let samples = 0;
  const watch = () => {
    const monitor = monitorMemory({ series: { kept: () => kept.length } });
    monitor.on('warning', ({ message }) => told.push(message));
    monitor.on('sample', () => samples++);
    return monitor;
  };
  const first = watch();
  prometheus.registerMetrics(registry, { monitor: first });
  opentelemetry.registerMetrics(meter, { monitor: first, gcPauses: true });
  const growing = [{ series: 'kept', verdict: 'growing' }];
  const limits = { directory: 'snapshots', maxBytes: 1e9, minIntervalMs: 0, laterMs: 0 };
  const work = async (monitor) => {
    for (let turn = 0; turn < 2; turn++) {
      await gcTracker.forceGC();
      for (const metric of scraped.values()) await metric.get();
      for (const observe of observed) await observe({ observe() {} });
      await gcTracker.findLeaks({ explain: turn === 1, fullGCs: 1, delayMs: 0 });
      monitor.recording();
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  };
  const snapshot = () =>
    new Promise((resolve) => {
      const done = (_event, value) => resolve(told.push(value.message));
      new Snapshots(limits, done).noticeSample(Date.now(), growing, growing);
    });
  (async () => {
    await work(first);
    LATE
    await work(first);
    await work(watch());
    await snapshot();
    if (samples < 3) throw new Error('the monitor did not go on');
    process.stdout.write('went on, told: ' + told.join(' | '));
    process.exit(0);
  })();
`;

/** Resolves with what the service has printed. */
function serve(folder, program, shell) {
  fs.mkdirSync(path.join(folder, 'run'));
  const settings = { folder: path.join(folder, 'run'), runner: process.pid, warmupMs: 200 };
  const args = ['--require', require.resolve('../../lib/recording/preload.js'), '-e', program];
  const [file, given] =
    shell === undefined ? [process.execPath, args] : ['/bin/sh', ['-c', shell, process.execPath, ...args]];
  const env = { ...process.env, GC_TRACKER_RUN: JSON.stringify(settings), RUN_FOLDER: settings.folder };
  return new Promise((resolve) => {
    execFile(file, given, { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ ended: error?.signal ?? error?.code ?? 0, stdout, stderr });
    });
  });
}

async function check({ name, early = '', late = '', shell, told }) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-reads-')));
  try {
    const program = SERVICE.replace('EARLY', () => early).replace('LATE', () => late);
    const { ended, stdout, stderr } = await serve(folder, program, shell);
    const said = `${name}\n${stdout}\n${stderr}`;
    assert.deepStrictEqual([ended, stdout.slice(0, 7)], [0, 'went on'], said);
    if (told !== null) assert.match(said, told);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function services() {
  const list = [{ name: 'nothing fails', told: null }];
  for (const [name, told] of Object.entries(CALLS)) {
    list.push({ name, late: fail(name), told });
    if (!NEEDED.test(name)) list.push({ name: `${name} from the start`, early: fail(name), told });
  }
  for (const [name, { code, shell, told }] of Object.entries(CONDITIONS)) {
    if (shell === undefined || process.platform !== 'win32') list.push({ name, late: code, shell, told });
  }
  return list;
}

async function main() {
  const left = services();
  const run = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await check(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

main();
