exports.count = (globalThis.count ?? 0) + 1;
globalThis.count = exports.count;
exports.b = require('./b.js');
