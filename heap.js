'use strict';

const { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot } = require('./lib/heap.js');

module.exports = { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot };
