'use strict';

// Simulated services: what a monitor sees of them at each full GC, in a day or more, and whether they leak.
//
// A trace has a traffic curve, parts that hold memory, with traffic or without, and noise: what happens to be alive
// when V8 collects. Every parameter is random, and depends on the seed alone.

const { Random } = require('./random.js');

const MB = 1e6;
const MINUTE = 60;
const HOUR = 3600;
/** Seconds of a step of the simulation. */
const STEP = 10;

/** Traffic by time, 1 at the usual peak, with noise that lasts some minutes. */
function steadyTraffic(random) {
  const level = random.uniform(0.3, 1);
  const noise = wander(random, random.uniform(0.02, 0.15), random.uniform(2, 30) * MINUTE);
  return () => Math.max(0.01, level * (1 + noise()));
}

/** A day: low at night, one or two humps, flat or pointed, and short peaks. */
function dayTraffic(random) {
  const phase = random.uniform(0, 24 * HOUR);
  const night = random.uniform(0.05, 0.4);
  const second = random.chance(0.5) ? random.uniform(0, 0.6) : 0;
  const power = random.uniform(0.6, 2);
  const noise = wander(random, random.uniform(0.02, 0.12), random.uniform(2, 30) * MINUTE);
  const peaks = Array.from({ length: Math.floor(random.uniform(0, 6)) }, () => ({
    at: random.uniform(0, 24 * HOUR),
    lasts: random.logUniform(3, 40) * MINUTE,
    height: random.uniform(0.2, 1.5),
  }));
  return (time) => {
    const angle = (2 * Math.PI * (time + phase)) / (24 * HOUR);
    const hump = ((1 - Math.cos(angle)) / 2) ** power + second * ((1 - Math.cos(2 * angle)) / 2);
    const day = night + ((1 - night) * hump) / (1 + second);
    const peak = peaks.reduce((sum, { at, lasts, height }) => {
      const since = (time % (24 * HOUR)) - at;
      return since >= 0 && since < lasts ? sum + height * Math.min(1, since / 60) : sum;
    }, 0);
    return Math.max(0.01, (day + peak) * (1 + noise()));
  };
}

/** A value that wanders around 0, with a standard deviation and a correlation time (Ornstein-Uhlenbeck process). */
function wander(random, deviation, forgets) {
  const keep = Math.exp(-STEP / forgets);
  const push = deviation * Math.sqrt(1 - keep * keep);
  let value = deviation * random.normal();
  return () => {
    value = keep * value + push * random.normal();
    return value;
  };
}

// Parts of the memory: each is a function of time (s since the start) and traffic, in bytes, called at every step.

/** Memory of requests, and of sessions, which live for a while. */
function held(random, { most = 40 } = {}) {
  const size = random.logUniform(3, most) * MB;
  const lives = random.logUniform(0.5, 60) * MINUTE;
  const power = random.uniform(0.8, 1.2);
  let recent;
  return (_time, traffic) => {
    recent ??= random.chance(0.5) ? 0 : traffic;
    recent += (1 - Math.exp(-STEP / lives)) * (traffic - recent);
    return size * recent ** power;
  };
}

/** Modules, compiled code and pools of connections, which grow in the first minutes. */
function start(random) {
  const size = random.uniform(5, 25) * MB;
  const takes = random.uniform(0.5, 10) * MINUTE;
  return (time) => size * (1 - Math.exp(-time / takes));
}

function warmUp(random, { from = 0 } = {}) {
  const size = random.logUniform(10, 120) * MB;
  const takes = random.logUniform(5, 90) * MINUTE;
  return (time) => (time < from ? 0 : size * (1 - Math.exp(-(time - from) / takes)));
}

/** A cache that grows until it is full. */
function filling(random) {
  const size = random.logUniform(10, 100) * MB;
  const takes = random.logUniform(5, 120) * MINUTE;
  const from = random.chance(0.5) ? 0 : random.uniform(0, 20) * HOUR;
  return (time) => size * Math.min(1, Math.max(0, time - from) / takes);
}

/** Something is loaded for good, once or twice a day; now and then something is unloaded. */
function steps(random) {
  const all = Array.from({ length: random.chance(0.7) ? 1 : 2 }, () => ({
    at: random.uniform(0, 24 * HOUR),
    size: random.logUniform(3, 80) * MB * (random.chance(0.85) ? 1 : -0.2),
    takes: random.logUniform(1, 600),
  }));
  return (time) =>
    all.reduce((sum, { at, size, takes }) => sum + size * Math.min(1, Math.max(0, (time - at) / takes)), 0);
}

function sawtooth(random, { longest = 180, most = 60 } = {}) {
  const period = random.logUniform(5, longest) * MINUTE;
  const size = random.logUniform(3, most) * MB;
  const phase = random.uniform(0, period);
  return (time) => (size * ((time + phase) % period)) / period;
}

function fragmentation(random) {
  const noise = wander(random, random.logUniform(1, 5) * MB, random.logUniform(0.3, 3) * HOUR);
  return () => noise();
}

/** A nightly job, which keeps the event loop busy. */
function job(random) {
  const at = random.uniform(0, 24 * HOUR);
  const lasts = random.logUniform(5, 90) * MINUTE;
  const size = random.logUniform(10, 150) * MB;
  const since = (time) => (((time - at) % (24 * HOUR)) + 24 * HOUR) % (24 * HOUR);
  const part = (time) => (since(time) < lasts ? size * Math.min(1, since(time) / (0.3 * lasts)) : 0);
  const busy = random.uniform(0.1, 0.6);
  part.utilization = (time) => (since(time) < lasts ? busy : 0);
  return part;
}

function leak(bytesAnHour, from = 0) {
  return (time) => (bytesAnHour * Math.max(0, time - from)) / HOUR;
}

/** A leak with each request: on a day's average that many bytes an hour. */
function requestLeak(bytesAnHour, traffic) {
  let mean = 0;
  for (let hour = 0; hour < 24; hour++) mean += traffic(hour * HOUR) / 24;
  let leaked = 0;
  return (_time, now) => {
    leaked += (bytesAnHour * STEP * now) / mean / HOUR;
    return leaked;
  };
}

/**
 * The samples of a service: { time (ms), activeMs, idleMs (since the last sample), requests, value (bytes) }.
 */
function simulate(random, { traffic, parts, hours }) {
  const base = random.logUniform(15, 250) * MB;
  const everySeconds = random.logUniform(15, 300);
  const busy = random.uniform(0.05, 0.6);
  const saturation = random.uniform(0, 0.5);
  const garbage = random.logUniform(0.2, 3) * MB;
  const noise = random.logUniform(0.02, 1) * MB;
  const rate = random.logUniform(5, 500);
  const drift = wander(random, random.logUniform(0.1, 1) * MB, random.logUniform(10, 120) * MINUTE);
  const offset = random.uniform(0, 1e12);
  const samples = [];
  let due = 0;
  let active = 0;
  let idle = 0;
  let requests = 0;
  for (let time = 0; time < hours * HOUR; time += STEP) {
    const now = traffic(time);
    const extra = parts.reduce((sum, part) => sum + (part.utilization?.(time) ?? 0), 0.005);
    const utilization = Math.min(0.98, (busy * now) / (1 + saturation * now) + extra);
    active += utilization * STEP * 1000;
    idle += (1 - utilization) * STEP * 1000;
    requests += rate * now * STEP;
    let value = base + drift();
    for (const part of parts) value += part(time, now);
    // V8 collects after so much allocation, and now and then when nothing happens.
    due -= STEP * (now / everySeconds + 1 / (40 * MINUTE));
    if (due > 0) continue;
    due = 0.3 + random.exponential(0.7);
    value += random.exponential(garbage * now) + noise * random.normal();
    samples.push({
      time: offset + 1000 * time,
      activeMs: active,
      idleMs: idle,
      pausedMs: 0,
      requests: Math.round(requests),
      value,
    });
    active = idle = requests = 0;
  }
  return samples;
}

const pick = (random) => (random.chance(0.5) ? steadyTraffic(random) : dayTraffic(random));
const usual = (random) => [start(random), held(random, { most: 20 })];

/** Services that do not leak: functions that return { traffic, parts, hours }, by name. */
const CLEAN = {
  steady: (random) => ({ traffic: steadyTraffic(random), parts: usual(random) }),
  'day curve': (random) => ({ traffic: dayTraffic(random), parts: [start(random), held(random)] }),
  steps: (random) => ({ traffic: pick(random), parts: [...usual(random), steps(random)] }),
  sawtooth: (random) => ({ traffic: pick(random), parts: [...usual(random), sawtooth(random)] }),
  'warm-up': (random) => ({ traffic: pick(random), parts: [...usual(random), warmUp(random)] }),
  'cache filling': (random) => ({ traffic: pick(random), parts: [...usual(random), filling(random)] }),
  fragmentation: (random) => ({ traffic: pick(random), parts: [...usual(random), fragmentation(random)] }),
  'nightly job': (random) => ({ traffic: pick(random), parts: [...usual(random), job(random)] }),
  everything: (random) => ({
    traffic: dayTraffic(random),
    parts: [
      held(random),
      ...[start, warmUp, sawtooth, steps, fragmentation, job].flatMap((make) =>
        random.chance(0.5) ? [make(random)] : [],
      ),
    ],
  }),
};

/** Services that leak at a rate (bytes an hour) from an hour on. */
const LEAKING = {
  'leak, steady': (random, rate) => ({
    traffic: steadyTraffic(random),
    parts: [...usual(random), leak(rate)],
  }),
  'leak, day curve': (random, rate) => ({
    traffic: dayTraffic(random),
    parts: [start(random), held(random, { most: 15 }), leak(rate)],
  }),
  'leak a request': (random, rate) => {
    const traffic = dayTraffic(random);
    return { traffic, parts: [start(random), held(random, { most: 15 }), requestLeak(rate, traffic)] };
  },
  'leak after warm-up': (random, rate) => ({
    traffic: pick(random),
    parts: [...usual(random), warmUp(random), leak(rate)],
  }),
  'leak, sawtooth': (random, rate) => ({
    traffic: pick(random),
    parts: [...usual(random), sawtooth(random, { longest: 45, most: 20 }), leak(rate)],
  }),
  'late leak': (random, rate) => {
    const from = random.uniform(6, 60);
    return { traffic: pick(random), parts: [...usual(random), leak(rate, from * HOUR)], from };
  },
};

/** Services whose memory follows their load by so much that a small leak does not stand out within a day. */
const HARD = {
  'leak, large day curve': (random, rate) => ({
    traffic: dayTraffic(random),
    parts: [start(random), held(random), leak(rate)],
  }),
};

/**
 * A trace by its name, a leak's rate (bytes an hour, 0 of a service that does not leak), a seed and how many days it
 * goes on (from the start of the leak): { samples, leaks, from: ms until the leak starts }.
 */
function makeTrace(name, rate, seed, days = 1) {
  const random = new Random(seed * 7919 + hash(name) + Math.round(rate / 1000));
  const {
    traffic,
    parts,
    from = 0,
  } = rate > 0 ? { ...LEAKING, ...HARD }[name](random, rate) : CLEAN[name](random);
  const samples = simulate(random, { traffic, parts, hours: from + 24 * days });
  return { samples, leaks: rate > 0, from: from * 3_600_000 };
}

function hash(text) {
  let code = 0;
  for (const character of text) code = (Math.imul(code, 31) + character.charCodeAt(0)) | 0;
  return code >>> 0;
}

module.exports = { CLEAN, HARD, LEAKING, makeTrace };
