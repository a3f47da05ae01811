'use strict';

// Text of others in a terminal: labels, names of classes and properties, files and messages may hold escape sequences, new
// lines and characters that reorder a line. Planted in each place that prints, none comes out.

const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { after, before, describe, test } = require('node:test');
const { stripVTControlCharacters } = require('node:util');
const { LeakError, assertCollected, assertNoGrowth, forceGC, trackGC } = require('../..');
const { openHeapSnapshot } = require('../../lib/heap/index.js');
const { recordingOf } = require('../../lib/report/recording-section.js');
const { Redactor } = require('../../lib/report/redact.js');
const { quote } = require('../../lib/util/errors.js');
const { explainer } = require('../../lib/leaks/index.js');
const { registerMetrics } = require('../../lib/metrics/prometheus.js');
const { monitorMemory } = require('../../lib/monitor/index.js');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { current } = require('../packages');
const { plainEnvironment, run: runProgram } = require('../support/run.js');
const { draw } = require('./handmade.js');
const { run, runInTerminal } = require('./run.js');
const { workspace } = require('../support/workspace.js');

/** Sets a title, colours, begins a line, and reverses the rest of it. */
const EVIL = 'user\u001b]0;pwned\u0007\u001b[31mred\u009b0m\nInjected: line\r\u2028\u202e\u0000\u{e0041}';
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const folder = workspace({ after });

function assertSafe(text) {
  assert.match(text, /user\\x1b|user\\u001b|user/);
  for (const line of text.split('\n')) {
    assert.doesNotMatch(line, UNSAFE);
    assert.doesNotMatch(line, /^Injected/);
  }
}

/** A recording whose series, labels and program are called EVIL, and grow. */
function recording() {
  const evidence = { from: 0, to: 3.6e6, samples: 20, eventLoopUtilization: 0.5, requests: 3 };
  const verdictOf = (series) => ({
    series,
    unit: 'count',
    verdict: 'growing',
    slope: 7200,
    interval: [7000, 7400],
    confidence: 0.95,
    pValue: 0.001,
    evidence,
  });
  const names = [`live:${EVIL}`, EVIL, `live:${EVIL.repeat(100)}`];
  const count = { minor: 1, major: 1, incremental: 0, weakcb: 0 };
  return {
    version: 1,
    gcTracker: EVIL,
    node: EVIL,
    pid: 1,
    command: ['node', EVIL, EVIL],
    from: 0,
    to: 3.6e6,
    series: ['heapUsed', ...names].map((name) => ({ name, unit: 'count', points: [[0, 1, 2]] })),
    verdicts: names.map(verdictOf),
    gcs: { count, pauseMs: count, fullGCs: [[0, 1]] },
    labels: { [EVIL]: { live: 1, collected: 0, untracked: 0 } },
  };
}

/** Objects of a class, held by each kind of reference. */
function evilSnapshot(count) {
  const nodes = {
    1: ['synthetic', '', 0, [['element', 1, 3]]],
    3: ['synthetic', EVIL, 0, [['shortcut', EVIL, 5]]],
    5: ['object', EVIL, 100, []],
  };
  const kinds = ['property', 'context', 'internal', 'shortcut'];
  ['object', 'closure', 'string', 'array', 'native', 'code', 'hidden'].forEach((type, index) => {
    const holder = 7 + 2 * index;
    nodes[5][3].push([kinds[index % kinds.length], `${EVIL}${index}`, holder]);
    nodes[holder] = [type, EVIL, 50, [], [1, 2, 3]];
    for (let i = 0; i < count; i++) {
      const id = 1001 + 2 * (index * 100 + i);
      nodes[holder][3].push([kinds[i % kinds.length], `${EVIL}${i}`, id]);
      nodes[id] = ['object', `Kept${EVIL}`, 5000, []];
    }
  });
  return draw(nodes);
}

describe('gc-tracker run', () => {
  let words;

  before(() => {
    // The recorder is in the process already: its monitor answers what is planted.
    const monitor = JSON.stringify(require.resolve('../../lib/monitor/monitor.js'));
    const code = `require(${monitor}).MemoryMonitor.prototype.recording = () => (${JSON.stringify(recording())});
      require(${JSON.stringify(path.resolve(__dirname, '../..'))}).forceGC();
      setTimeout(() => {}, 3500);`;
    words = ['run', '-o', path.join(folder, 'run.html'), '--interval', '1', '-e', code];
  });

  test('its line and its last verdicts', async () => {
    const { code, stderr } = await run(words);
    assert.strictEqual(code, 0);
    assertSafe(stderr);
    assert.match(stderr, /growing: live:user\\x1b.*; \d s$/m);
    assert.match(stderr, /Live user\\x1b.*: growing by 7,200 an hour \(7,000 to 7,400, 95 % confidence\)$/m);
  });

  test('the line on a terminal', async () => {
    const { stdout } = await runInTerminal(words);
    const lines = stdout.split('\u001b[2K').map((text) => text.split('\u001b8')[0]);
    const drawn = lines.find((text) => text.startsWith('gc-tracker: heap'));
    assertSafe(drawn);
    assert.match(drawn, /user\\x1b/);
  });
});

describe('the other commands', () => {
  let file;

  before(() => {
    file = path.join(folder, `${EVIL.replaceAll('\0', '')}.heapsnapshot`);
    fs.writeFileSync(file, evilSnapshot(10));
    fs.writeFileSync(`${file}.2`, evilSnapshot(20));
  });

  const commands = {
    summary: () => ['summary', file],
    find: () => ['find', file, `Kept${EVIL}`.replaceAll('\0', '')],
    'find by @id': () => ['explain', file, '@1001'],
    explain: () => ['explain', '--top', '20', file, '@5'],
    'explain --paths': () => ['explain', '--paths', '3', file, '@1401'],
    diff: () => ['diff', file, `${file}.2`],
    report: () => ['report', '-o', path.join(folder, 'a.html'), file],
    'report of a bad place': () => ['report', '-o', `${file}/x`, file],
    'a class that is not there': () => ['find', file, `${EVIL}x`.replaceAll('\0', '')],
    'a file that is not there': () => ['summary', `${file}x`],
    'an option that is not there': () => [`--${EVIL}`.replaceAll('\0', ''), file],
    'a command that is not there': () => [EVIL.replaceAll('\0', ''), file],
    JSON: () => ['summary', '--json', file],
  };
  for (const [name, command] of Object.entries(commands)) {
    test(name, async () => {
      const { stdout, stderr } = await run(command());
      assert.ok(stdout + stderr !== '');
      for (const text of [stdout, stderr]) {
        for (const line of text.split('\n')) assert.doesNotMatch(line, UNSAFE);
        assert.doesNotMatch(text, /^Injected/m);
      }
    });
  }

  test('with colours', async () => {
    const { stdout } = await runInTerminal(['explain', file, '@1001']);
    assertSafe(stripVTControlCharacters(stdout).replaceAll('\r\n', '\n'));
  });
});

describe('what the library says', () => {
  test('a leak', async () => {
    const Evil = { [EVIL]: class {} }[EVIL];
    const held = { [EVIL]: new Map([[EVIL, new Evil()]]) };
    globalThis[EVIL] = held;
    try {
      const error = await assertCollected(trackGC(held[EVIL].get(EVIL), undefined, { label: EVIL })).then(
        () => assert.fail('it is held'),
        (reason) => reason,
      );
      assert.ok(error instanceof LeakError, error);
      assertSafe(error.message);
    } finally {
      delete globalThis[EVIL];
    }
    await forceGC();
  });

  test('growth', async () => {
    let value = 0;
    const kept = [];
    globalThis[EVIL] = kept;
    const Evil = { [EVIL]: class {} }[EVIL];
    try {
      const scenario = () => {
        value += 1000;
        for (let i = 0; i < 10; i++) kept.push(new Evil());
      };
      const error = await assertNoGrowth(scenario, { metrics: { [EVIL]: () => value } }).then(
        () => assert.fail('it grows'),
        (reason) => reason,
      );
      assert.ok(error instanceof LeakError, error);
      assertSafe(error.message);
    } finally {
      delete globalThis[EVIL];
    }
  });

  test('an argument that is quoted', () => {
    const values = [EVIL, { [EVIL]: EVIL }, { [EVIL]: () => {} }[EVIL], new Error(EVIL), Symbol(EVIL)];
    for (const value of values) assert.doesNotMatch(quote(value), UNSAFE);
    assert.throws(
      () => trackGC({}, undefined, { label: { [EVIL]: 1 } }),
      ({ message }) => !UNSAFE.test(message),
    );
  });

  test('a leak that cannot be explained', async () => {
    const { examine } = explainer();
    explainer().examine = () => Promise.reject(new Error(EVIL));
    const kept = {};
    try {
      const error = await assertCollected(trackGC(kept)).then(
        () => assert.fail('it is held'),
        (reason) => reason,
      );
      assertSafe(error.message);
      assertSafe(error.leaks[0].hint);
    } finally {
      explainer().examine = examine;
    }
    assert.ok(kept);
  });

  test('warnings of a monitor', async () => {
    const breaks = () => {
      throw new Error(EVIL);
    };
    const monitor = monitorMemory({ requests: breaks, series: { [EVIL]: breaks } });
    const messages = [];
    monitor.on('warning', ({ message }) => messages.push(message));
    await forceGC();
    while (messages.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    monitor.dispose();
    for (const message of messages) assertSafe(message);
  });

  test('a process warning of metrics', async () => {
    const metrics = new Map();
    const registry = {
      registerMetric: (metric) => metrics.set(metric.name, metric),
      getSingleMetric: (name) => metrics.get(name),
      removeSingleMetric: (name) => metrics.delete(name),
    };
    const monitor = monitorMemory();
    monitor.verdicts = () => {
      throw new Error(EVIL);
    };
    const warned = once(process, 'warning');
    const handle = registerMetrics(registry, { monitor });
    await metrics.get('gc_tracker_live_objects').get();
    assertSafe((await warned)[0].message);
    handle.dispose();
    monitor.dispose();
  });

  test('a sandbox whose module fails, or is not there', async () => {
    const file = path.join(folder, 'fails.js');
    fs.writeFileSync(
      file,
      `throw Object.assign(new Error(${JSON.stringify(EVIL)}), { name: ${JSON.stringify(EVIL)} });`,
    );
    await assert.rejects(createSandbox(file), ({ message }) => assertSafe(message) === undefined);
    await assert.rejects(createSandbox(`./${EVIL}`), ({ message }) => assertSafe(message) === undefined);
  });

  test('tests that ran at once', async () => {
    const file = path.join(folder, 'concurrent.test.js');
    fs.writeFileSync(
      file,
      `require(${JSON.stringify(require.resolve('../../lib/adapters/node-test.js'))});
      const { describe, test } = require('node:test');
      const { trackGC } = require(${JSON.stringify(path.resolve(__dirname, '../..'))});
      describe('all', { concurrency: true }, () => {
        for (const index of [1, 2]) {
          test(${JSON.stringify(EVIL)} + index, async () => {
            await new Promise(setImmediate);
            trackGC((globalThis['kept' + index] = {}), undefined, { label: ${JSON.stringify(EVIL)} });
            await new Promise((resolve) => setTimeout(resolve, 100));
          });
        }
      });`,
    );
    const { stdout } = await runProgram(process.execPath, [file], { env: plainEnvironment() });
    const lines = stdout.split('\n').filter((line) => /tracked while|not collected|kept\d/.test(line));
    assert.ok(lines.length > 0, stdout);
    for (const line of lines) assert.doesNotMatch(line, UNSAFE);
  });

  test('a page', async () => {
    const file = path.join(folder, 'recording.json');
    fs.writeFileSync(file, JSON.stringify(recording()));
    const snapshot = path.join(folder, 'evil.heapsnapshot');
    fs.writeFileSync(snapshot, evilSnapshot(10));
    for (const flags of [[], ['--strings']]) {
      const page = path.join(folder, `page${flags.length}.html`);
      const { code, stderr } = await run(['report', ...flags, '-o', page, snapshot, file]);
      assert.strictEqual(code, 0, stderr);
      const [data] = /<script[^>]* id="data"[^>]*>.*?<\/script>/s.exec(fs.readFileSync(page, 'utf8'));
      const texts = [];
      JSON.parse(data.replace(/^<script[^>]*>|<\/script>$/g, ''), (key, value) => {
        texts.push(key, value);
        return value;
      });
      const unsafe = texts.filter((text) => typeof text === 'string' && UNSAFE.test(text));
      assert.deepStrictEqual(unsafe, []);
    }
  });

  test("Prometheus' text: one line for each value, and no label begins a line", async () => {
    const { Registry } = require(path.join(current(), 'prom-client'));
    const registry = new Registry();
    const monitor = monitorMemory({ series: { [EVIL]: () => 1 } });
    const handle = registerMetrics(registry, { monitor });
    const kept = {};
    trackGC(kept, undefined, { label: EVIL });
    const text = await registry.metrics();
    handle.dispose();
    monitor.dispose();
    assert.ok(kept);
    const value = /^gc_tracker_\w+(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)+\})? \S+$/;
    for (const line of text.split('\n'))
      assert.ok(line === '' || line.startsWith('# ') || value.test(line), line);
    assert.strictEqual(
      text.split('\n').filter((line) => line.includes('live_objects{label="user')).length,
      1,
    );
  });

  test("a report's sentences", () => {
    const data = recordingOf('file', recording(), new Redactor({ strings: true }));
    const texts = [];
    JSON.stringify(data, (_key, value) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    assert.ok(texts.length > 10);
    for (const text of texts) assert.doesNotMatch(text, UNSAFE);
  });

  test('a message of the analyzer', async () => {
    const file = path.join(folder, `${EVIL.replaceAll('\0', '')}.json`);
    fs.writeFileSync(file, `{"snapshot":${EVIL}`);
    const { code, stdout, stderr } = await run(['summary', file]);
    assert.deepStrictEqual([code, stdout], [1, '']);
    assertSafe(stderr);
    await assert.rejects(openHeapSnapshot(file));
  });
});
