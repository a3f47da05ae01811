'use strict';

// Classes: private fields and methods, static members, accessors, inheritance, classes of one name
// defined at different places, anonymous ones, and functions used as constructors.

const v8 = require('node:v8');

class Account {
  #balance = { amount: 0 };
  static #instances = new Set();
  static count = 0;
  owner;
  constructor(owner) {
    this.owner = owner;
    Account.#instances.add(this);
    Account.count++;
  }
  get balance() {
    return this.#balance;
  }
  #audit() {
    return this.#balance;
  }
  audit() {
    return this.#audit();
  }
}

class Savings extends Account {
  #rate = 0.5 + Account.count;
  get rate() {
    return this.#rate;
  }
}

function first() {
  class Node {
    next = null;
    left = { of: 'first' };
  }
  return Node;
}

function second() {
  class Node {
    next = null;
    right = ['second'];
  }
  return Node;
}

const mixin = (Base) =>
  class extends Base {
    mixed = true;
  };

function Legacy(name) {
  this.name = name;
}
Legacy.prototype.greet = function greet() {
  return this.name;
};

class Extended extends Array {
  extra = {};
}
class Failure extends Error {
  detail = { code: 7 };
}

const FirstNode = first();
const SecondNode = second();
const Mixed = mixin(Account);
const made = [];
for (let index = 0; index < 300; index++) {
  made.push(new Account(`owner ${index}`), new Savings({ index }), new FirstNode(), new SecondNode());
  made.push(new Mixed(index), new Legacy(`legacy ${index}`), Extended.of(index, {}), new (class {})());
}
for (let index = 8; index < made.length; index += 8) made[index + 2].next = made[index - 6];
made.push(new Failure('kept'), Object.create(null), Object.create(new Legacy('a prototype')));
globalThis.kept = made;

v8.writeHeapSnapshot(process.argv[2]);
