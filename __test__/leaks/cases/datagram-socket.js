'use strict';

// A datagram socket that is bound, and nobody closes it.

const dgram = require('node:dgram');
const { once } = require('node:events');

class Beacon {
  seen = 0;
}

async function listen(track) {
  const beacon = track(new Beacon(), 'beacon');
  const socket = dgram.createSocket('udp4');
  socket.on('message', function onBeacon() {
    beacon.seen++;
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

exports.leak = async (track) => {
  await listen(track);
};
exports.clean = async (track) => {
  const socket = await listen(track);
  socket.close();
  await once(socket, 'close');
};
exports.culprit = [
  /Socket\s+running/,
  /started at \S*datagram-socket\.js:14/,
  /listener of "message"/,
  /onBeacon/,
  /\bbeacon\s+Beacon/,
];
