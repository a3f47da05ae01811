'use strict';

// node worker.js FOLDER FILE FROM TO: asks FILE, changed by each seed from FROM to TO, everything. Prints a line of JSON before
// and after each seed. With FROM "-", asks FILE as it is.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { askAll } = require('./ask.js');
const { mutate } = require('./mutate.js');

const [folder, base, from, to] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

// Each command listens to signals.
process.setMaxListeners(0);

async function main() {
  if (from === '-') return ask(base, '-', []);
  const text = fs.readFileSync(base, 'utf8');
  for (let seed = Number(from); seed < Number(to); seed++) {
    const snapshot = JSON.parse(text);
    const mutations = mutate(snapshot, seed);
    const file = path.join(folder, `${path.basename(base, '.heapsnapshot')}-${seed}.heapsnapshot`);
    fs.writeFileSync(file, JSON.stringify(snapshot));
    await ask(file, seed, mutations);
    fs.rmSync(file);
  }
}

async function ask(file, seed, mutations) {
  say({ file, seed, mutations });
  const problems = await askAll(file, base);
  say({ seed, problems, rss: process.resourceUsage().maxRSS * 1024 });
}

main();
