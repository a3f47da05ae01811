'use strict';

// The example service, twice, one of which leaks, scraped by a real Prometheus, which is asked which.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { place, start, until } = require('./place.js');
const { checkMetrics, startPrometheus } = require('./prometheus.js');

const example = path.resolve(__dirname, '../../examples/service');
const read = (file) => fs.readFileSync(path.join(example, file), 'utf8');
const programs = ['server.js', 'shop.js', 'load.js'].map((file) => path.join(example, file));

/** Starts the service; resolves with its port. */
async function serve(t, cwd, env) {
  const server = start(t, process.execPath, ['server.js'], { cwd, env: { PORT: '0', ...env } });
  const [, port] = await server.line(/^listening on http:\/\/127\.0\.0\.1:(\d+)$/);
  return port;
}

test('PromQL answers which process and which label leaks', { timeout: 300_000 }, async (t) => {
  const folder = place(t, programs);
  const leaking = await serve(t, folder, { LEAK: 'sessions' });
  const clean = await serve(t, folder);
  start(t, process.execPath, ['load.js', leaking, clean], { cwd: folder, env: { CUSTOMERS: '60' } });
  const configuration = read('prometheus.yml')
    .replace('scrape_interval: 5s', 'scrape_interval: 1s')
    .replace('3001', leaking)
    .replace('3002', clean);
  const { query } = await startPrometheus(t, folder, configuration);
  const t0 = Date.now();
  const found = await until(
    () => query('gc_tracker_uncollected_objects > 20'),
    (answers) => answers.length > 0,
    'the leak',
  );
  console.log('after', Date.now() - t0, found);
  assert.deepStrictEqual(found.map(({labels}) => [labels.instance, labels.label]), [[`127.0.0.1:${leaking}`, 'session']]);
  console.log(await query('gc_tracker_live_objects'));
  console.log(await query('gc_tracker_trend_verdict == 1'));
  console.log(await query('gc_tracker_gc_pause_seconds_count'));
  checkMetrics(await (await fetch(`http://127.0.0.1:${leaking}/metrics`)).text());
});
