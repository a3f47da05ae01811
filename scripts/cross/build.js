'use strict';

// Builds the addon for another platform. rustup's toolchain is left alone: the compiler is Debian's, which comes with
// the sources of Rust's standard library, to be compiled for the platform too. Zig has the C library, and links.

const fs = require('node:fs');
const path = require('node:path');
const tools = require('./tools.js');

const packages = ['rustc-web', 'cargo-web', 'rust-web-src', 'python3-venv', 'llvm'];
const libraries = ['libgc_tracker.so', 'libgc_tracker.dylib', 'gc_tracker.dll'];

/**
 * The folder of an empty libnode, which napi's build script asks for on Windows without Microsoft's tools. The addon looks
 * Node-API up when it is loaded (`dyn-symbols`), and needs nothing of it.
 */
function emptyLibnode() {
  const folder = path.join(tools.work, 'libnode');
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ['libnode.dll', 'libnode.a']) fs.writeFileSync(path.join(folder, name), '!<arch>\n');
  return folder;
}

/** Builds for `target`, a triple with glibc's version if it has one, and puts the library at `binary`. */
function build(target, binary) {
  tools.apt(packages);
  tools.zig();
  const output = path.join(tools.work, 'build');
  const env = {
    ...process.env,
    PATH: [`${tools.venv}/bin`, '/usr/bin', '/bin'].join(':'),
    RUSTC: '/usr/bin/rustc',
    CARGO: '/usr/bin/cargo',
    // Compiling the standard library is an unstable option of cargo.
    RUSTC_BOOTSTRAP: '1',
    CARGO_UNSTABLE_BUILD_STD: 'std,panic_abort',
    CARGO_TARGET_DIR: output,
    LIBNODE_PATH: emptyLibnode(),
  };
  const args = ['rustc', '--quiet', '--release', '--lib', '--locked', '--target', target, '--'];
  if (target.includes('windows')) args.push('-C', `link-arg=${path.join(__dirname, 'windows/addon.def')}`);
  tools.run(`${tools.venv}/bin/cargo-zigbuild`, args, { cwd: tools.root, env });

  const [triple] = target.split('.');
  const folder = path.join(output, triple, 'release');
  const library = libraries.map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
  fs.mkdirSync(path.dirname(binary), { recursive: true });
  fs.copyFileSync(library, binary);
}

module.exports = { build };
