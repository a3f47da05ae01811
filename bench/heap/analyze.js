'use strict';

// One analysis in a process of its own, under the meter (native/src/bin/measure.rs): the kernel's figures of the whole
// process from start to exit, whatever language it is written in.

const fs = require('node:fs');
const { output, reasonOf } = require('../harness/spawn.js');
const { program } = require('./native.js');

const TIMEOUT_MS = 900_000;

/** Resolves to { wall, cpu (ms), rss (bytes), answer }. */
async function analyze(contender, runtime, snapshot) {
  warm(snapshot.file);
  const command = contender.command(snapshot, runtime, contender.checkout).map(String);
  // The meter's child ends with it.
  const result = await output(program('measure'), command, { timeoutMs: TIMEOUT_MS, group: true });
  const measured = last(result.stdout, /^MEASURED (.*)$/gm);
  const answer = last(result.stdout, /^(?:RESULT )?(\{.*\})$/gm);
  if (result.ending !== 0 || measured === undefined || answer === undefined) {
    throw new Error(`failed: ${reasonOf(result)}`);
  }
  const { wall, user, system, rss } = measured;
  return { wall, cpu: user + system, rss, answer: contender.answer(answer) };
}

/** Reads the file, so that nobody waits for the disk. */
function warm(file) {
  const block = Buffer.allocUnsafe(1 << 22);
  const handle = fs.openSync(file);
  try {
    while (fs.readSync(handle, block) > 0);
  } finally {
    fs.closeSync(handle);
  }
}

/** What the last match says, as JSON. */
function last(text, pattern) {
  const found = [...text.matchAll(pattern)].at(-1);
  return found && JSON.parse(found[1]);
}

module.exports = { analyze };
