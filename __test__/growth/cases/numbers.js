'use strict';

// Nothing but numbers: latencies in an array. No object is added, and V8 makes the array longer now and
// then: a metric of one's own says it.

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
exports.options = { metrics: { latencies: () => latencies.length } };
exports.growth = [{ name: 'latencies', perLoop: 1000 }];
