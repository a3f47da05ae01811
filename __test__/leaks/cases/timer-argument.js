'use strict';

// What a timer's callback will be called with.

class Ticket {}

function expire(ticket) {
  ticket.expired = true;
}

function issue(track) {
  return setTimeout(expire, 7_200_000, track(new Ticket(), 'ticket'));
}

exports.leak = (track) => {
  issue(track);
};
exports.clean = (track) => {
  clearTimeout(issue(track));
};
exports.culprit = [/tim(er|eout)/i, /argument|args/i, /Ticket/];
