'use strict';

// Marks of node:perf_hooks stay until they are cleared.

const { performance } = require('node:perf_hooks');

exports.leak = () => {
  performance.mark('request');
};
exports.clean = () => {
  performance.mark('request');
  performance.clearMarks('request');
};
exports.growth = [
  {
    name: /^Node\.js node:.* › .*markEntryBuffer \(Array\)$/,
    className: 'PerformanceMark',
    perLoop: 1,
  },
];
