'use strict';

// What a program inherits from whoever starts `gc-tracker run`, beside its standard streams: open file descriptors, and the
// channel of `process.send`.

const fs = require('node:fs');
const process = require('node:process');
const tty = require('node:tty');

const FIRST = 3;
/** Descriptors of higher numbers are not passed on: `spawn` needs an entry for each number. */
const LAST = 255;

/** The option `stdio` of spawn that passes everything on. */
function inheritedStreams() {
  const streams = ['inherit', 'inherit', 'inherit'];
  const channel = process.send === undefined ? undefined : channelDescriptor();
  for (const fd of inheritedDescriptors()) if (fd !== channel) streams[fd] = fd;
  if (channel !== undefined) streams[channel] = 'ipc';
  return Array.from(streams, (stream) => stream ?? 'ignore');
}

/** The channel has the same number in the program if it can be known, and the next free one otherwise. */
function channelDescriptor() {
  const { fd } = process.channel ?? {};
  return Number.isInteger(fd) && fd >= FIRST ? fd : FIRST;
}

/**
 * Open descriptors that are not of Node.js itself: files, sockets, and pipes of which the other end is elsewhere. It marks all
 * of them as not to be inherited, so their flags say nothing.
 */
function inheritedDescriptors() {
  const open = openDescriptors().map((fd) => [fd, statOf(fd)]);
  const pipes = open.filter(([, stat]) => stat?.isFIFO()).map(([, { ino }]) => ino);
  return open
    .filter(([fd, stat]) => {
      if (stat === undefined) return false;
      if (stat.isFIFO()) return pipes.filter((ino) => ino === stat.ino).length === 1;
      return stat.isFile() || stat.isSocket() || (stat.isCharacterDevice() && !tty.isatty(fd));
    })
    .map(([fd]) => fd);
}

function openDescriptors() {
  try {
    const numbers = fs.readdirSync('/dev/fd').map(Number);
    return numbers.filter((fd) => fd >= FIRST && fd <= LAST);
  } catch {
    // Windows has no such folder, and passes none on.
    return [];
  }
}

function statOf(fd) {
  try {
    return fs.fstatSync(fd);
  } catch {
    // The folder itself, which was open while it was read.
    return undefined;
  }
}

/** Passes messages on in both directions, until one side disconnects. Returns a function that stops it. */
function relayMessages(child) {
  if (process.send === undefined) return () => {};
  const toProgram = (message, handle) => {
    if (child.connected) child.send(message, handle, () => {});
  };
  const disconnectProgram = () => {
    if (child.connected) child.disconnect();
  };
  child.on('message', (message, handle) => {
    if (process.connected) process.send(message, handle, undefined, () => {});
  });
  child.on('disconnect', () => {
    if (process.connected) process.disconnect();
  });
  process.on('message', toProgram).on('disconnect', disconnectProgram);
  return () => {
    process.removeListener('message', toProgram).removeListener('disconnect', disconnectProgram);
  };
}

module.exports = { inheritedStreams, relayMessages };
