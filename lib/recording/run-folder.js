'use strict';

// The folder by which a program that is watched and `gc-tracker run` talk: files, since they stay when the program is
// killed, and each is whole, since it is written beside and renamed.
//
//     4711.recording           what the monitor of process 4711 has recorded
//     4711.start.heapsnapshot  its heap after the warm-up
//     4711.last.heapsnapshot   its heap at the end, or when a report was asked for
//     4711.asks                it was sent SIGUSR2: a report is wanted
//     4711.answered            the number of the question that it has answered
//     question                 a number: all are to write down what they have

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

/** The environment variable that has the recorder's settings. */
const VARIABLE = 'GC_TRACKER_RUN';
const QUESTION = 'question';
const PRIVATE = 0o600;

class Files {
  constructor(folder) {
    this.folder = folder;
  }

  path(name) {
    return path.join(this.folder, name);
  }

  write(name, text) {
    this.make(name, (part) => fs.writeFileSync(part, text, { mode: PRIVATE }));
  }

  /** A file that `make` writes under another name. */
  make(name, make) {
    const part = this.path(`${name}.part`);
    make(part);
    fs.renameSync(part, this.path(name));
  }

  /** The text of a file, or null if it is not there. */
  read(name) {
    try {
      return fs.readFileSync(this.path(name), 'utf8');
    } catch {
      return null;
    }
  }

  has(name) {
    return fs.existsSync(this.path(name));
  }

  /** Whether it was there. */
  take(name) {
    if (!this.has(name)) return false;
    fs.rmSync(this.path(name), { force: true });
    return true;
  }

  /** The processes that have recorded something, in the order of their ids. */
  processes() {
    const ids = fs.readdirSync(this.folder).map((name) => /^(\d+)\.recording$/.exec(name)?.[1]);
    return ids
      .filter((id) => id !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process is there. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { Files, QUESTION, VARIABLE, isAlive };
