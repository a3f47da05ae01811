'use strict';

// A cache by URL: a plain object whose keys are no identifiers.

class Page {}

const pages = {};

function visit(track) {
  pages['/home?lang=en'] = track(new Page(), 'page');
}

exports.pages = pages;
exports.leak = (track) => visit(track);
exports.clean = (track) => {
  visit(track);
  delete pages['/home?lang=en'];
};
exports.culprit = [/require cache\s+.*odd-key\.js/, 'exports.pages', /\["\/home\?lang=en"\]\s+Page/];
