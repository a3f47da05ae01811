'use strict';

// node --require raw.js run.js CASE leak: prints, on stderr, the raw paths that the assertion will read.

const { View } = require('../../lib/paths/view.js');

const { retainingPaths } = View.prototype;

View.prototype.retainingPaths = async function printed(id, max) {
  const paths = await retainingPaths.call(this, id, max);
  for (const { steps } of paths) {
    console.error();
    for (const { edge, node } of steps) {
      console.error(`--${edge.type} ${edge.name}--> @${node.id} ${node.type} ${node.name}`);
    }
  }
  return paths;
};
