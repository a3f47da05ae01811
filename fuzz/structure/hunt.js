'use strict';

// Runs what asks changed snapshots in a process of its own, with a limit of time for each and of memory. Resolves with the
// findings: [{ seed, mutations, file, problems }]. The file of a finding that hangs or crashes is left in the folder.

const { spawn } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');
const { createInterface } = require('node:readline');

const HEAP_MB = 512;

/** Asks FILE, changed by the seeds from `from` to `to`; as it is if `from` is '-'. */
async function hunt({ folder, file, from, to, limitMs, maxBytes }) {
  const findings = [];
  let next = from;
  while (next === '-' || next < to) {
    const { last, problems } = await round({ folder, file, from: next, to, limitMs, maxBytes, findings });
    if (problems === undefined) break;
    findings.push({ ...last, problems });
    if (next === '-') break;
    next = last.seed + 1;
  }
  return findings;
}

/** One process. Resolves with the seed that ended it, and why; without problems if it came to its end. */
function round({ folder, file, from, to, limitMs, maxBytes, findings }) {
  const args = [`--max-old-space-size=${HEAP_MB}`, path.join(__dirname, 'worker.js'), folder, file, from, to];
  const child = spawn(process.execPath, args.map(String), { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve) => {
    let last = { seed: from };
    let why;
    let errors = '';
    const stop = (reason) => {
      why ??= reason;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(stop, limitMs, 'it does not start');
    child.stderr.on('data', (text) => {
      errors = `${errors}${text}`.slice(-4000);
    });
    createInterface(child.stdout).on('line', (line) => {
      const said = JSON.parse(line);
      clearTimeout(timer);
      timer = setTimeout(stop, limitMs, `it took more than ${limitMs} ms`);
      if (said.problems === undefined) last = said;
      else if (said.problems.length > 0) findings.push({ ...last, problems: said.problems });
      if (said.rss > maxBytes) stop(`it took ${said.rss} bytes of memory`);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const ended = why ?? (code === 0 ? undefined : `exit code ${code}, signal ${signal}: ${errors}`);
      resolve({ last, problems: ended === undefined ? undefined : [ended] });
    });
  });
}

module.exports = { hunt };
