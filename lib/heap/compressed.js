'use strict';

// Snapshot files that the native side cannot decompress: all but gzip. They are decompressed here and pushed.

const fs = require('node:fs');
const { codedError } = require('../util/errors.js');
const { decompressStream, startOf } = require('../util/compression.js');

/** How many times its size a file may expand, and how far each may: as on the native side. */
const MAX_RATIO = 100;
const ANY_RATIO = 2 ** 28;

/** The format that this side must decompress; undefined if there is none. */
function foreignFormat(file) {
  try {
    if (!fs.statSync(file).isFile()) return undefined;
    const start = startOf(file);
    return start.format === 'gzip' || start.text === undefined ? undefined : start.format;
  } catch {
    // The native side says why it cannot be read.
    return undefined;
  }
}

/** Pushes a compressed file to the native side. */
async function pushFile(file, format, stream) {
  const most = Math.max(fs.statSync(file).size * MAX_RATIO, ANY_RATIO);
  const source = fs.createReadStream(file);
  const decompressed = decompressStream(format);
  source.on('error', (cause) => decompressed.destroy(cause));
  let length = 0;
  try {
    for await (const chunk of source.pipe(decompressed)) {
      length += chunk.length;
      if (length > most) throw tooMuch(most);
      if (!stream.push(chunk)) return;
    }
  } catch (cause) {
    if (cause.code?.startsWith('ERR_GC_TRACKER_')) throw cause;
    const message = `cannot read the heap snapshot: ${format}: ${cause.message}, '${file}'`;
    throw codedError('ERR_GC_TRACKER_SNAPSHOT_READ', message);
  } finally {
    source.destroy();
  }
}

function tooMuch(most) {
  const message = `not a valid heap snapshot: it is compressed more than a heap snapshot can be, at byte ${most}`;
  return codedError('ERR_GC_TRACKER_SNAPSHOT_INVALID', message);
}

module.exports = { foreignFormat, pushFile };
