'use strict';

// An async function that waits for what never comes: its local variables stay.

class Upload {
  done = false;
}

let allow;
const permission = new Promise((resolve) => {
  allow = resolve;
});

async function receive(track) {
  const upload = track(new Upload(), 'upload');
  await permission;
  upload.done = true;
}

exports.permission = permission;
exports.leak = (track) => {
  receive(track);
};
exports.clean = async (track) => {
  const received = receive(track);
  allow();
  await received;
};
exports.culprit = [
  /require cache\s+.*async-function\.js/,
  /exports\.permission\s+Promise/,
  /async function receive/,
  /async-function\.js:16/,
  /\bupload\s+Upload/,
];
exports.hint = /held only by variable upload of async function receive/;
