'use strict';

// Proves: a realm that loaded its own copy of the JavaScript side and tracked objects is collected
// like any other once it is dropped, nothing is delivered into it afterwards, and memory stays flat
// over many of them. After each batch of realms, memory is measured; growth is the median of the
// second half against that of the first.

const { measure } = require('./harness.js');
const { MB, growth, megabytes } = require('./numbers.js');

const BATCH = 5;
/** One realm holds about 1 MB; chance makes 1 MB of difference in the heap, and some MB in RSS. */
const ALLOWED = { heap: 2 * MB, rss: 10 * MB };

async function run(runtime, { long }) {
  const realms = long ? 200 : 40;
  const { problems, figures } = await measure(runtime, 'realms.js', {
    args: [realms / BATCH, BATCH],
    env: { MALLOC_ARENA_MAX: '1' },
    limitMs: long ? 300_000 : 60_000,
  });
  if (figures === null) return { problems, figure: '' };
  const grown = {};
  for (const kind of ['heap', 'rss']) {
    grown[kind] = growth(figures[kind], { skip: 1 });
    if (grown[kind] > ALLOWED[kind]) {
      problems.push(
        `${kind} grew by ${megabytes(grown[kind])}; after each batch: ${figures[kind].map(megabytes).join(', ')}`,
      );
    }
  }
  const figure =
    `${realms} realms, ${figures.callbacks} callbacks in them, all collected within ${figures.cycles} GCs; ` +
    `heap grew ${megabytes(grown.heap)}, RSS ${megabytes(grown.rss)}`;
  return { problems, figure };
}

module.exports = { run };
