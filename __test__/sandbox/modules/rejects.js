exports.ready = Promise.reject(new Error('no such file: model.bin'));
