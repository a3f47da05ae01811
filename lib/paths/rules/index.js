'use strict';

// How V8 and Node.js lay out what a developer wrote, as data: a rule's `path` (see match.js) are the steps that it reads
// as one. `label` says what the reference is called, given { view, from, steps, previous }: the node before, the steps
// matched, and the readable step before, to which it may add; without it the last step's own edge does. `kind` names the
// rule in the result. The first rule that matches counts.

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
