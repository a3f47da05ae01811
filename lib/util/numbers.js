'use strict';

// Numbers as text. Bytes are in powers of 1000, as in DevTools.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
/** The positions before each group of three digits. Intl would take 10 ms to load. */
const GROUPS = /\B(?=(\d{3})+$)/g;

/** 1234567 as `1,234,567`, and 1234.5678 as `1,234.5678`. */
function count(number) {
  const [whole, fraction] = String(number).split('.');
  const grouped = whole.replace(GROUPS, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** 1234.56 as `1,234.6`: at most one digit after the point. */
function decimal(number) {
  return count(Math.round(number * 10) / 10);
}

/** 1234.5 as `1,235 ms`. */
function milliseconds(ms) {
  return `${count(Math.round(ms))} ms`;
}

/** 1234567 bytes as `1.2 MB`: at least two significant digits, at most three before the point. */
function bytes(size) {
  let unit = 0;
  let value = Math.abs(size);
  // A value that would be rounded up to 1000 becomes 1 of the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 99.95 ? 1 : 0;
  return `${size < 0 ? '-' : ''}${count(value.toFixed(digits))} ${UNITS[unit]}`;
}

/** A change with its sign; a mere dot for no change, so that changes stand out. */
function signed(number, format) {
  if (number === 0) return '·';
  return number > 0 ? `+${format(number)}` : format(number);
}

/** A share as a percentage: `12 %`, `0.3 %`. */
function share(part, whole) {
  if (whole <= 0) return '';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** `1 node`, `2 nodes`. */
function plural(number, noun, nouns = `${noun}s`) {
  return `${count(number)} ${number === 1 ? noun : nouns}`;
}

module.exports = { bytes, count, decimal, milliseconds, plural, share, signed };
