'use strict';

// One timer for all that wants to be polled. It keeps neither the process alive nor what it polls: that is held weakly,
// and the timer ends with the last of it.

const polled = new Set();
let timer;
let period = Infinity;

/** Calls `subject.poll()` every `intervalMs` or more often, until the returned function is called. */
function poll(subject, intervalMs) {
  const entry = { subject: new WeakRef(subject), intervalMs };
  polled.add(entry);
  if (intervalMs < period) restart();
  return () => {
    if (polled.delete(entry)) restart();
  };
}

function restart() {
  clearInterval(timer);
  period = Math.min(...Array.from(polled, ({ intervalMs }) => intervalMs));
  timer = polled.size === 0 ? undefined : setInterval(tick, period).unref();
}

function tick() {
  let gone = false;
  for (const entry of polled) {
    const subject = entry.subject.deref();
    if (subject !== undefined) subject.poll();
    else gone = polled.delete(entry);
  }
  if (gone) restart();
}

module.exports = { poll };
