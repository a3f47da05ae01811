'use strict';

// Heap snapshots as the other rooms use them; entry.js is what the package exports.

const { growth, weightOf } = require('./class-growth.js');
const { distanceText, distanceWords, lookUp, titles } = require('./classes.js');
const { HeapGrowth, openHeapSnapshot, takeHeapSnapshot } = require('./snapshot.js');

module.exports = {
  HeapGrowth,
  distanceText,
  distanceWords,
  growth,
  lookUp,
  openHeapSnapshot,
  takeHeapSnapshot,
  titles,
  weightOf,
};
