exports.ready = new Promise(() => {});
setInterval(() => {}, 1000);
process.on('exit', () => {});
