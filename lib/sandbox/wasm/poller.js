'use strict';

// Polls subjects with one timer for all. It keeps neither the process nor the subjects alive: it holds them weakly, and the
// timer stops with the last one.

const entries = new Set();
let timer;
let periodMs = Infinity;

/** Calls `subject.poll()` at least every `intervalMs`, until the returned function is called. */
function poll(subject, intervalMs) {
  const entry = { subject: new WeakRef(subject), intervalMs };
  entries.add(entry);
  if (intervalMs < periodMs) restart();
  return () => {
    if (entries.delete(entry)) restart();
  };
}

function restart() {
  clearInterval(timer);
  periodMs = Math.min(...Array.from(entries, ({ intervalMs }) => intervalMs));
  timer = entries.size === 0 ? undefined : setInterval(tick, periodMs).unref();
}

function tick() {
  let hasCollected = false;
  for (const entry of entries) {
    const subject = entry.subject.deref();
    if (subject !== undefined) subject.poll();
    else hasCollected = entries.delete(entry);
  }
  if (hasCollected) restart();
}

module.exports = { poll };
