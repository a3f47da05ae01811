'use strict';

// A chain of 200,000 objects: dominators and distances must not recurse.

const v8 = require('node:v8');

class Link {
  constructor(next) {
    this.next = next;
  }
}

let head = null;
for (let index = 0; index < 200_000; index++) head = new Link(head);
globalThis.kept = head;

v8.writeHeapSnapshot(process.argv[2]);
