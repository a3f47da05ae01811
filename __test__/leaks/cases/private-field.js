'use strict';

// A private field that keeps the last of its kind.

class Frame {}

class Renderer {
  #lastFrame = null;

  draw(frame) {
    this.#lastFrame = frame;
  }

  clear() {
    this.#lastFrame = null;
  }

  get idle() {
    return this.#lastFrame === null;
  }
}

const renderer = new Renderer();

exports.renderer = renderer;
exports.leak = (track) => {
  renderer.draw(track(new Frame(), 'frame'));
};
exports.clean = (track) => {
  renderer.draw(track(new Frame(), 'frame'));
  renderer.clear();
};
exports.culprit = [
  /require cache\s+.*private-field\.js/,
  /exports\.renderer\s+Renderer/,
  /#lastFrame\s+Frame/,
];
