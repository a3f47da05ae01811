// A variable of an ES module that is not exported.

class Translation {}

const translations = new Map();

function translate(track) {
  translations.set('hello', track(new Translation(), 'translation'));
}

export function leak(track) {
  translate(track);
}

export function clean(track) {
  translate(track);
  translations.delete('hello');
}

export const culprit = [/module-private\.mjs/, /\btranslations\s+Map/, /\["hello"\]\s+Translation/];
