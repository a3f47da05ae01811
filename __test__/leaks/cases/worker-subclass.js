'use strict';

// A worker of a program's own class that runs on. Its output is piped, so the streams of the process lead to it as well.

const { Worker } = require('node:worker_threads');

class Calculation {}

class Calculator extends Worker {
  constructor(calculation) {
    super("require('worker_threads').parentPort.on('message', () => {})", { eval: true });
    this.calculation = calculation;
  }
}

function start(track) {
  const calculator = new Calculator(track(new Calculation(), 'calculation'));
  calculator.unref();
  return calculator;
}

exports.leak = (track) => {
  start(track);
};
exports.clean = async (track) => {
  await start(track).terminate();
};
exports.culprit = [/running\s+Calculator/, /\.calculation\s+Calculation/];
exports.not = [/process\.std/];
