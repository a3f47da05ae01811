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
export const culprit = [/lib\/store\.mjs/, /\bsessions\s+Map/, /\["user-1"\]\s+Session/];
