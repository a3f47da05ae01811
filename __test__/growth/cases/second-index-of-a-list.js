'use strict';

// Jobs in a list, and by name in a Map that a class keeps.

class Job {}

class Queue {
  jobs = [];
  #byName = new Map();
  #count = 0;

  add() {
    const job = new Job();
    this.jobs.push(job);
    this.#byName.set(`job-${this.#count++}`, job);
  }

  clear() {
    this.jobs.length = 0;
    this.#byName.clear();
  }
}

const queue = new Queue();

exports.queue = queue;
exports.leak = () => queue.add();
exports.clean = () => {
  queue.add();
  queue.clear();
};
exports.growth = [
  { name: /exports\.queue › \.jobs \(Array\)$/, className: 'Job', perLoop: 1 },
  { name: /exports\.queue › \.#byName \(Map\)$/, className: 'Job', perLoop: 1 },
];
