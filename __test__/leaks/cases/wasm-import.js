'use strict';

// An instance of a WebAssembly module keeps the functions that it imports, and what they close over.

class Screen {
  frames = 0;
}

// (module (import "env" "draw" (func)) (export "draw" (func 0)))
const bytes = Buffer.from(
  '0061736d01000000010401600000020c0103656e760464726177000007080104647261770000',
  'hex',
);

function start(track) {
  const screen = track(new Screen(), 'screen');
  const draw = () => {
    screen.frames++;
  };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { draw } });
}

exports.instance = null;
exports.leak = (track) => {
  exports.instance = start(track);
};
exports.clean = (track) => {
  exports.instance = start(track);
  exports.instance = null;
};
exports.culprit = [
  /require cache\s+.*wasm-import\.js/,
  /exports\.instance\s/,
  /draw/,
  /wasm-import\.js:17/,
  /\bscreen\s+Screen/,
];
