'use strict';

// The snapshots that the bench measures on, of about 40 MB, 300 MB and 1 GB. A program with a seeded heap (snapshots/)
// writes them; they are kept outside git, and made again only when missing. `node bench/heap/generate.js [size...]`.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { usualNodes } = require('../harness/machine.js');

/** Counts up when snapshots/ changes the heap that it builds, so that an old file is not taken for a new one. */
const VERSION = 3;
const USERS = { small: 4_500, medium: 34_500, large: 117_500 };
const SIZES = Object.keys(USERS);
const cache = path.join(__dirname, '.cache');
const STRINGS = Buffer.from('\n"strings":[');

/**
 * The snapshot of a size, of a version of Node: { size, file, bytes, nodes, edges, stringBytes, pathId }, where
 * `stringBytes` is the length of the strings section and `pathId` the node id of an object far from the root.
 */
function snapshotOf(size, { command, version }, tell = () => {}) {
  const [major] = version.split('.');
  const file = path.join(cache, `v${VERSION}-node${major}-${size}.heapsnapshot`);
  const facts = `${file}.json`;
  if (!fs.existsSync(facts)) {
    tell(
      `making the ${size} snapshot (once; ${size === 'large' ? 'about a minute, 6 GB of memory' : 'seconds'})`,
    );
    fs.mkdirSync(cache, { recursive: true });
    const pathId = take(command, USERS[size], `${file}.part`);
    const known = describe(`${file}.part`);
    fs.renameSync(`${file}.part`, file);
    fs.writeFileSync(facts, `${JSON.stringify({ ...known, pathId }, null, 2)}\n`);
  }
  return { size, file, ...JSON.parse(fs.readFileSync(facts, 'utf8')) };
}

function take(command, users, file) {
  const args = ['--max-old-space-size=20000', path.join(__dirname, 'snapshots', 'take.js'), users, file];
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const { status, signal, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`no snapshot of ${users} users: ended with ${signal ?? status}: ${stderr}`);
  return JSON.parse(stdout).pathId;
}

/** { bytes, nodes, edges, stringBytes }: the counts of the file's head, and the length of its strings section. */
function describe(file) {
  const bytes = fs.statSync(file).size;
  const handle = fs.openSync(file);
  try {
    const head = Buffer.alloc(8192);
    fs.readSync(handle, head, 0, head.length, 0);
    const count = (name) => Number(new RegExp(`"${name}":(\\d+)`).exec(head)[1]);
    return {
      bytes,
      nodes: count('node_count'),
      edges: count('edge_count'),
      stringBytes: bytes - findLast(handle, bytes, STRINGS),
    };
  } finally {
    fs.closeSync(handle);
  }
}

/** The offset of the last occurrence. A string can't contain one: its quotes are escaped. */
function findLast(handle, bytes, wanted) {
  const block = Buffer.alloc(1 << 20);
  const step = block.length - wanted.length;
  for (let from = bytes - step; from > -step; from -= step) {
    const start = Math.max(from, 0);
    const read = fs.readSync(handle, block, 0, block.length, start);
    const found = block.subarray(0, read).lastIndexOf(wanted);
    if (found >= 0) return start + found;
  }
  throw new Error('the snapshot has no strings');
}

module.exports = { SIZES, snapshotOf };

if (require.main === module) {
  const wanted = process.argv.slice(2);
  const [running] = usualNodes([]);
  for (const size of wanted.length > 0 ? wanted : SIZES) {
    if (!SIZES.includes(size)) throw new Error(`unknown size '${size}', choose from ${SIZES.join(', ')}`);
    console.log(JSON.stringify(snapshotOf(size, running, (text) => process.stderr.write(`${text}\n`))));
  }
}
