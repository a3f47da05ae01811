'use strict';

// As compilers write it: a scope in the module's own, and a getter for what it exports.

class Draft {
  text = '';
}

(() => {
  const kept = [];
  const store = {
    fill: (track) => kept.push(track(new Draft(), 'draft')),
    clear: () => kept.splice(0),
  };
  Object.defineProperty(exports, 'store', { enumerable: true, get: () => store });
})();
