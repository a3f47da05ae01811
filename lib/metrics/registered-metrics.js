'use strict';

const { makeDisposable } = require('../util/disposable.js');

/** What `registerMetrics` returns: `dispose()` takes the metrics off; a second time it does nothing. */
class RegisteredMetrics {
  #release;

  constructor(release) {
    this.#release = release;
  }

  dispose() {
    this.#release?.();
    this.#release = undefined;
  }
}

makeDisposable(RegisteredMetrics);

module.exports = { RegisteredMetrics };
