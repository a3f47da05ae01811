'use strict';

// The folder in which a recorded program and `gc-tracker run` exchange files. Files remain when the program is killed. Each
// is complete, because it is written under another name and then renamed.
//
//     4711.recording           the recording of the monitor in process 4711
//     4711.start.heapsnapshot  its heap after the warm-up
//     4711.last.heapsnapshot   its heap at the exit, or at the last request for a report
//     4711.report              it received SIGUSR2 and requests a report
//     4711.answered            the number of the last request that it has answered
//     request                  a number: all processes are to write their recordings and snapshots

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

/** The environment variable with the recorder's settings. */
const VARIABLE = 'GC_TRACKER_RUN';
const REQUEST = 'request';
const OWNER_ONLY = 0o600;

class RunFolder {
  constructor(folder) {
    this.path = folder;
  }

  fileOf(name) {
    return path.join(this.path, name);
  }

  write(name, text) {
    this.make(name, (part) => fs.writeFileSync(part, text, { mode: OWNER_ONLY }));
  }

  /** Makes a file: `make` writes it under another name, and it is renamed when it is complete. */
  make(name, make) {
    const part = this.fileOf(`${name}.part`);
    make(part);
    fs.renameSync(part, this.fileOf(name));
  }

  /** The text of a file, or null if it does not exist. */
  read(name) {
    try {
      return fs.readFileSync(this.fileOf(name), 'utf8');
    } catch {
      return null;
    }
  }

  has(name) {
    return fs.existsSync(this.fileOf(name));
  }

  /** Deletes a file. Returns whether it existed. */
  take(name) {
    if (!this.has(name)) return false;
    fs.rmSync(this.fileOf(name), { force: true });
    return true;
  }

  /** The ids of the processes that have written a recording, in ascending order. */
  processes() {
    const ids = fs.readdirSync(this.path).map((name) => /^(\d+)\.recording$/.exec(name)?.[1]);
    return ids
      .filter((id) => id !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  remove() {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}

/** Whether a process exists. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { REQUEST, RunFolder, VARIABLE, isAlive };
