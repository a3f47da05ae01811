'use strict';

// What Node holds before a program made anything: the graph that all other snapshots contain.

const v8 = require('node:v8');

v8.writeHeapSnapshot(process.argv[2]);
