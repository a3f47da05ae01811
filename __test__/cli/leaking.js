'use strict';

// A program that leaks in two ways, and writes a heap snapshot into the folder of its argument after each
// round: sessions in a Map, and listeners that hold what they close over. Beside them lie names that
// are hard to print, and a list.

const { EventEmitter } = require('node:events');
const path = require('node:path');
const v8 = require('node:v8');

const ROUNDS = 3;
const SESSIONS = 200;
const LISTENERS = 40;

class Session {
  constructor(number) {
    this.token = `token ${number} of a session`;
    this.cart = [{ number }, { next: number + 1 }];
  }
}

class 会話の管理 {
  名前 = {};
}

class Link {
  constructor(next) {
    this.next = next;
  }
}

const hub = new EventEmitter();
hub.setMaxListeners(0);
const sessions = new Map();
const steady = Array.from({ length: 50 }, () => new 会話の管理());

let list;
for (let index = 0; index < 500; index++) list = new Link(list);

function listen(number) {
  const message = new Array(100).fill(number);
  hub.on('tick', function onTick() {
    return message;
  });
}

globalThis.kept = {
  hub,
  sessions,
  steady,
  list,
  'two words': { '\u001b[2Jclear\n\u202e': new Link() },
};

const folder = process.argv[2];
for (let round = 1; round <= ROUNDS; round++) {
  for (let index = 0; index < SESSIONS; index++) sessions.set(`user-${sessions.size}`, new Session(index));
  for (let index = 0; index < LISTENERS; index++) listen(index);
  v8.writeHeapSnapshot(path.join(folder, `${round}.heapsnapshot`));
}
