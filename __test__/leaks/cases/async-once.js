'use strict';

// An async function that waits for an event which is never emitted.

const { EventEmitter, once } = require('node:events');

class Login {
  confirmed = false;
}

const mailbox = new EventEmitter();

async function confirm(track) {
  const login = track(new Login(), 'login');
  await once(mailbox, 'answer');
  login.confirmed = true;
}

exports.mailbox = mailbox;
exports.leak = (track) => {
  confirm(track);
};
exports.clean = async (track) => {
  const confirmed = confirm(track);
  mailbox.emit('answer');
  await confirmed;
};
exports.culprit = [
  /require cache\s+.*async-once\.js/,
  /exports\.mailbox\s+EventEmitter/,
  /answer|error/,
  /async function confirm/,
  /async-once\.js:15/,
  /\blogin\s+Login/,
];
exports.hint = /held only by variable login of async function confirm/;
