'use strict';

// The work that is repeated, held by an object of a class of its own: so a path through what its function closes over is
// told from there on, and not by how we came to call it.

class GrowthScenario {
  constructor(run) {
    this.run = run;
  }

  /** In a function of its own: what the work leaves in registers goes with its frame. */
  async repeat(times) {
    const { run } = this;
    for (let count = 0; count < times; count++) await run();
  }
}

module.exports = { GrowthScenario };
