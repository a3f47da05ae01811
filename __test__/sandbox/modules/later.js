module.exports = { value: 1, later: null };
setTimeout(() => {
  module.exports.later = 2;
}, 20);
