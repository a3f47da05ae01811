'use strict';

// A memoized function never forgets.

class User {
  constructor(name) {
    this.name = name;
  }
}

function memoize(compute) {
  const results = new Map();
  const memoized = (key) => {
    if (!results.has(key)) results.set(key, compute(key));
    return results.get(key);
  };
  memoized.forget = (key) => results.delete(key);
  return memoized;
}

const findUser = memoize((name) => new User(name));

exports.findUser = findUser;
exports.leak = (track) => {
  track(findUser('ada'), 'user');
};
exports.clean = (track) => {
  track(findUser('ada'), 'user');
  findUser.forget('ada');
};
exports.culprit = [
  /require cache\s+.*memoize\.js/,
  /exports\.findUser\s+function memoized/,
  /\bresults\s+Map/,
  /\["ada"\]\s+User/,
];
