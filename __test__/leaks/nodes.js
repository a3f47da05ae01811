'use strict';

// The Node versions on which planted leaks and their clean twins run.
const { installedNodes } = require('../runtimes');

/** The Node versions that are installed, as [{ name, command }], or this one. */
function nodes() {
  const found = installedNodes();
  return found.length > 0 ? found : [{ name: 'this node', command: process.execPath }];
}

module.exports = { nodes };
