'use strict';

// Calls a package behind a recycler in ways that go wrong, each in an instance that has gone through nothing else. Prints
// { outcomes: { [way]: [what the call rejected with, crashed] }, stats }.

const path = require('node:path');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { recycle } = require('../../../../lib/sandbox/recycle/recycler.js');
const { packages } = require('../../packages.js');

const { name, revocable } = JSON.parse(process.argv[2]);

const opencv = {
  binding: (cv) => new cv.Mat(1, 2, 3, 4, 5, 6, 7),
  deleted: (cv) => {
    const mat = new cv.Mat(4, 4, cv.CV_8UC1);
    mat.delete();
    return mat.rows;
  },
  exception: (cv) => cv.cvtColor(new cv.Mat(), new cv.Mat(), cv.COLOR_RGBA2GRAY),
  memory: (cv) => {
    for (let count = 0; count < 100; count++) new cv.Mat(10_000, 10_000, cv.CV_8UC4);
  },
  trap: (cv) => cv._free(0x7ffffff0),
};

const WAYS = {
  leaky: {
    trap: (leaky) => leaky._crash_unreachable(),
    bounds: (leaky) => leaky._crash_out_of_bounds(),
    abort: (leaky) => leaky._crash_abort(),
    stack: (leaky) => leaky._crash_recursion(1),
    memory: (leaky) => leaky._crash_out_of_memory(),
    exit: (leaky) => leaky._crash_exit(3),
    binding: (leaky) => new leaky.Image('wide'),
  },
  opencv4: opencv,
  opencv5: opencv,
  'sql.js': {
    exception: (sql) => new sql.Database().run('selec'),
    closed: (sql) => {
      const database = new sql.Database();
      database.close();
      database.run('select 1');
    },
    // SQLite's own limit, so that the test needs less than 2 GB.
    memory: (sql) => {
      const database = new sql.Database();
      database.run('pragma hard_heap_limit = 1000000');
      database.exec('select hex(zeroblob(10000000))');
    },
  },
};

const file =
  name === 'leaky' ? path.resolve(__dirname, '../../fixtures/leaky.js') : path.join(packages(), name);

const asText = (error) =>
  typeof error === 'object' ? `${error.name}: ${error.message}` : `${typeof error} ${error}`;

async function main() {
  const recycler = recycle(() => createSandbox(file, { revocable }));
  const outcomes = {};
  for (const [way, work] of Object.entries(WAYS[name])) {
    await recycler.call(() => {});
    const { crashes } = recycler.stats();
    // Without a variable of this frame for the error, which would hold its context while the disposal is proven.
    const told = await recycler.call((exports) => void work(exports)).then(() => 'resolved', asText);
    outcomes[way] = [told, recycler.stats().crashes > crashes];
  }
  await recycler.dispose();
  console.log(JSON.stringify({ outcomes, stats: recycler.stats() }));
}

main();
