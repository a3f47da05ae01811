'use strict';

// A Set for each room, in a Map by the room's number.

class Member {}

const rooms = new Map();

function join(track) {
  if (!rooms.has(12)) rooms.set(12, new Set());
  rooms.get(12).add(track(new Member(), 'member'));
}

exports.rooms = rooms;
exports.leak = (track) => join(track);
exports.clean = (track) => {
  join(track);
  rooms.get(12).clear();
};
exports.culprit = [
  /require cache\s+.*map-nested\.js/,
  /exports\.rooms\s+Map/,
  /(\[12\]|value)\s+Set/,
  /Member/,
];
