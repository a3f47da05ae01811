// The default export of an ES module.

class Entry {}

class Cache {
  entries = [];
}

const cache = new Cache();

function add(track) {
  cache.entries.push(track(new Entry(), 'entry'));
}

export default cache;
export const leak = (track) => add(track);
export const clean = (track) => {
  add(track);
  cache.entries.pop();
};
export const culprit = [
  /module-default\.mjs/,
  /\b(default|cache)\s+Cache/,
  /\.entries\s+Array/,
  /\[0\]\s+Entry/,
];
