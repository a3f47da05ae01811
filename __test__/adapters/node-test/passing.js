'use strict';

const { afterEach, describe, it } = require('node:test');
const { trackGC } = require('gc-tracker');
const { login, logout } = require('./sessions.js');

describe('clean', () => {
  const rounds = Number(process.env.ROUNDS);

  afterEach(() => {
    logout('ada');
  });

  for (let round = 0; round < rounds; round++) {
    it(`passes ${round}`, async () => {
      login('ada');
      const buffer = Buffer.alloc(10);
      trackGC(buffer);
      await null;
      trackGC({ buffer });
    });
  }
});
