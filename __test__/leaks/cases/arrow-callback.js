'use strict';

// Arrow functions without a name, in a list of subscribers.

class Widget {
  update() {
    this.updated = true;
  }
}

const subscribers = [];

function subscribe(callback) {
  subscribers.push(callback);
  return () => subscribers.splice(subscribers.indexOf(callback), 1);
}

function show(track) {
  const widget = track(new Widget(), 'widget');
  return subscribe(() => widget.update());
}

exports.subscribe = subscribe;
exports.leak = (track) => {
  show(track);
};
exports.clean = (track) => {
  show(track)();
};
exports.culprit = [
  /arrow-callback\.js/,
  /\bsubscribers\s+Array/,
  /\[0\]\s+function/,
  /arrow-callback\.js:20/,
  /\bwidget\s+Widget/,
];
