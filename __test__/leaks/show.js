'use strict';

// node show.js CASE [node20|22|24|26]: the report of a planted leak, what is wrong with it, and the raw path as the snapshot
// has it, for those who write the rules that read paths.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { installedNodes } = require('../runtimes');
const { expectations, faults, names } = require('./cases.js');

/** In the process of the case: the raw paths to what it tracks. */
async function rawPaths(file, mode) {
  const { snapshotWith } = require('../../lib/probe.js');
  const { trackGC, forceGC } = require('../..');
  const handles = [];
  const track = (target) => {
    handles.push(trackGC(target));
    return target;
  };
  const load = () => import(file);
  const { handles: make } = await load();
  if (make) handles.push(...make[mode](trackGC));
  else await (await load())[mode](track);
  await forceGC({ cycles: 3 });
  const { snapshot, ids } = await snapshotWith(handles);
  for (const [, id] of ids) {
    for (const { steps } of await snapshot.retainingPath(id, { max: 4 })) {
      console.log();
      for (const { edge, node } of steps) {
        console.log(`--${edge.type} ${edge.name}--> @${node.id} ${node.type} ${node.name}`);
      }
    }
  }
  process.exit();
}

async function main() {
  const [given, version, raw] = process.argv.slice(2);
  const name = names.find((one) => one === given || one.replace(/\.m?js$/, '') === given);
  if (name === undefined) {
    console.error(`usage: node show.js CASE [node20|22|24|26]\ncases: ${names.join(' ')}`);
    process.exit(2);
  }
  if (raw !== undefined) return rawPaths(path.join(__dirname, 'cases', name), raw);
  const wanted = `node ${version?.replace(/^node/, '')}`;
  const command = installedNodes().find((one) => one.name === wanted)?.command ?? process.execPath;
  const child = (args) => spawnSync(command, args, { encoding: 'utf8' });
  const { stdout, stderr } = child([path.join(__dirname, 'run.js'), name, 'leak']);
  const result = JSON.parse(stdout);
  console.log(stderr + (result.message ?? 'passed'));
  console.log(['', ...faults(result, await expectations(name))].join('\nFAULT: '));
  console.log(child([__filename, name, version ?? '-', 'leak']).stdout);
}

main();
