'use strict';

// npm run cross [-- option… platform…]: on a Debian machine of x64, builds the addon for each platform into artifacts/,
// says what the binary needs, and runs the scenarios on that platform's Node.js versions, as far as there is a way to
// run them here. docs/platforms.md has the table.

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { build } = require('./build.js');
const { inspect } = require('./inspect.js');
const platforms = require('./platforms.js');
const { runScenarios, unpack } = require('./run.js');
const tools = require('./tools.js');

const USAGE = `usage: npm run cross [-- [--no-build] [--node VERSION] [--scenario NAME]… platform…]
  --no-build   inspects and runs what lies in artifacts/
  --node       runs only this version of Node.js, or release line: --node 22
  --scenario   runs only this one
platforms: ${Object.keys(platforms).join(', ')}`;

function parse() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        'no-build': { type: 'boolean' },
        node: { type: 'string', default: '' },
        scenario: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
    });
    const unknown = positionals.find((name) => !Object.hasOwn(platforms, name));
    if (unknown !== undefined) throw new Error(`unknown platform: ${JSON.stringify(unknown)}`);
    return { ...values, chosen: positionals.length > 0 ? positionals : Object.keys(platforms) };
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

const artifact = (platform) => path.join(tools.root, 'artifacts', `gc-tracker.${platform}.node`);
const isOfLine = (version, wanted) => wanted === '' || version === wanted || version.startsWith(`${wanted}.`);

/** Runs the scenarios on a platform's Node.js versions: [`22.23.3: 23 of 23`], and the reasons of failures. */
async function prove(platform, { node, scenario }) {
  const { nodes = [], apt = [] } = platforms[platform];
  const outcomes = [];
  const faults = [];
  if (nodes.length > 0) tools.apt(apt);
  for (const { version, prepare } of nodes) {
    if (!isOfLine(version, node)) continue;
    console.error(`${platform}: Node.js ${version}`);
    const runtime = { name: `${platform}, node ${version}`, ...prepare() };
    const results = await runScenarios(runtime, scenario);
    const failed = results.filter(({ ok }) => !ok);
    outcomes.push(`${version}: ${results.length - failed.length} of ${results.length}`);
    faults.push(...failed.map(({ reason }) => reason));
  }
  return { outcomes, faults };
}

async function main() {
  const { chosen, ...options } = parse();
  const rows = [];
  const faults = [];
  for (const platform of chosen) {
    if (options['no-build']) continue;
    console.error(`${platform}: build`);
    build(platforms[platform].target, artifact(platform));
  }
  unpack();
  for (const platform of chosen) {
    if (!fs.existsSync(artifact(platform))) throw new Error(`no ${artifact(platform)}: build it first`);
    const binary = inspect(platform, artifact(platform));
    const proof = await prove(platform, options);
    rows.push([
      platform,
      platforms[platform].target,
      String(binary.bytes),
      binary.needs.join(', '),
      proof.outcomes.join('; ') || 'not run',
    ]);
    faults.push(...[...binary.faults, ...proof.faults].map((fault) => `${platform}: ${fault}`));
  }
  console.log(
    '| platform | built for | bytes | needs | scenarios passed, by Node.js |\n|---|---|---|---|---|',
  );
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  for (const fault of faults) console.error(`\n${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

main();
