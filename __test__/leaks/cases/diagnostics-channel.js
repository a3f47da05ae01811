'use strict';

// A subscriber of a diagnostics channel, which Node keeps as long as somebody is subscribed.

const channel = require('node:diagnostics_channel');

class Tracer {
  spans = 0;
}

function attach(track) {
  const tracer = track(new Tracer(), 'tracer');
  const onQuery = () => {
    tracer.spans++;
  };
  channel.subscribe('db:query', onQuery);
  return onQuery;
}

exports.leak = (track) => {
  attach(track);
};
exports.clean = (track) => {
  channel.unsubscribe('db:query', attach(track));
};
exports.culprit = [/db:query/, /onQuery/, /diagnostics-channel\.js:13/, /\btracer\s+Tracer/];
