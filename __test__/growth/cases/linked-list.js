'use strict';

// A queue as a linked list whose head is never advanced.

class Task {
  next = null;
}

const queue = { head: new Task(), tail: null };
queue.tail = queue.head;

function add() {
  queue.tail.next = new Task();
  queue.tail = queue.tail.next;
}

exports.queue = queue;
exports.leak = add;
exports.clean = () => {
  add();
  queue.head = queue.tail;
};
exports.growth = [
  {
    name: 'require cache cases/linked-list.js › exports.queue › .head › .next (Task)',
    className: 'Task',
    perLoop: 1,
  },
];
