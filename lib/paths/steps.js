'use strict';

// A step of a readable retaining path:
//
//     { label, what, kind, node, place, note, status }
//
// `label` is the reference from the step before (`exports.sessions`, `["user-1"]`), `what` the object (`Map`,
// `function onTick`), `kind` the kind of the rule that read it, `node` the snapshot's node, `place` where it is written
// ({ file, line, column } or null), `note` a remark or null, and `status` 'needed', 'unknown' or 'leaked'.

const { fileText, placeText } = require('../util/stack.js');

/** A step on one line, without its id: what known retainers are matched with. */
function stepText({ label, what, place }) {
  return [label, what, placeOfStep(place)].filter((part) => part !== '').join('  ');
}

function placeOfStep(place) {
  if (place === null) return '';
  return place.line === undefined ? fileText(place.file) : placeText({ file: place.file, line: place.line });
}

module.exports = { placeOfStep, stepText };
