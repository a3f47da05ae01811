'use strict';

// The example service, twice, one of which leaks, scraped by a real Prometheus: the questions of its README
// are asked, and those of its dashboard.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { current } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { start, until } = require('../support/program.js');
const { workspace } = require('../support/workspace.js');
const { checkMetrics, installPrometheus, startPrometheus } = require('./prometheus.js');
const { answerOf, questions } = require('./readme.js');

const example = path.resolve(__dirname, '../../examples/service');
const read = (file) => fs.readFileSync(path.join(example, file), 'utf8');
const programs = ['server.js', 'shop.js', 'load.js'].map((file) => path.join(example, file));

/** Panels of what there is only after minutes: a verdict, and with it a slope. */
const LATER = ['Slope of memory'];

/** Starts the service; resolves with its port. */
async function serve(t, cwd, env) {
  const server = start(t, process.execPath, ['server.js'], { cwd, env: { PORT: '0', ...env } });
  const [, port] = await server.line(/^listening on http:\/\/127\.0\.0\.1:(\d+)$/);
  return port;
}

/** [{ title, expression }] of the dashboard, with values in place of its variables. */
function panels(dashboard) {
  const values = { instance: '.*', label: '.*', __rate_interval: '1m' };
  return dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({
      title,
      expression: expr.replace(/\$(\w+)/g, (_, name) => values[name] ?? assert.fail(`${title}: $${name}`)),
    })),
  );
}

before(() => {
  installTracker();
  installPrometheus();
});

describe('examples/service', { timeout: 300_000 }, () => {
  test('PromQL answers which process and which label leaks', async (t) => {
    const folder = workspace(t, { modules: current(), files: programs });
    const leaking = await serve(t, folder, { LEAK: 'sessions' });
    const clean = await serve(t, folder);
    start(t, process.execPath, ['load.js', leaking, clean], { cwd: folder, env: { CUSTOMERS: '60' } });
    const ports = (text) => text.replaceAll('3001', leaking).replaceAll('3002', clean);
    const configuration = ports(read('prometheus.yml')).replace('scrape_interval: 5s', 'scrape_interval: 1s');
    const { query } = await startPrometheus(t, folder, configuration);

    // Nobody makes the clean one collect its garbage: it has to come to that by itself.
    const collected = `gc_tracker_collected_objects_total{instance=~".*:${clean}", label="session"} > 200`;
    const leaked = `gc_tracker_uncollected_objects{instance=~".*:${leaking}"} > 0`;
    const isSeen = ([one, other]) => one.length > 0 && other.length > 0;
    await until(
      () => Promise.all([query(collected), query(leaked)]),
      isSeen,
      'a leak, and sessions collected',
    );

    for (const { expression, answer } of questions(ports(read('README.md')))) {
      assert.deepStrictEqual(answerOf(await query(expression)), answer.sort(), expression);
    }
    const never = await query(
      `max_over_time(gc_tracker_uncollected_objects{instance=~".*:${clean}"}[1h]) > 0`,
    );
    assert.deepStrictEqual(never, []);

    for (const { title, expression } of panels(JSON.parse(read('grafana.json')))) {
      const series = await query(expression);
      assert.ok(series.length > 0 || LATER.includes(title), `${title}: ${expression}`);
    }
    for (const port of [leaking, clean]) {
      checkMetrics(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    }
  });

  test('the dashboard asks the source of data that is chosen', () => {
    const { panels, templating } = JSON.parse(read('grafana.json'));
    const variables = templating.list.map(({ name, type }) => [name, type]);
    assert.deepStrictEqual(variables[0], ['datasource', 'datasource']);
    for (const { title, datasource, targets } of panels) {
      for (const one of [datasource, ...targets.map(({ datasource }) => datasource)]) {
        assert.strictEqual(one.uid.replace(/[{}]/g, ''), '$datasource', title);
      }
    }
  });
});
