'use strict';

// How V8 and Node.js lay out what a developer wrote, as data. A rule's `path` (see match.js) is the steps that it reads as
// one. `label` returns the text of the reference, given { view, from, steps, previous }: the node before, the matched steps,
// and the readable step before, which it may change; without `label` the last step's edge has it. `kind` is the kind of the
// readable step. The first rule that matches counts.

const rules = [
  ...require('./modules.js'),
  ...require('./events.js'),
  ...require('./async.js'),
  ...require('./realms.js'),
  ...require('./browser.js'),
  ...require('./functions.js'),
  ...require('./containers.js'),
];

module.exports = { rules };
