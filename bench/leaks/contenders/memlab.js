'use strict';

// memlab in a test, as in its documentation: tag the object, take the heap, ask for the tag. That heap has no paths:
// for one, memlab's own path finder runs over it, and the references are followed to the root.

const { analysis, config, tagObject, takeNodeMinimalHeap } = require('@memlab/core');

config.muteConsole = true;
const TAG = 'target-of-the-bench';

module.exports =
  ({ explain }) =>
  (target) => {
    const { name } = target.constructor;
    tagObject(target, TAG);
    return async () => {
      const heap = await takeNodeMinimalHeap();
      if (!heap.hasObjectWithTag(TAG)) return { held: false };
      return { held: true, path: explain ? pathLength(heap, name) : undefined };
    };
  };

function pathLength(heap, className) {
  analysis.preparePathFinder(heap);
  let length = 0;
  for (let node = heap.getAnyObjectWithClassName(className); node?.pathEdge; node = node.pathEdge.fromNode) {
    length++;
  }
  return length;
}
