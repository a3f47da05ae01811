'use strict';

// node fuzz/structure/run.js [SECONDS] [FILE…]: changes real snapshots by their structure, and asks each everything, until the
// time is over. Without files: the seeds, and a snapshot of this process. Prints what is found, and leaves its files in
// fuzz/artifacts. Fails if there is any.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const v8 = require('node:v8');
const { hunt } = require('./hunt.js');

const BATCH = 20;
const LIMITS = { limitMs: 60_000, maxBytes: 2_000_000_000 };

async function main([seconds = '30', ...given]) {
  const folder = path.join(__dirname, '..', 'artifacts');
  fs.mkdirSync(folder, { recursive: true });
  const seeds = path.join(__dirname, '..', 'seeds');
  const files = given.length > 0 ? given : fs.readdirSync(seeds).map((name) => path.join(seeds, name));
  if (given.length === 0) files.push(v8.writeHeapSnapshot(path.join(folder, 'this.heapsnapshot')));
  const end = performance.now() + Number(seconds) * 1000;
  let from = Date.now() % 1_000_000_000;
  let [asked, found] = [0, 0];
  while (performance.now() < end) {
    for (const file of files) {
      const size = fs.statSync(file).size > 1_000_000 ? 1 : BATCH;
      for (const { seed, mutations, problems } of await hunt({
        folder,
        file,
        from,
        to: from + size,
        ...LIMITS,
      })) {
        found++;
        console.log(
          `${path.basename(file)}, seed ${seed}, ${mutations}:\n  ${problems.slice(0, 3).join('\n  ')}`,
        );
      }
      asked += size;
      if (performance.now() > end) break;
    }
    from += BATCH;
  }
  console.log(`${asked} snapshots, ${found} findings`);
  process.exitCode = found > 0 ? 1 : 0;
}

main(process.argv.slice(2));
