'use strict';

// Each download waits for the abort of one signal that serves the whole program.

class Download {
  cancelled = false;
}

const shutdown = new AbortController();

function download(track) {
  const file = track(new Download(), 'download');
  const cancel = () => {
    file.cancelled = true;
  };
  shutdown.signal.addEventListener('abort', cancel, { once: true });
  return cancel;
}

exports.shutdown = shutdown;
exports.leak = (track) => {
  download(track);
};
exports.clean = (track) => {
  shutdown.signal.removeEventListener('abort', download(track));
};
exports.culprit = [
  /require cache\s+.*abort-signal\.js/,
  /exports\.shutdown\s+AbortController/,
  /signal\s+(AbortSignal|EventTarget)/,
  /abort/,
  /cancel/,
  /abort-signal\.js:13/,
  /\bfile\s+Download/,
];
