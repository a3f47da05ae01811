'use strict';

// A monitor of this package runs on, and its listener closes over an alarm: none of our own files is named.

const { monitorMemory } = require('../../../lib/monitor/index.js');

class Alarm {
  rung = 0;
}

function watch(track) {
  const alarm = track(new Alarm(), 'alarm');
  return monitorMemory().on('warning', function ring() {
    alarm.rung++;
  });
}

exports.leak = (track) => {
  watch(track);
};
exports.clean = (track) => {
  watch(track).dispose();
};
exports.culprit = [/gc-tracker/, /MemoryMonitor/, /listener of "warning"/, /ring/, /\balarm\s+Alarm/];
exports.not = [/running assertion/, /lib\/(?!.*cases)\S+\.js/];
