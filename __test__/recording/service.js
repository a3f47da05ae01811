'use strict';

// A program to be watched: keeps sessions (unless told to be `clean`), forces full GCs now and then, and says `ready` when
// some have been. Then it does what its argument says.

const process = require('node:process');
const { forceGC } = require('../..');

class Session {
  constructor(number) {
    this.number = number;
    this.cart = new Array(200).fill(number);
  }
}

const sessions = new Map();
const [what, more] = process.argv.slice(2);
let rounds = 0;

function work() {
  for (let index = 0; index < 500; index++) {
    const number = rounds * 500 + index;
    sessions.set(more === 'clean' ? index : `user-${number}`, new Session(number));
  }
}

const ENDS = {
  exit: () => process.exit(7),
  end: () => clearInterval(timer),
  throw: () => {
    throw new Error('thrown on purpose');
  },
  reject: () => Promise.reject(new Error('rejected on purpose')),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  stay: () => {},
};

if (what === 'handle') {
  let signals = 0;
  process.on(more, () => {
    signals++;
    // A second one would come soon.
    setTimeout(() => {
      process.stdout.write(`${signals} ${more}\n`);
      process.exit(5);
    }, 300);
  });
}

const timer = setInterval(async () => {
  work();
  await forceGC();
  rounds++;
  if (rounds === 4) {
    process.stdout.write(`ready ${process.pid}\n`);
    ENDS[what]?.();
  }
}, 150);
