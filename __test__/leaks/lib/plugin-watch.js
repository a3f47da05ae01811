'use strict';

// A plugin that exports no function: its scope is reached by the listener only.

const table = new Array(300).fill({});

function turn() {
  table.reverse();
}

exports.table = table;
process.on('SIGUSR2', () => turn());
