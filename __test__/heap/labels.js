'use strict';

// What a node of a snapshot is, in a line, for a message: type, name, id and what refers to it. Reads the
// file as plain JSON, so that neither side of a comparison is asked.

const fs = require('node:fs');

const RETAINERS = 4;

const cut = (text) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Resolves rows (node ordinals) of the snapshot in `file`: returns row => text. */
function labels(file) {
  const { snapshot, nodes, edges, strings } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const { node_fields, node_types, edge_fields, edge_types } = snapshot.meta;
  const field = (name) => node_fields.indexOf(name);
  const node = (row, name) => nodes[row * node_fields.length + field(name)];
  const short = (row) => {
    const type = node_types[field('type')][node(row, 'type')];
    return `${type} ${cut(strings[node(row, 'name')])} @${node(row, 'id')}`;
  };

  // [row of the retainer, edge type, name or index] for each node that is asked for, found in one pass.
  function retainers(row) {
    const found = [];
    let edge = 0;
    for (let from = 0; from < nodes.length / node_fields.length; from++) {
      for (const end = edge + node(from, 'edge_count'); edge < end; edge++) {
        const [type, name, to] = edges.slice(edge * edge_fields.length, (edge + 1) * edge_fields.length);
        if (to !== row * node_fields.length) continue;
        const typeName = edge_types[0][type];
        const text = typeName === 'element' || typeName === 'hidden' ? `[${name}]` : cut(strings[name]);
        found.push(`${short(from)} ${typeName} ${text}`);
        if (found.length === RETAINERS) return [...found, '…'];
      }
    }
    return found;
  }

  return (row) =>
    `${short(row)} size ${node(row, 'self_size')} <- ${retainers(row).join(' | ') || 'nothing'}`;
}

module.exports = { labels };
