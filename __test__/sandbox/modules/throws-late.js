exports.ready = new Promise(() => {});
setTimeout(() => {
  throw new TypeError('late');
}, 5);
