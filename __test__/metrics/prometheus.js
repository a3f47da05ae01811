'use strict';

// Debian's prometheus, on loopback, with its data in a temporary folder; and promtool. They are installed if
// they are missing.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { findProgram, installDebian } = require('../support/debian.js');
const { start, until } = require('../support/program.js');

/** Throws where it cannot: what is tested here needs the real one. */
function installPrometheus() {
  const isThere = ['prometheus', 'promtool'].every((name) => findProgram([name]) !== undefined);
  if (!isThere) installDebian('prometheus');
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it with a configuration; resolves with `query(expression)`. It ends with the test. */
async function startPrometheus(t, folder, configuration) {
  const file = path.join(folder, 'prometheus.yml');
  fs.writeFileSync(file, configuration);
  execFileSync('promtool', ['check', 'config', file]);
  const port = await freePort();
  const server = start(t, 'prometheus', [
    `--config.file=${file}`,
    `--storage.tsdb.path=${path.join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ]);
  const base = `http://127.0.0.1:${port}`;
  let failed;
  server.ended.then((code) => {
    failed = new Error(`prometheus ended (${code}): ${server.errors()}`);
  });
  const isReady = async () => {
    if (failed !== undefined) throw failed;
    return fetch(`${base}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await until(isReady, (ready) => ready, 'prometheus is ready');
  return { query: (expression) => query(base, expression) };
}

/** [{ labels, value }]; throws with Prometheus' words if the expression is wrong. */
async function query(base, expression) {
  const response = await fetch(`${base}/api/v1/query?${new URLSearchParams({ query: expression })}`);
  const { status, error, data } = await response.json();
  if (status !== 'success') throw new Error(`${error}: ${expression}`);
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** Throws with promtool's words if it finds something to say of what a scrape gave. */
function checkMetrics(text) {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0 || stdout !== '' || stderr !== '') throw new Error(`promtool: ${stdout}${stderr}`);
}

module.exports = { checkMetrics, freePort, installPrometheus, startPrometheus };
