'use strict';

// Retaining paths: from the raw path of a snapshot to steps that a developer would write.

const { bestPath, hintOf } = require('./best-path.js');
const { fingerprint, pathKey, withoutRepeats } = require('./fingerprint.js');
const { holders } = require('./holders.js');
const { edgeLabel, isOwnClass, nodeLabel, nodeWithId } = require('./labels.js');
const { nodeText } = require('./match.js');
const { knownRetainer } = require('./known-retainer.js');
const { onwardSteps } = require('./onward.js');
const { COLUMNS, INDENT, pathText, sentence } = require('./path-text.js');
const { pathToContext } = require('./path-to-context.js');
const { jsonOf, pathsTo, withSizes } = require('./retaining-paths.js');
const { shorten } = require('./shorten.js');
const { trail } = require('./trail.js');
const { STRINGS } = require('./values.js');
const { View } = require('./view.js');

module.exports = {
  COLUMNS,
  INDENT,
  STRINGS,
  View,
  bestPath,
  edgeLabel,
  fingerprint,
  hintOf,
  holders,
  isOwnClass,
  jsonOf,
  knownRetainer,
  nodeLabel,
  nodeText,
  nodeWithId,
  onwardSteps,
  pathText,
  pathToContext,
  pathsTo,
  sentence,
  shorten,
  trail,
  pathKey,
  withSizes,
  withoutRepeats,
};
