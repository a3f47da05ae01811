'use strict';

// 200 calls that leak in a package, behind a recycler without limits or with them. Prints the most linear memory that the
// instances had at the same time, whether each result was right, and what the recycler has counted.

const path = require('node:path');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { packages } = require('../../packages.js');

const { name, options } = JSON.parse(process.argv[2]);
const CALLS = 200;

/** Matrices that are never deleted: 4 MB, and what is made of them. */
const blur = (cv) => {
  const image = new cv.Mat(1000, 1000, cv.CV_8UC4, new cv.Scalar(200, 100, 50, 255));
  const gray = new cv.Mat();
  cv.cvtColor(image, gray, cv.COLOR_RGBA2GRAY);
  return gray.ucharPtr(500, 500)[0] === 124;
};

const WORK = {
  opencv4: blur,
  opencv5: blur,
  // Databases that are never closed: their pages are SQLite's.
  'sql.js': (sql) => {
    const database = new sql.Database();
    database.run('pragma page_size = 65536; pragma cache_size = 100; create table t (x)');
    database.run('insert into t values (zeroblob(3000000))');
    const [{ values }] = database.exec('select length(x) from t');
    return values[0][0] === 3_000_000;
  },
};

async function main() {
  const recycler = recycle(() => createSandbox(path.join(packages(), name)), options);
  let mostWasmBytes = 0;
  let right = 0;
  for (let call = 0; call < CALLS; call++) {
    if (await recycler.call(WORK[name])) right++;
    mostWasmBytes = Math.max(mostWasmBytes, recycler.stats().wasmBytes);
  }
  await recycler.dispose();
  console.log(
    JSON.stringify({ mostWasmBytes, right, stats: recycler.stats(), rss: process.resourceUsage().maxRSS }),
  );
}

main();
