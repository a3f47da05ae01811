'use strict';

const { makeDisposable } = require('../util/disposable.js');

/** The result of `registerMetrics`. `dispose()` removes the metrics. A second call does nothing. */
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
