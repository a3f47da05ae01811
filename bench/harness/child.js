'use strict';

// The child's side of spawn.js. A child is started with one more argument, the job as JSON, and prints one line: RESULT
// and { figures } or { problem } as JSON. Then it waits to be killed.

const process = require('node:process');
const { setTimeout } = require('node:timers');

/** Answers with the figures that `measure(job)` resolves to, or with why there are none. */
async function answer(measure) {
  const result = await figuresOf(measure);
  process.stdout.write(`RESULT ${JSON.stringify(result)}\n`);
  setTimeout(() => process.exit(), 10_000);
}

async function figuresOf(measure) {
  try {
    return { figures: await measure(JSON.parse(process.argv.at(-1))) };
  } catch (error) {
    const [line] = String(error?.message ?? error).split('\n');
    return { problem: `${error?.isUnavailable ? 'not available' : 'failed'}: ${line}` };
  }
}

/** What `load()` returns. If it throws, the contender does not work on this runtime: it is not available. */
function ifAvailable(load) {
  try {
    return load();
  } catch (error) {
    throw Object.assign(new Error(error.message), { isUnavailable: true });
  }
}

module.exports = { answer, ifAvailable };
