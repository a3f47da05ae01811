'use strict';
// flags: --expose-gc

// A recording that is damaged anywhere, compressed or not, is an invalid recording, or is shown: nothing else.

const assert = require('node:assert');
const fs = require('node:fs');
const process = require('node:process');
const { setTimeout: delay } = require('node:timers/promises');
const zlib = require('node:zlib');
const { monitorMemory } = require('gc-tracker/monitor');
const { commandLine } = require('./support/command.js');
const { dataOf } = require('../../lib/report');

const WRONG = [null, 0, -1, 1e300, 'text', [], {}, [[]], true, [null]];
/** How far a compressed recording must be whole, so that it can be told. */
const TOLD = 200;

async function record() {
  const monitor = monitorMemory();
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await delay(50);
  }
  return JSON.stringify(monitor.recording());
}

/** The paths to all values, of each list the first three. */
function pathsOf(value, path = []) {
  if (value === null || typeof value !== 'object') return [];
  const keys = Object.keys(value).filter((key) => !Array.isArray(value) || Number(key) < 3);
  return keys.flatMap((key) => [[...path, key], ...pathsOf(value[key], [...path, key])]);
}

/** Whether it is shown; fails if it is refused as anything else than a recording. */
async function isShown(bytes, what) {
  fs.writeFileSync('recording', bytes);
  try {
    await dataOf(['recording'], { open: () => assert.fail(`${what}: taken for a snapshot`) });
    return true;
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_GC_TRACKER_RECORDING_INVALID', `${what}: ${error.stack}`);
    return false;
  }
}

async function main() {
  const text = await record();
  const [plain, zipped, packed] = [Buffer.from(text), zlib.gzipSync(text), zlib.brotliCompressSync(text)];
  for (const whole of [plain, zipped, packed, Buffer.from(`\ufeff${text}`)])
    assert.ok(await isShown(whole, 'whole'));

  const named = text.indexOf('"series"') + 10;
  for (let end = named; end < plain.length; end += 37)
    assert.ok(!(await isShown(plain.subarray(0, end), `cut at ${end}`)));
  for (let at = named; at < plain.length; at += 37) await isShown(damaged(plain, at), `byte ${at}`);
  for (let end = TOLD; end < zipped.length; end += 7)
    assert.ok(!(await isShown(zipped.subarray(0, end), `zipped, cut at ${end}`)));
  for (let at = TOLD; at < zipped.length; at += 7)
    assert.ok(!(await isShown(damaged(zipped, at), `zipped, byte ${at}`)));

  for (const path of pathsOf(JSON.parse(text))) {
    if (path[0] === 'gcTracker') continue;
    for (const value of WRONG) {
      const changed = JSON.parse(text);
      const holder = path.slice(0, -1).reduce((object, key) => object[key], changed);
      holder[path.at(-1)] = value;
      await isShown(JSON.stringify(changed), `${path.join('.')}: ${JSON.stringify(value)}`);
    }
  }

  fs.writeFileSync('recording', damaged(zipped, zipped.length >> 1));
  const { status, stderr } = commandLine('report', 'recording', '-o', 'report.html');
  assert.strictEqual(status, 1);
  assert.match(stderr, /ERR_GC_TRACKER_RECORDING_INVALID/);
  assert.ok(!fs.existsSync('report.html'));
}

function damaged(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 0x15;
  return copy;
}

main().then(() => process.exit());
