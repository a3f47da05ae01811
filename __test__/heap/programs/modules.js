'use strict';

// ECMAScript modules in cycles, modules with top-level await that never ends, dynamic imports, JSON,
// compiled functions in several states, and the code they leave behind.

const v8 = require('node:v8');

const url = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

const leaf = url(`
  export class Exported { field = { of: import.meta.url }; }
  export const instances = Array.from({ length: 100 }, () => new Exported());
  export default function () { return instances; }
`);
const reexporting = url(`
  export * from ${JSON.stringify(leaf)};
  export { default as made } from ${JSON.stringify(leaf)};
  let counter = 0;
  export const next = () => ++counter;
`);
const pending = url(`
  const local = { held: 'while the module waits' };
  await new Promise(() => {});
  export { local };
`);

function hot(values) {
  let sum = 0;
  for (const value of values) sum += value.x ?? value.y;
  return sum;
}

async function main() {
  globalThis.kept = {
    namespace: await import(reexporting),
    pending: import(pending),
    missing: import('data:text/javascript,throw new Error("expected")').catch((error) => error),
  };
  // Warm enough to be optimized: feedback, inline caches and code objects are nodes too.
  const values = Array.from({ length: 100 }, (_, index) => (index % 2 ? { x: index } : { y: index }));
  for (let round = 0; round < 2000; round++) hot(values);
  globalThis.kept.hot = hot;
  setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
}

main();
