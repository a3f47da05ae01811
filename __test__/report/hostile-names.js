'use strict';

// A heap snapshot of names that would be markup, drawn by hand.

const { draw } = require('../cli/handmade.js');

/** A snapshot whose classes, functions, properties, strings and files are called what no program should call them. */
function hostileNames() {
  const evil = '</script><img src=x onerror=window.broken=1>';
  const held = { 1: ['synthetic', evil, 0, [['shortcut', evil, 3]]], 3: ['object', evil, 100, []] };
  const types = ['object', 'closure', 'string', 'array', 'native', 'code', 'hidden'];
  types.forEach((type, index) => {
    const id = 5 + 2 * index;
    held[3][3].push([index % 2 === 0 ? 'property' : 'context', `${evil}${type}`, id]);
    held[id] = [type, evil, 50_000 - index, [], [1, 2, 3]];
  });
  return draw(held);
}

module.exports = { hostileNames };
