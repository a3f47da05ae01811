// The culprit is in an ES module that this one imports.

import { sessions } from '../lib/store.mjs';

class Session {}

function open(track) {
  sessions.set('user-1', track(new Session(), 'session'));
}

export const leak = (track) => open(track);
export const clean = (track) => {
  open(track);
  sessions.clear();
};
// The binding belongs to both modules.
export const culprit = [/(lib\/store|other-module)\.mjs/, /\bsessions\s+Map/, /\["user-1"\]\s+Session/];
