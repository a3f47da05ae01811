// A module is imported under a new URL each time, as tools do to load it anew: Node.js keeps each.

let count = 0;

export const leak = () => import(`../lib/rules.mjs?version=${count++}`);
export const clean = () => import('../lib/rules.mjs');
export const growth = [{ name: /Node\.js/, className: /./, perLoop: 1 }];
