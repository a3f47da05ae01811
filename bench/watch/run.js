'use strict';

// What watchWasm costs: `node bench/watch/run.js [--reps n]`. Calls of our own leaky module, unwatched and watched, without
// and with stacks; each contender in a process of its own, alternated. Of each operation the median in ns, and the ratio
// to the unwatched module.

const { execFileSync } = require('node:child_process');
const { parseArgs } = require('node:util');
const createLeaky = require('../../__test__/sandbox/fixtures/leaky.js');
const { watchWasm } = require('../../lib/sandbox/wasm/watch-wasm.js');

const CONTENDERS = { unwatched: undefined, 'without stacks': { stacks: false }, watched: {} };
const CALLS = 20_000;
const ROUNDS = 5;

const operations = {
  'new Image, delete()': (leaky) => new leaky.Image(1, 1).delete(),
  'crop() and delete() of a handle': (_, image) => image.crop(1, 1).delete(),
  'new Image, never deleted': (leaky) => void new leaky.Image(1, 1),
  '_malloc, _free': (leaky) => leaky._free(leaky._malloc(16)),
  'a method that returns a number': (_, image) => image.width(),
};

async function measure(contender) {
  const leaky = await createLeaky();
  if (CONTENDERS[contender] !== undefined) watchWasm(leaky, CONTENDERS[contender]);
  const image = new leaky.Image(8, 8);
  const figures = {};
  for (const [name, operation] of Object.entries(operations)) {
    const rounds = Array.from({ length: ROUNDS }, () => time(() => operation(leaky, image)));
    figures[name] = median(rounds.slice(1));
    await new Promise(setImmediate);
  }
  console.log(JSON.stringify(figures));
}

/** ns of processor time a call: others may use the machine. */
function time(call) {
  const start = process.cpuUsage();
  for (let calls = 0; calls < CALLS; calls++) call();
  return (process.cpuUsage(start).user * 1000) / CALLS;
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function main(reps) {
  const runs = { unwatched: [], 'without stacks': [], watched: [] };
  for (let rep = 0; rep < reps; rep++) {
    for (const [contender, figures] of Object.entries(runs)) {
      figures.push(JSON.parse(execFileSync(process.execPath, [__filename, '--child', contender])));
    }
  }
  for (const name of Object.keys(operations)) {
    const ns = Object.values(runs).map((figures) => median(figures.map((figure) => figure[name])));
    const cells = ns.map((one) => `${one.toFixed(0)} ns (x ${(one / ns[0]).toFixed(1)})`.padStart(20));
    console.log(name.padEnd(34) + cells.join(''));
  }
}

const { values } = parseArgs({
  options: { reps: { type: 'string', default: '5' }, child: { type: 'string' } },
});
if (values.child === undefined) {
  console.log(
    ' '.repeat(34) +
      Object.keys(CONTENDERS)
        .map((name) => name.padStart(20))
        .join(''),
  );
  main(Number(values.reps));
} else measure(values.child);
