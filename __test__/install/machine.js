'use strict';

// An empty machine, as far as a test can have one: a home, caches and a PATH of its own, on which there is Node.js, a shell
// and npm, and no Rust; and a registry with the tarballs of this checkout. Other platforms than this one and those in
// artifacts/ have stand-ins for a binary there: what is installed where does not depend on what it holds.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { promisify } = require('node:util');
const { startRegistry } = require('./registry.js');
const { makeTarballs } = require('./tarballs.js');

const root = path.resolve(__dirname, '../..');
const STAND_INS = ['darwin-arm64', 'linux-x64-gnu', 'linux-x64-musl', 'win32-x64-msvc'];

const binaryName = (platform) => `gc-tracker.${platform}.node`;

/** Resolves with { registry, env, folder(manifest), run(command, args, cwd), end() }. */
async function emptyMachine({ upstream, standIns = STAND_INS } = {}) {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-install-'));
  const registry = await startRegistry(base, upstream);
  const env = environment(base, registry.url);
  const machine = {
    registry: registry.url,
    env,
    run: (command, args, cwd, more) => run(command, args, cwd, { ...env, ...more }),
    /** A new project that depends on gc-tracker. */
    folder(dependencies = { 'gc-tracker': version() }) {
      const folder = fs.mkdtempSync(path.join(base, 'project-'));
      const manifest = { name: 'consumer', version: '1.0.0', private: true, dependencies };
      fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
      return folder;
    },
    async end() {
      await registry.stop();
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
  await publish(base, machine, standIns);
  return machine;
}

function version() {
  return JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version;
}

function environment(base, url) {
  const bin = path.join(base, 'bin');
  fs.mkdirSync(bin);
  fs.symlinkSync(process.execPath, path.join(bin, 'node'));
  for (const name of ['npm', 'sh']) fs.symlinkSync(onPath(name), path.join(bin, name));
  const npmrc = path.join(base, 'npmrc');
  // npm does not publish without a token; this registry asks for none.
  fs.writeFileSync(npmrc, `registry=${url}\n${url.replace('http:', '')}:_authToken=none\n`);
  const home = path.join(base, 'home');
  fs.mkdirSync(home);
  return {
    PATH: bin,
    HOME: home,
    npm_config_userconfig: npmrc,
    npm_config_registry: url,
    npm_config_cache: path.join(base, 'npm-cache'),
    npm_config_update_notifier: 'false',
    XDG_DATA_HOME: path.join(base, 'data'),
    YARN_CACHE_FOLDER: path.join(base, 'yarn-cache'),
  };
}

function onPath(name) {
  const folders = process.env.PATH.split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** As a release does. */
async function publish(base, { registry, run }, standIns) {
  const artifacts = path.join(base, 'artifacts');
  fs.mkdirSync(artifacts);
  for (const platform of standIns) fs.writeFileSync(path.join(artifacts, binaryName(platform)), 'a stand-in');
  for (const folder of [path.join(root, 'artifacts'), root].filter((one) => fs.existsSync(one))) {
    for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.node'))) {
      fs.copyFileSync(path.join(folder, name), path.join(artifacts, name));
    }
  }
  const tarballs = path.join(base, 'tarballs');
  makeTarballs(tarballs, artifacts);
  const publisher = path.join(root, 'scripts/publish.js');
  // It reads the tarballs with tar, and npm looks for git.
  const result = await run(process.execPath, [publisher, tarballs, `--registry=${registry}`], base, {
    PATH: process.env.PATH,
  });
  if (result.code !== 0) throw new Error(result.stdout + result.stderr);
}

/** Resolves with { code, stdout, stderr }. */
async function run(command, args, cwd, env) {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd, env, timeout: 600_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

module.exports = { emptyMachine };
