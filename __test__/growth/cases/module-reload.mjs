// A module is imported under a new URL each time, as tools do to load it anew: Node.js keeps each.

let count = 0;

export const leak = () => import(`../lib/rules.mjs?version=${count++}`);
export const clean = () => import('../lib/rules.mjs');
export const growth = [{ name: /\.loadCache \(LoadCache\)$/, className: 'Object', perLoop: 1 }];
export const besides = [/resolveCache/];
