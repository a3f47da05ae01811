'use strict';

// A table of a WebAssembly module may keep any object.

class Texture {}

const textures = new WebAssembly.Table({ element: 'externref', initial: 4 });

function load(track) {
  textures.set(2, track(new Texture(), 'texture'));
}

exports.textures = textures;
exports.leak = (track) => load(track);
exports.clean = (track) => {
  load(track);
  textures.set(2, null);
};
exports.culprit = [
  /require cache\s+.*wasm-table\.js/,
  /exports\.textures\s+(WebAssembly\.)?Table/,
  /\[2\]\s+Texture/,
];
