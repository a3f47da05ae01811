exports.ready = new Promise(() => {});
setTimeout(() => Promise.reject(new TypeError('late')), 5);
