'use strict';

// A message port that is open, and whose handler closes over a document.

const { MessageChannel } = require('node:worker_threads');

class Document {
  revision = 0;
}

function connect(track) {
  const document = track(new Document(), 'document');
  const { port1 } = new MessageChannel();
  port1.onmessage = function onRevision({ data }) {
    document.revision = data;
  };
  return port1;
}

exports.leak = (track) => {
  connect(track);
};
exports.clean = async (track) => {
  const port = connect(track);
  const closed = new Promise((resolve) => port.once('close', resolve));
  port.close();
  await closed;
};
exports.culprit = [
  /native handle\s+MessagePort\s+running/,
  /started at \S*message-port\.js:13/,
  /message/,
  /onRevision/,
  /message-port\.js:14/,
  /\bdocument\s+Document/,
];
