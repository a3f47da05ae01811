'use strict';

// Nothing but numbers: latencies in an array. No object is added, only the array is longer.

const latencies = [];

function measure() {
  for (let count = 0; count < 1000; count++) latencies.push(count / 3);
}

exports.latencies = latencies;
exports.leak = measure;
exports.clean = () => {
  measure();
  latencies.length = 0;
};
exports.growth = [];
