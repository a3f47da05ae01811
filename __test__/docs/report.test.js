'use strict';

// docs/report.md: its server, run and put under load, gets the report that the document promises; its recording can be
// reported; and it knows every option.

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { after, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { verdictText } = require('../../lib/report/verdict-text.js');
const { run } = require('../cli/run.js');
const { freePort } = require('../metrics/prometheus.js');
const { runNode } = require('../support/run.js');
const { ownModules, workspace } = require('../support/workspace.js');
const { programsOf, readPage } = require('./page.js');

const docs = readPage('report.md');
const REQUESTS = 3000;

const folder = workspace({ after }, { modules: ownModules, programs: programsOf(docs) });

async function request(port, agent, number) {
  const response = await new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, agent, path: `/user-${number}` }, resolve).on('error', reject);
  });
  await response.resume().toArray();
}

const dataOf = (file) =>
  JSON.parse(
    /<script type="application\/json" id="data">(.*)<\/script>/.exec(fs.readFileSync(file, 'utf8'))[1],
  );

test('the server is reported with its label and with what it keeps', async () => {
  const output = path.join(folder, 'report.html');
  const port = await freePort();
  process.env.PORT = String(port);
  let load;
  const words = ['run', '--snapshots', '--warmup', '1', '-o', output, path.join(folder, 'server.js')];
  const { signal, stdout } = await run(words, (child) => {
    load = (async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      for (const end = Date.now() + 2000; Date.now() < end; ) await request(port, agent, 0);
      for (let number = 0; number < REQUESTS; number++) await request(port, agent, number);
      // Until the recording has them.
      await sleep(1000);
      agent.destroy();
      child.kill('SIGTERM');
    })();
  });
  await load;
  delete process.env.PORT;
  assert.deepStrictEqual([signal, stdout], ['SIGTERM', 'listening\n']);
  const { recordings, heap } = dataOf(output);
  const [{ labels }] = recordings;
  assert.ok(labels[0][0] === 'session' && labels[0][1] >= REQUESTS, JSON.stringify(labels));
  const [{ holderTrail, holds }] = heap.growth.paths;
  assert.match(holderTrail, /server\.js › sessions$/);
  assert.strictEqual(holds, 'Session');
});

test('the recording of the document can be reported', async () => {
  await runNode(['recording.js'], { cwd: folder });
  const { code, stdout } = await run(['report', path.join(folder, 'recording.json'), '-o', '-']);
  assert.strictEqual(code, 0);
  assert.match(stdout, /"command":"recording\.js"/);
});

test('verdicts are said as the document shows them', () => {
  const heap = { slope: 148e6, interval: [144e6, 151e6], unit: 'bytes', series: 'heapUsed' };
  const live = { slope: 36_010, interval: [35_890, 36_120], unit: 'count', series: 'live:session' };
  for (const one of [heap, live]) {
    const text = verdictText({ ...one, verdict: 'growing', confidence: 0.95 });
    assert.ok(docs.includes(`    gc-tracker: ${text}\n`), text);
  }
});

test('every option of the help is in the document', async () => {
  const { stdout } = await run(['help', 'run']);
  const options = stdout.match(/^ {2}-[-\w]+ ?[A-Z]*/gm).map((option) => option.trim());
  assert.strictEqual(options.length, 7);
  for (const option of options) assert.ok(docs.includes(`| \`${option}\` |`), option);
});
