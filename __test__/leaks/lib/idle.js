'use strict';

// A process that waits until its parent ends.

process.on('disconnect', () => process.exit());
process.stdin.resume();
