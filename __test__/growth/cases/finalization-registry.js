'use strict';

// What a FinalizationRegistry is to be told lives as long as the target, which here is one and the same.

class Handle {}

const connection = { open: true };
const closed = new FinalizationRegistry((handle) => handle.close?.());

function register() {
  const handle = new Handle();
  closed.register(connection, handle, handle);
  return handle;
}

exports.connection = connection;
exports.closed = closed;
exports.leak = () => {
  register();
};
exports.clean = () => {
  closed.unregister(register());
};
exports.growth = [
  {
    name: /^require cache cases\/finalization-registry\.js › exports\.closed\b/,
    className: 'Handle',
    perLoop: 1,
  },
];
