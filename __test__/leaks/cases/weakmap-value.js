'use strict';

// A WeakMap's value lives as long as its key, and this key lives on.

class Layout {}
class Element {}

const root = new Element();
const layouts = new WeakMap();

function measure(track) {
  layouts.set(root, track(new Layout(), 'layout'));
}

exports.root = root;
exports.leak = (track) => measure(track);
exports.clean = (track) => {
  measure(track);
  layouts.delete(root);
};
// Both the table and the key are needed: either may come first.
exports.culprit = [
  /weakmap-value\.js/,
  /layouts\s+WeakMap[\s\S]*\[Element|exports\.root\s+Element[\s\S]*WeakMap/,
  /Layout/,
];
