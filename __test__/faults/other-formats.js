'use strict';

// What is taken for a heap snapshot and is none is named, compressed or not. Compressed snapshots are read where Node has what
// decompresses them, and else their compression is named.

const assert = require('node:assert');
const fs = require('node:fs');
const v8 = require('node:v8');
const zlib = require('node:zlib');
const { openHeapSnapshot } = require('gc-tracker/heap');
const { commandLine } = require('./support/command.js');

const FORMATS = {
  heapprofile: ['{"head":{"callFrame":{"functionName":""}},"samples":[]}', /\.heapprofile/],
  cpuprofile: ['{"nodes":[{"id":1,"callFrame":{}}],"startTime":1}', /\.cpuprofile/],
  trace: ['{"traceEvents":[{"pid":1}]}', /performance trace/],
  traceWithMetadata: ['{"metadata":{"source":"DevTools"},"traceEvents":[]}', /performance trace/],
  traceList: ['[{"pid":1,"ph":"X"}]', /performance trace/],
  javaScriptCore: ['{"version":3,"type":"Inspector","nodes":[0,0,0,0],"edges":[]}', /JavaScriptCore/],
  html: ['\n<!doctype html><html></html>', /HTML/],
  recording: ['{"version":1,"gcTracker":"0.1.0","series":[]}', /recording/],
};
const ENCODINGS = {
  plain: (text) => Buffer.from(text),
  mark: (text) => Buffer.from(`\ufeff${text}`),
  gzip: (text) => zlib.gzipSync(text),
};
const READ = { ...ENCODINGS };
READ.gzipWithMark = (text) => zlib.gzipSync(`\ufeff${text}`);
READ.brotli = (text) =>
  zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } });
READ.brotliWithMark = (text) => READ.brotli(`\ufeff${text}`);
if (zlib.zstdCompressSync !== undefined) READ.zstd = (text) => zlib.zstdCompressSync(text);

async function refused(bytes, words, name) {
  fs.writeFileSync('other', bytes);
  const isNamed = (error) => {
    assert.strictEqual(
      error.code,
      'ERR_GC_TRACKER_SNAPSHOT_INVALID',
      `${name}: ${error.code} ${error.message}`,
    );
    assert.match(error.message, words, name);
    return true;
  };
  await assert.rejects(openHeapSnapshot('other'), isNamed, name);
}

async function main() {
  for (const [format, [text, words]] of Object.entries(FORMATS)) {
    for (const [encoding, encode] of Object.entries(ENCODINGS))
      await refused(encode(text), words, `${format}, ${encoding}`);
    // What is in brotli or zstd is told if it is JSON.
    const isJSON = text.startsWith('{');
    if (isJSON) await refused(READ.brotli(text), words, `${format}, brotli`);
    if (isJSON && READ.zstd) await refused(READ.zstd(text), words, `${format}, zstd`);
    const wide = Buffer.from(text, 'utf16le');
    await refused(wide, isJSON ? /UTF-16/ : /UTF-16|binary|HTML|performance/, `${format}, UTF-16`);
    await refused(Buffer.from(`\ufeff${text}`, 'utf16le'), /UTF-16/, `${format}, UTF-16 LE`);
    await refused(Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), /UTF-16/, `${format}, UTF-16 BE`);
    await refused(
      zlib.gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')),
      /UTF-16/,
      `${format}, gzip of UTF-16`,
    );
  }
  const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0]);
  if (!READ.zstd) await refused(zstd, /compressed by zstd/, 'zstd');
  await refused(zlib.gzipSync(zlib.gzipSync('{}')), /compressed by gzip/, 'gzip twice');
  await refused(Buffer.from('PK\x03\x04rest'), /zip/, 'zip');

  globalThis.kept = new (class Kept {})();
  const snapshot = fs.readFileSync(v8.writeHeapSnapshot('plain.heapsnapshot'), 'utf8');
  for (const [encoding, encode] of Object.entries(READ)) {
    fs.writeFileSync(encoding, encode(snapshot));
    const opened = await openHeapSnapshot(encoding);
    const [{ count }] = await opened.classes({ name: 'Kept' });
    assert.strictEqual(count, 1, encoding);
    opened.dispose();
    const { status, stdout, stderr } = commandLine('find', encoding, 'Kept');
    assert.ok(status === 0 && stdout.includes('Kept'), `${encoding}: ${stderr}`);
    const report = commandLine('report', encoding, '-o', `${encoding}.html`);
    assert.strictEqual(report.status, 0, `${encoding}: ${report.stderr}`);
  }

  // A compressed file that is damaged or cut off is an error with a code.
  for (const encoding of ['gzip', 'brotli', ...(READ.zstd ? ['zstd'] : [])]) {
    const bytes = fs.readFileSync(encoding);
    const damaged = Buffer.from(bytes);
    for (let index = damaged.length >> 1; index < damaged.length - 100; index += 1000) damaged[index] ^= 0x55;
    for (const wrong of [damaged, bytes.subarray(0, bytes.length >> 1)]) {
      fs.writeFileSync('other', wrong);
      await assert.rejects(openHeapSnapshot('other'), { code: /^ERR_GC_TRACKER_SNAPSHOT_/ }, encoding);
    }
  }

  // Gigabytes in a small file are refused.
  const many = Buffer.alloc(300_000_000, `"${'a'.repeat(998)}",\n`);
  for (const encoding of ['brotli', ...(READ.zstd ? ['zstd'] : [])]) {
    const start = snapshot.slice(0, snapshot.indexOf('"strings":[') + 11);
    fs.writeFileSync('other', READ[encoding](Buffer.concat([Buffer.from(start), many])));
    const error = { code: 'ERR_GC_TRACKER_SNAPSHOT_INVALID', message: /compressed more than/ };
    await assert.rejects(openHeapSnapshot('other'), error, encoding);
  }
}

main();
