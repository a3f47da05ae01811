'use strict';

// Nothing is tracked: what the program costs by itself. The target is returned, so that the optimizer has to make it.

function track(target) {
  return target;
}

module.exports = { track, reports: false };
