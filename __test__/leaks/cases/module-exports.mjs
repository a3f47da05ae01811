// An exported variable of an ES module.

class Theme {}

export const themes = new Map();

function load(track) {
  themes.set('dark', track(new Theme(), 'theme'));
}

export const leak = (track) => load(track);
export const clean = (track) => {
  load(track);
  themes.clear();
};
export const culprit = [/module-exports\.mjs/, /\bthemes\s+Map/, /\["dark"\]\s+Theme/];
