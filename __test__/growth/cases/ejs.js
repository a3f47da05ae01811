'use strict';

// ejs with its cache on, and a file name that is made for each page: the cache keeps each compiled template.

const ejs = require('../../packages/require-pinned.js')('ejs');

let count = 0;

exports.leak = () =>
  ejs.render('<b><%= name %></b>', { name: 'x' }, { cache: true, filename: `page-${count++}` });
exports.clean = () => ejs.render('<b><%= name %></b>', { name: 'x' }, { cache: true, filename: 'page' });
exports.growth = [
  { name: /ejs\/lib\/\w+\.js › exports\.cache › \._data \(Object\)$/, className: 'Function', perLoop: 1 },
];
