'use strict';

// Rounds of targets that are tracked, all alive at once, and collected. Arguments: rounds, targets.

const { trackGC, trackingStats } = require('../../..');
const { gather, check, finish } = require('./result.js');

const [rounds, targets] = process.argv.slice(2).map(Number);
let callbacks = 0;

/** All alive at once, until this returns. */
function track() {
  const held = new Array(targets);
  for (let number = 0; number < targets; number++) {
    held[number] = { number };
    trackGC(held[number], () => callbacks++, { label: 'round' });
  }
  return held.length;
}

async function main() {
  const rss = [];
  for (let round = 1; round <= rounds; round++) {
    track();
    check(await gather(() => trackingStats().live === 0), `round ${round}: some targets were not collected`);
    // Once more, now that the handles of the round are garbage too.
    await gather(() => false, 2);
    check(
      callbacks === round * targets,
      `round ${round}: ${callbacks} callbacks instead of ${round * targets}`,
    );
    rss.push(process.memoryUsage.rss());
  }
  finish({ rss });
}

main();
