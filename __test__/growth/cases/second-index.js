'use strict';

// Users in two indices, by number and by address. Both keep the user, the second one also a new key.

class User {
  constructor(number) {
    this.number = number;
    this.address = `user-${number}@example.org`;
  }
}

const byNumber = new Map();
const byAddress = new Map();
let count = 0;

function signUp() {
  const user = new User(count++);
  byNumber.set(user.number, user);
  byAddress.set(`mailto:${user.address}`, user);
  return user;
}

exports.byNumber = byNumber;
exports.byAddress = byAddress;
exports.leak = () => {
  signUp();
};
exports.clean = () => {
  const { number, address } = signUp();
  byNumber.delete(number);
  byAddress.delete(`mailto:${address}`);
};
exports.growth = [
  { name: 'require cache cases/second-index.js › exports.byNumber (Map)', className: 'User', perLoop: 1 },
  { name: 'require cache cases/second-index.js › exports.byAddress (Map)', className: 'User', perLoop: 1 },
];
