'use strict';

const { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot } = require('./snapshot.js');

module.exports = { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot };
