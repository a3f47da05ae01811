'use strict';

// Compressed files. Their format is told by content: gzip and zstd begin with bytes of their own; brotli has none, so what
// begins like neither JSON nor those is tried. zstd is there since Node 22.15.

const fs = require('node:fs');
const zlib = require('node:zlib');

const { constants } = zlib;
const HEAD_BYTES = 65_536;
/** The start of a file may expand to this much. */
const MAX_HEAD_BYTES = 2 ** 26;

/** Formats, with what decompresses a part of a file, which lacks its end. */
const FORMATS = {
  gzip: {
    magic: [0x1f, 0x8b],
    sync: zlib.gunzipSync,
    stream: zlib.createGunzip,
    flush: constants.Z_SYNC_FLUSH,
  },
  zstd: {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    sync: zlib.zstdDecompressSync,
    stream: zlib.createZstdDecompress,
    flush: constants.ZSTD_e_flush,
  },
  brotli: {
    sync: zlib.brotliDecompressSync,
    stream: zlib.createBrotliDecompress,
    flush: constants.BROTLI_OPERATION_FLUSH,
  },
};

/**
 * The start of a regular file: { format, text }. The format is undefined if it is not compressed in one of these. The text is
 * undefined if it cannot be read: it is damaged, this Node lacks the format, or it is no text in UTF-8.
 */
function startOf(file) {
  const head = readHead(file);
  for (const [format, { magic }] of Object.entries(FORMATS)) {
    if (magic?.every((byte, index) => head[index] === byte)) return new Start(format, head);
  }
  if (isText(head)) return { format: undefined, text: head.toString() };
  const text = partOf(head, 'brotli');
  return /^\ufeff?\s*[{[]/.test(text) ? { format: 'brotli', text } : { format: undefined, text: undefined };
}

/** The start of a compressed file, decompressed when it is wanted. */
class Start {
  #head;

  constructor(format, head) {
    this.format = format;
    this.#head = head;
  }

  get text() {
    return partOf(this.#head, this.format);
  }
}

/** All of a compressed file, of at most `maxOutputLength` bytes. */
function decompress(bytes, format, maxOutputLength) {
  return format === undefined ? bytes : FORMATS[format].sync(bytes, { maxOutputLength });
}

/** A stream that decompresses. */
function decompressStream(format) {
  return FORMATS[format].stream();
}

function readHead(file) {
  const handle = fs.openSync(file);
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, HEAD_BYTES, 0));
  } finally {
    fs.closeSync(handle);
  }
}

/** The text at the start of compressed bytes. What comes before a damaged place is enough. */
function partOf(head, format) {
  const { sync, flush } = FORMATS[format];
  if (sync === undefined) return undefined;
  for (let { length } = head; length > 0; length >>= 1) {
    try {
      return sync(head.subarray(0, length), {
        finishFlush: flush,
        maxOutputLength: MAX_HEAD_BYTES,
      }).toString();
    } catch {
      // Half of it.
    }
  }
  return '';
}

/** Whether bytes may be text in UTF-8. */
function isText(head) {
  const start = head.subarray(0, 64);
  const isControl = (byte) => byte < 9 || (byte > 13 && byte < 32);
  // A character that is cut off is none that is wrong.
  return !start.some(isControl) && !start.toString().slice(0, -3).includes('\ufffd');
}

module.exports = { decompress, decompressStream, startOf };
