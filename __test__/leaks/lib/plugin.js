'use strict';

// What hot-reload cases load again and again.

const table = new Array(300).fill({});

exports.table = table;
exports.poll = () => setInterval(() => table.reverse(), 60_000);
