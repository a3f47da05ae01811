'use strict';

// An object used as a dictionary: each job is a property with a name of its own.

class Job {}

const running = Object.create(null);
let count = 0;

function start() {
  const id = `job-${(count++).toString(36)}-${process.pid}`;
  running[id] = new Job();
  return id;
}

exports.running = running;
exports.leak = () => {
  start();
};
exports.clean = () => {
  delete running[start()];
};
exports.growth = [
  { name: 'require cache cases/dictionary.js › exports.running (Object)', className: 'Job', perLoop: 1 },
];
