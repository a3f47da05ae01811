'use strict';

// node scripts/pictures.js [leak] [heap]: makes the README's pictures in docs/images/. They show programs of the docs as
// they run: the test of docs/getting-started.md in a terminal, and the report of the server of docs/report.md after a
// quarter of an hour under load, when its trend is known. Needs Chromium (__test__/report/browser.js installs it) and
// pngquant (apt-get install pngquant).

const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { setTimeout: sleep } = require('node:timers/promises');
const { pathToFileURL } = require('node:url');
const { launch, open } = require('../__test__/report/browser.js');

const root = path.resolve(__dirname, '..');
const images = path.join(root, 'docs/images');
const MAX_BYTES = 150_000;

const COLORS = '64';

const LOAD_MS = 780_000;
/** So that more than 400 MB leak: less may be the warm-up of a service. */
const REQUEST_EVERY_MS = 6;
const WARMUP_S = 20;
const VIEWPORT = { width: 900, height: 800, deviceScaleFactor: 1.5 };

/** Writes the named programs of a page into the folder; of two with one name the first. */
function writePrograms(folder, page, names) {
  const text = fs.readFileSync(path.join(root, 'docs', page), 'utf8');
  for (const name of names) {
    const start = text.indexOf(`\`\`\`js\n// ${name}\n`) + '```js\n'.length;
    fs.writeFileSync(path.join(folder, name), text.slice(start, text.indexOf('```', start)));
  }
}

/** What the test of a leak prints, up to the end of the report. */
function leakReport(folder) {
  writePrograms(folder, 'getting-started.md', ['sessions.js', 'logout.test.js']);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--test', '--test-reporter=spec', 'logout.test.js'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  return `$ node --test logout.test.js\n${stdout.slice(0, /fingerprint .*/.exec(stdout).index)}`.trimEnd();
}

/** A terminal: the failed test in red, the suspects in yellow. */
function terminalPage(text) {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const lines = escaped
    .replace(/^\$ .*/, '<b>$&</b>')
    .replace(/^✖.*/m, '<i>$&</i>')
    .replace(/~+/g, '<u>$&</u>');
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; }
    pre { display: inline-block; margin: 0; padding: 20px 26px; border-radius: 10px;
      background: #1b1f24; color: #d8dee6; font: 15px/1.4 'DejaVu Sans Mono', monospace; }
    b { color: #fff; } i { color: #ff7b72; font-style: normal; } u { color: #f2cc60; text-decoration: none; }
  </style><pre>${lines}</pre>`;
}

async function pictureOfLeak(folder, browser) {
  const file = path.join(folder, 'terminal.html');
  fs.writeFileSync(file, terminalPage(leakReport(folder)));
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 800, deviceScaleFactor: 2 });
  await page.goto(pathToFileURL(file).href);
  const terminal = await page.$('pre');
  await terminal.screenshot({ path: path.join(images, 'leak-report.png'), omitBackground: true });
}

/** Runs the server under load, with a report when it ends. */
async function heapReport(folder) {
  writePrograms(folder, 'report.md', ['server.js']);
  const command = ['run', '--snapshots', '--warmup', String(WARMUP_S), 'server.js'];
  const child = spawn(process.execPath, [path.join(root, 'bin/gc-tracker.js'), ...command], {
    cwd: folder,
    env: { ...process.env, PORT: '8126' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const end = Date.now() + LOAD_MS;
  for (let number = 0; Date.now() < end; number++) {
    const request = http.get({ host: '127.0.0.1', port: 8126, agent, path: `/user-${number}` });
    const [response] = await once(request, 'response');
    await response.resume().toArray();
    await sleep(REQUEST_EVERY_MS);
  }
  agent.destroy();
  child.kill('SIGTERM');
  await once(child, 'exit');
  return path.join(folder, 'report.html');
}

/** The verdict, memory over time, and what grew with the path to it; the live objects between them are left out. */
async function pictureOfHeap(folder, browser) {
  const { page } = await open(browser, await heapReport(folder), { viewport: VIEWPORT });
  const height = await page.evaluate(() => {
    document.querySelector('#live').remove();
    const growing = document.querySelector('#growing');
    growing.querySelector('details').open = true;
    return growing.getBoundingClientRect().bottom + window.scrollY + 16;
  });
  const clip = { x: 0, y: 0, width: VIEWPORT.width, height };
  await page.screenshot({ path: path.join(images, 'heap-report.png'), clip });
}

/** Reduces a picture to few colors. */
function shrink(file) {
  const { status, error } = spawnSync('pngquant', ['--force', '--output', file, COLORS, file], {
    stdio: 'inherit',
  });
  if (status !== 0) throw error ?? new Error(`pngquant failed on ${file}`);
}

async function main() {
  const wanted = process.argv.slice(2);
  const makers = { leak: pictureOfLeak, heap: pictureOfHeap };
  fs.mkdirSync(images, { recursive: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-pictures-'));
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(root, path.join(folder, 'node_modules/gc-tracker'));
  const browser = await launch();
  try {
    for (const name of wanted.length > 0 ? wanted : Object.keys(makers)) await makers[name](folder, browser);
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  }
  for (const name of fs.readdirSync(images)) {
    shrink(path.join(images, name));
    const { size } = fs.statSync(path.join(images, name));
    console.log(name, size);
    if (size > MAX_BYTES) throw new Error(`${name} has more than ${MAX_BYTES} bytes`);
  }
}

main();
