'use strict';

// The repeated work, held by an object of a class of its own. A path through its closure begins at that object, and does not
// show how we call it.

class GrowthScenario {
  constructor(run) {
    this.run = run;
  }

  /** A separate function, so that objects in its registers are released with its frame. */
  async repeat(times) {
    const { run } = this;
    for (let count = 0; count < times; count++) await run();
  }
}

module.exports = { GrowthScenario };
