'use strict';

// monitorMemory on real programs, each in a process of its own, whose memory V8 collects when it likes.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const path = require('node:path');
const { monitorMemory } = require('../../lib/monitor/index.js');
const { MemoryMonitor } = require('../../lib/monitor/monitor.js');
const { run, runProgram, runService } = require('./programs.js');

/** Allocates until the condition holds or it has taken too long. */
const ALLOCATE = `
  const recent = new Array(20);
  let turns = 0;
  const allocateUntil = async (condition) => {
    const limit = Date.now() + 30000;
    while (!condition()) {
      if (Date.now() > limit) throw new Error('the condition was never met');
      for (let i = 0; i < 20; i++) recent[turns++ % 20] = new Array(100000).fill(turns);
      await new Promise(setImmediate);
    }
  };`;

const OPTIONS = { requests: undefined, series: [], confidence: 0.95, snapshots: undefined };

/** A process whose full GCs are made by `collect()`, each a second after the one before. */
function simulated() {
  let time = 1e12;
  let notice;
  return {
    now: () => time,
    onGC: (listener) => {
      notice = listener;
      return () => {};
    },
    readMemory: () => [['heapUsed', 'bytes', 1e6]],
    readContexts: () => [['detachedContexts', 'count', 0]],
    readLabels: () => ({ a: { live: 1, collected: 0, untracked: 0 } }),
    readLoad: () => ({ activeMs: 1, idleMs: 1 }),
    collect: () => {
      time += 1000;
      notice({ kind: 'major', pauseMs: 1 });
    },
  };
}

async function succeeds(code, command) {
  const { code: exit, signal, stdout, stderr } = await runProgram(code, command);
  assert.deepStrictEqual({ exit, signal, stderr }, { exit: 0, signal: null, stderr: '' });
  return stdout;
}

describe('a service', () => {
  test('whose sessions are never forgotten: they grow, and the memory is said to be collected by V8 alone', async () => {
    const { events, verdicts, gcs } = await runService({ leak: true, seconds: 10, until: 'growing' });
    const sessions = verdicts.find(({ series }) => series === 'sessions');
    assert.strictEqual(sessions.verdict, 'growing', JSON.stringify({ sessions, gcs }));
    const [low, high] = sessions.interval;
    assert.ok(low > 0 && low <= sessions.slope && sessions.slope <= high);
    assert.ok(sessions.pValue < 0.05 && sessions.confidence === 0.95);
    const { from, to, samples, eventLoopUtilization, requests } = sessions.evidence;
    // What a verdict needs at least (judge.js); how many more there are is V8's and the machine's affair.
    assert.ok(to - from >= 8 * 60_000 && samples >= 10 && requests > 0, JSON.stringify(sessions.evidence));
    assert.ok(eventLoopUtilization > 0.25 && eventLoopUtilization < 0.35);
    const told = events.filter(({ event, value }) => event === 'verdict' && value.series === 'sessions');
    assert.ok(told.some(({ value }) => value.verdict === 'growing'));
    assert.ok(told.length <= 3, `told ${told.length} times`);
  });

  test('whose sessions end: nothing grows', async () => {
    const { events } = await runService({ leak: false, seconds: 6 });
    assert.deepStrictEqual(
      events.filter(({ value }) => value.verdict === 'growing'),
      [],
    );
  });
});

describe('samples', () => {
  test('are taken after full GCs, and have all series', async () => {
    const stdout = await succeeds(`${ALLOCATE}
      const tracked = gcTracker.trackGC(recent, undefined, { label: 'recent' });
      const monitor = monitorMemory({ requests: () => turns, series: { turns: () => turns,
        held: { read: () => 8 * recent.length, unit: 'bytes' } } });
      let samples = 0;
      monitor.on('sample', () => samples++);
      await allocateUntil(() => samples >= 3);
      const { series, gcs, labels, ...rest } = monitor.recording();
      console.log(JSON.stringify({ series, gcs, labels, rest, samples, verdicts: monitor.verdicts() }));`);
    const { series, gcs, labels, rest, samples, verdicts } = JSON.parse(stdout);
    assert.deepStrictEqual(
      series.map(({ name, unit }) => [name, unit]),
      [
        ['heapUsed', 'bytes'],
        ['external', 'bytes'],
        ['arrayBuffers', 'bytes'],
        ['rss', 'bytes'],
        ['detachedContexts', 'count'],
        ['live:recent', 'count'],
        ['turns', 'count'],
        ['held', 'bytes'],
      ],
    );
    for (const { points } of series) {
      assert.ok(points.length >= 1);
      for (const [time, low, high] of points) assert.ok(time > rest.from - 2000 && low <= high);
    }
    assert.ok(gcs.count.major >= samples && gcs.fullGCs.length === gcs.count.major);
    assert.ok(gcs.pauseMs.major > 0);
    assert.deepStrictEqual(labels, { recent: { live: 1, collected: 0, untracked: 0 } });
    assert.deepStrictEqual(Object.keys(rest), [
      'version',
      'gcTracker',
      'node',
      'pid',
      'command',
      'from',
      'to',
      'verdicts',
      'failedReads',
    ]);
    assert.deepStrictEqual(verdicts, rest.verdicts);
    for (const { verdict, slope, interval, evidence } of verdicts) {
      assert.deepStrictEqual(
        { verdict, slope, interval },
        { verdict: 'undecided', slope: null, interval: null },
      );
      assert.strictEqual(evidence.samples, 0);
    }
  });

  test('no GC is forced: a program that allocates nothing has none', async () => {
    await succeeds(`
      const monitor = monitorMemory();
      await new Promise((resolve) => setTimeout(resolve, 300));
      monitor.series();
      monitor.verdicts();
      const { count } = monitor.recording().gcs;
      if (count.major > 0) throw new Error(count.major + ' full GCs');`);
  });

  test('an own series that throws is a warning once, and the others go on', async () => {
    const stdout = await succeeds(`${ALLOCATE}
      const monitor = monitorMemory({ series: { bad: () => { throw new Error('no sessions'); }, good: () => 1,
        text: () => 'many' }, requests: () => NaN });
      let samples = 0;
      const warnings = [];
      monitor.on('sample', () => samples++);
      monitor.on('warning', ({ code, message }) => warnings.push([code, message]));
      await allocateUntil(() => samples >= 3);
      console.log(JSON.stringify({ warnings, names: monitor.series().map(({ name }) => name) }));`);
    const { warnings, names } = JSON.parse(stdout);
    assert.deepStrictEqual(warnings, [
      [
        'ERR_GC_TRACKER_SERIES',
        "the function of 'requests' failed: it returned NaN, which is not a finite number",
      ],
      ['ERR_GC_TRACKER_SERIES', "the function of 'bad' failed: no sessions"],
      [
        'ERR_GC_TRACKER_SERIES',
        "the function of 'text' failed: it returned 'many', which is not a finite number",
      ],
    ]);
    assert.ok(names.includes('good') && !names.includes('bad'));
  });

  test('a listener that throws is an uncaught exception, and the monitor goes on', async () => {
    const stdout = await succeeds(`${ALLOCATE}
      const monitor = monitorMemory();
      let [samples, uncaught] = [0, 0];
      process.on('uncaughtException', ({ message }) => { if (message === 'mine') uncaught++; });
      monitor.on('sample', () => { samples++; throw new Error('mine'); });
      await allocateUntil(() => samples >= 3 && uncaught >= 3);
      console.log('went on');`);
    assert.strictEqual(stdout, 'went on\n');
  });
});

describe('a read that fails is a warning once, is counted, and the monitor goes on:', () => {
  const reads = {
    readMemory: ['the memory in use', ['detachedContexts', 'live:a']],
    readContexts: ['the detached contexts', ['heapUsed', 'live:a']],
    readLabels: ['the labels', ['heapUsed', 'detachedContexts']],
    readLoad: ['the load', ['heapUsed', 'detachedContexts', 'live:a']],
  };
  for (const [read, [name, others]] of Object.entries(reads)) {
    test(name, async () => {
      const source = simulated();
      const { [read]: works } = source;
      const breaks = () => {
        throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
      };
      source[read] = breaks;
      const monitor = new MemoryMonitor(OPTIONS, source);
      const warnings = [];
      let samples = 0;
      monitor.on('warning', ({ code, message }) => warnings.push([code, message]));
      monitor.on('sample', () => samples++);
      for (let turn = 0; turn < 3; turn++) source.collect();
      await new Promise(setImmediate);
      const warning = ['ERR_GC_TRACKER_READ', `${name} could not be read: EMFILE: too many open files`];
      assert.deepStrictEqual([samples, warnings], [3, [warning]]);
      const { series, failedReads } = monitor.recording();
      assert.ok(failedReads >= 3, failedReads);
      assert.deepStrictEqual(
        series.map((one) => one.name),
        others,
      );
      source[read] = works;
      source.collect();
      assert.ok(monitor.series().length >= 3);
      source[read] = breaks;
      source.collect();
      await new Promise(setImmediate);
      assert.deepStrictEqual(warnings, [warning, warning]);
    });
  }

  const inProcess = {
    'process.memoryUsage': "process.memoryUsage = fail('memoryUsage')",
    'v8.getHeapStatistics': "require('v8').getHeapStatistics = fail('getHeapStatistics')",
    'performance.eventLoopUtilization':
      "require('perf_hooks').performance.eventLoopUtilization = fail('eventLoopUtilization')",
  };
  for (const [name, plant] of Object.entries(inProcess)) {
    test(`${name} of the real process`, async () => {
      const stdout = await succeeds(`${ALLOCATE}
        const monitor = monitorMemory();
        const fail = (name) => () => { throw new Error('planted in ' + name); };
        ${plant};
        const warnings = [];
        let samples = 0;
        monitor.on('warning', ({ message }) => warnings.push(message));
        monitor.on('sample', () => samples++);
        await allocateUntil(() => samples >= 2);
        console.log(warnings.join());`);
      assert.match(stdout, /^[a-z ]+ could not be read: planted in \w+\n$/);
    });
  }

  test('without a free file descriptor', { skip: process.platform === 'win32' }, async () => {
    const program = `
      const monitor = require(${JSON.stringify(require.resolve('../../lib/monitor/index.js'))}).monitorMemory();
      const fs = require('node:fs');
      const { forceGC } = require(${JSON.stringify(path.resolve(__dirname, '../..'))});
      let samples = 0;
      monitor.on('sample', () => samples++);
      monitor.on('warning', ({ code, cause }) => console.log(code, cause.code));
      setTimeout(async () => {
        await forceGC();
        const open = [];
        try {
          for (;;) open.push(fs.openSync('/dev/null'));
        } catch {}
        await new Promise((resolve) => setTimeout(resolve, 200));
        await forceGC();
        await new Promise((resolve) => setTimeout(resolve, 200));
        for (const one of open) fs.closeSync(one);
        console.log(samples);
      }, 200);`;
    const line = 'ulimit -n 64; exec "$0" -e "$1"';
    const { code, stdout, stderr } = await run(['-c', line, process.execPath, program], 'bash');
    assert.deepStrictEqual([code, stderr], [0, '']);
    // Only Linux reads the memory in use from a file.
    assert.strictEqual(stdout, process.platform === 'linux' ? 'ERR_GC_TRACKER_READ EMFILE\n2\n' : '2\n');
  });
});

describe('the life of a monitor', () => {
  test('a function of the program that disposes of it ends it before a sample is added', () => {
    for (const option of ['requests', 'series']) {
      const source = simulated();
      const dispose = () => {
        monitor.dispose();
        return 1;
      };
      const given = { requests: dispose, series: [{ name: 'given', unit: 'count', read: dispose }] };
      const monitor = new MemoryMonitor({ ...OPTIONS, [option]: given[option] }, source);
      let samples = 0;
      monitor.on('sample', () => samples++);
      source.collect();
      assert.deepStrictEqual([samples, monitor.series()], [0, []], option);
    }
  });

  test('it does not keep the process alive, with snapshots or without', async () => {
    await succeeds(`
      monitorMemory();
      monitorMemory({ snapshots: { directory: '/nowhere' }, series: { a: () => 1 } });`);
  });

  test('after close there are no samples, what is known remains, and a second close does nothing', async () => {
    await succeeds(`${ALLOCATE}
      const [monitor, other] = [monitorMemory(), monitorMemory()];
      let [samples, others] = [0, 0];
      monitor.on('sample', () => samples++);
      other.on('sample', () => others++);
      await allocateUntil(() => samples >= 1 && others >= 1);
      monitor.dispose();
      monitor.dispose();
      const [before, points] = [samples, monitor.series()[0].points.length];
      await allocateUntil(() => others >= 4);
      if (samples !== before || monitor.series()[0].points.length !== points) throw new Error('it went on');
      other.dispose();`);
  });

  test('in a worker it watches the heap of the worker, and does not keep it alive', async () => {
    const program = `${ALLOCATE}
      const { parentPort } = require('node:worker_threads');
      const { monitorMemory } = require(process.argv[2]);
      const monitor = monitorMemory();
      let samples = 0;
      monitor.on('sample', () => samples++);
      const kept = Array.from({ length: 4000000 }, (_, i) => i);
      allocateUntil(() => samples >= 2).then(() => {
        const [, , high] = monitor.series()[0].points.at(-1);
        parentPort.postMessage({ samples, high, kept: kept.length });
      });`;
    const stdout = await succeeds(`
      const { Worker } = require('node:worker_threads');
      const worker = new Worker(${JSON.stringify(program)}, { eval: true, argv: [${JSON.stringify(require.resolve('../../lib/monitor/index.js'))}] });
      worker.on('message', (message) => console.log(JSON.stringify({ ...message, main: process.memoryUsage().heapUsed })));
      worker.on('exit', (code) => console.log(JSON.stringify({ code })));`);
    const [message, exit] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(message.samples >= 2);
    assert.ok(message.high > 30e6 && message.main < 30e6, JSON.stringify(message));
    assert.deepStrictEqual(exit, { code: 0 });
  });
});

describe('bad options', () => {
  const cases = [
    ['text', /the options must be an object/],
    [null, /the options must be an object/],
    [{ requests: 5 }, /requests must be a function .* not 5/],
    [{ confidence: 95 }, /confidence must be a number from 0.5 to 0.999, not 95/],
    [{ confidence: NaN }, /confidence/],
    [{ series: { a: 5 } }, /the series 'a' must be a function/],
    [
      { series: { a: { read: () => 1, unit: 'MB' } } },
      /unit of the series 'a' must be 'bytes' or 'count', not 'MB'/,
    ],
    [{ series: { rss: () => 1 } }, /'rss' is the name of another series/],
    [{ series: { 'live:a': () => 1 } }, /'live:a' is the name of another series/],
    [
      { series: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`s${i}`, () => i])) },
      /32 series .* not 33/,
    ],
    [{ snapshots: true }, /snapshots must be an object/],
    [{ snapshots: {} }, /directory must be the path of a folder, not undefined/],
    [{ snapshots: { directory: '/tmp', maxBytes: -1 } }, /maxBytes must be a number of 0 or more, not -1/],
    [{ snapshots: { directory: '/tmp', laterMs: '1' } }, /laterMs must be a number of 0 or more, not '1'/],
  ];
  for (const [options, message] of cases) {
    test(String(message), () => {
      const code = 'ERR_GC_TRACKER_INVALID_OPTIONS';
      assert.throws(() => monitorMemory(options), { name: 'TypeError', code, message });
    });
  }
});
