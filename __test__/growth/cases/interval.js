'use strict';

// Each connection polls, and goes on when it is closed.

class Connection {
  constructor() {
    this.timer = setInterval(() => this.poll(), 60_000);
  }

  poll() {}

  close() {
    clearInterval(this.timer);
  }
}

function connect() {
  return new Connection();
}

exports.leak = () => {
  connect();
};
exports.clean = () => connect().close();
exports.growth = [{ name: 'timers list › setInterval', className: 'Timeout', perLoop: 1 }];
