'use strict';

// Each download waits for the abort of one signal that serves the whole program.

class Download {
  cancelled = false;
}

const shutdown = new AbortController();
require('node:events').setMaxListeners(0, shutdown.signal);

function download() {
  const file = new Download();
  const cancel = () => {
    file.cancelled = true;
  };
  shutdown.signal.addEventListener('abort', cancel, { once: true });
  return cancel;
}

exports.shutdown = shutdown;
exports.leak = () => {
  download();
};
exports.clean = () => {
  shutdown.signal.removeEventListener('abort', download());
};
exports.growth = [
  {
    name: /^require cache cases\/abort-signal\.js › exports\.shutdown › .* › listener of "abort"$/,
    className: 'Function',
    perLoop: 1,
    path: [/function cancel.*abort-signal\.js:\d+/],
  },
];
