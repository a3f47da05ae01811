'use strict';

// Places in the source are found whatever V8 calls a script, and whatever fields a location has: in a snapshot of Chromium 156,
// and in one of this Node that is written as that V8 would write it.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const { openHeapSnapshot } = require('gc-tracker/heap');
const { commandLine } = require('./support/command.js');

const CHROMIUM = path.resolve(__dirname, '../heap/fixtures/chromium156.heapsnapshot.gz');

class Kept {
  constructor() {
    this.self = () => this;
  }
}

/** The snapshot as V8 of Chromium 156 would write it: `system / Script / FILE`, and the script of each location. */
function asChromium(snapshot) {
  const { meta } = snapshot.snapshot;
  const width = meta.node_fields.length;
  const nameAt = meta.node_fields.indexOf('name');
  const fileAt = (node) => node + nameAt;
  const scripts = new Set();
  for (let edge = 0; edge < snapshot.edges.length; edge += 3) {
    const [type, name, to] = snapshot.edges.slice(edge, edge + 3);
    const isInternal = meta.edge_types[0][type] === 'internal';
    const names = ['script', 'script_or_debug_info'];
    if (
      isInternal &&
      names.includes(snapshot.strings[name]) &&
      meta.node_types[0][snapshot.nodes[to]] === 'code'
    )
      scripts.add(to);
  }
  for (const node of scripts) {
    const file = snapshot.strings[snapshot.nodes[fileAt(node)]];
    snapshot.nodes[fileAt(node)] = snapshot.strings.push(`system / Script / ${file}`) - 1;
  }
  const at = meta.location_fields.indexOf('script_id') + 1;
  const fields = meta.location_fields.length;
  meta.location_fields.splice(at, 0, 'script_object_index');
  const [script] = scripts;
  const locations = [];
  for (let index = 0; index < snapshot.locations.length; index += fields) {
    const location = snapshot.locations.slice(index, index + fields);
    location.splice(at, 0, script ?? 0);
    locations.push(...location);
  }
  snapshot.locations = locations;
  assert.ok(scripts.size > 10 && snapshot.nodes.length % width === 0);
  return snapshot;
}

/** What `explain` says of an object of a class: where it is written, and the places of its path. */
function explained(file, name) {
  const { status, stdout, stderr } = commandLine('explain', file, name);
  assert.strictEqual(status, 0, stderr);
  return stdout;
}

async function main() {
  const chromium = explained(CHROMIUM, 'ChartModel');
  assert.match(chromium, /^written in http:\/\/127\.0\.0\.1:44207\/app\.js:14581$/m);
  assert.match(chromium, /listener {2}function \(anonymous\) @\d+ {2}app\.js:14590/);
  assert.doesNotMatch(chromium, /system \/ Script/);
  const report = commandLine('report', CHROMIUM, '-o', 'chromium.html');
  assert.strictEqual(report.status, 0, report.stderr);
  assert.match(fs.readFileSync('chromium.html', 'utf8'), /app\.js:\d+/);

  globalThis.kept = new Kept();
  const own = v8.writeHeapSnapshot('own.heapsnapshot');
  const changed = asChromium(JSON.parse(fs.readFileSync(own, 'utf8')));
  fs.writeFileSync('changed.heapsnapshot', JSON.stringify(changed));
  const [before, after] = [own, 'changed.heapsnapshot'].map((file) => explained(file, 'Kept'));
  assert.match(before, /^written in .*script-names\.js:\d+$/m);
  assert.strictEqual(after, before);

  // A function of V8 itself has no script, and no place.
  const snapshot = await openHeapSnapshot('changed.heapsnapshot');
  const [native] = await snapshot.find({ type: 'closure', name: 'parseInt', top: 1 });
  assert.ok(native !== undefined);
  snapshot.dispose();
  assert.doesNotMatch(explained('changed.heapsnapshot', `@${native.id}`), /written in/);
}

main();
