'use strict';

// A signal that fires after a minute, and a listener for it.

class Request {
  late = false;
}

function request(track) {
  const request = track(new Request(), 'request');
  const onTimeout = () => {
    request.late = true;
  };
  const signal = AbortSignal.timeout(60_000);
  signal.addEventListener('abort', onTimeout);
  return () => signal.removeEventListener('abort', onTimeout);
}

exports.leak = (track) => {
  request(track);
};
exports.clean = (track) => {
  request(track)();
};
exports.culprit = [
  /running\s+(AbortSignal|EventTarget)/,
  /listener of "abort"/,
  /onTimeout/,
  /\brequest\s+Request/,
];
