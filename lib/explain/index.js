'use strict';

const { edgeLabel, nodeLabel } = require('./labels.js');

/** The readable steps of a raw path. */
async function readPath(_view, path, leaked) {
  return path.steps.map(({ edge, node }) => ({
    label: edgeLabel(edge),
    what: nodeLabel(node),
    kind: edge.type,
    node,
    place: null,
    note: null,
    status: leaked.has(node.id) ? 'leaked' : 'unknown',
  }));
}

module.exports = { readPath };
