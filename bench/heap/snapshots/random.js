'use strict';

// Seeded random values (mulberry32): the same heap in every run. Words and texts are made from syllables; their lengths
// are those of real heaps, mostly short and seldom long.

const SYLLABLES = 'ka lo mi ren ta sul vo ne pri dor an el ish tor ba gu wen cha zi ol'.split(' ');

class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** 0 <= x < 1 */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, 0 <= n < limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** Between low and high, both included; small ones more often than large ones. */
  skewed(low, high) {
    return low + Math.floor(this.next() ** 3 * (high - low + 1));
  }

  chance(share) {
    return this.next() < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  word(syllables = 2 + this.below(3)) {
    let text = '';
    for (let count = 0; count < syllables; count++) text += SYLLABLES[this.below(SYLLABLES.length)];
    return text;
  }

  /** Words up to about `length` characters, flat in memory (not a tree of concatenations). */
  text(length) {
    const words = [];
    for (let size = 0; size < length; ) {
      const word = this.word();
      words.push(word);
      size += word.length + 1;
    }
    return words.join(' ');
  }

  /** `digits` hexadecimal digits. */
  hex(digits) {
    const parts = [];
    for (let left = digits; left > 0; left -= 8) {
      parts.push(this.below(0x1_0000_0000).toString(16).padStart(8, '0').slice(0, Math.min(left, 8)));
    }
    return parts.join('');
  }
}

module.exports = { Random };
