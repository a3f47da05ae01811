'use strict';

// A listener on an EventTarget.

class Tab {
  title = '';
}

const bus = new EventTarget();

function open(track) {
  const tab = track(new Tab(), 'tab');
  const onRename = () => {
    tab.title = 'renamed';
  };
  bus.addEventListener('rename', onRename);
  return onRename;
}

exports.bus = bus;
exports.leak = (track) => {
  open(track);
};
exports.clean = (track) => {
  bus.removeEventListener('rename', open(track));
};
exports.culprit = [
  /require cache\s+.*event-target\.js/,
  /exports\.bus\s+EventTarget/,
  /rename/,
  /onRename/,
  /event-target\.js:13/,
  /\btab\s+Tab/,
];
