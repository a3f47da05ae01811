'use strict';

// Ajv remembers each schema object that it has compiled: one that is written within the handler is a new one each time.

const Ajv = require('../../packages/require-pinned.js')('ajv');

const ajv = new Ajv();
const schema = { type: 'object', properties: { name: { type: 'string' } } };

exports.ajv = ajv;
exports.leak = () => {
  ajv.validate({ ...schema }, { name: 'x' });
};
exports.clean = () => {
  ajv.validate(schema, { name: 'x' });
};
exports.growth = [
  { name: /^require cache cases\/ajv\.js › exports\.ajv › \._cache \(Map\)$/, className: /./, perLoop: 1 },
];
// The code that it generates has a name for each schema, too.
exports.besides = [/exports\.ajv › \.scope › /];
