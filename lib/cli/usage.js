'use strict';

// The help of the command.

const SYNOPSES = {
  summary: 'summary FILE [--top N] [--sort ORDER] [--json]',
  find: 'find FILE CLASS [--top N] [--json]',
  explain: 'explain FILE @ID|CLASS [--top N] [--paths K] [--json]',
  diff: 'diff FILE FILE... [--top N] [--json]',
  report: 'report FILE... [-o FILE] [--strings]',
  run: 'run [-o FILE] [--snapshots] [options] FILE [argument...]',
};

const HELP = {
  summary: `
What is in a heap snapshot: totals, what holds most of it, and its classes.

  --top N       how many classes to list (20)
  --sort ORDER  by retained (the default) or shallow size, or by count`,
  find: `
The objects of a class, those that retain most first: their @ids, for explain,
and by what each is held.

  --top N       how many objects to list (20)`,
  explain: `
Why an object, or the largest objects of a class, are alive: the retaining path
from the GC root, and what each object on it retains.

  --top N       of a class: how many objects to look at (20). Those that are
                held in the same way are shown once
  --paths K     up to K paths an object, which differ in their last steps (1)`,
  diff: `
What grew from each heap snapshot to the next, by class, and why the new objects
of the class that grew most are alive. With more than two files a class that
grew on every step is marked. Snapshots of one process are compared object by
object, others by class.

  --top N       how many classes to list (20)`,
  report: `
One HTML page of heap snapshots and of recordings (monitor.recording() as JSON,
or what 'gc-tracker run' saves): memory over time with its trend, live objects
by label, what grew from snapshot to snapshot, a map of retained size, and why
objects are alive. It works offline. An earlier report is replaced.

  -o FILE       where to write it (report.html); - is standard output
  --strings     show the contents of strings, which are hidden otherwise: a heap
                holds secrets`,
  run: `
Runs a program as node does, watches its memory, and writes a report (see
'gc-tracker help report') when it ends, however it ends, and whenever this
command or the program receives SIGUSR2. Options come first. All that follows
them is as after 'node': its flags, the program, the program's arguments. Prints
the state of the memory on standard error.

  -o FILE       where to write the report (report.html)
  --snapshots   take a heap snapshot after the warm-up and one at the end, so that
                the report says what grew and why: each stops the program
  --warmup S    seconds before the first snapshot (5)
  --strings     show the contents of strings in the report
  --children    watch Node.js processes that the program starts, too
  --interval S  seconds between two lines on standard error (1 on a terminal,
                where one line is rewritten; otherwise 60)
  --keep DIR    keep the recordings and snapshots there

The exit code is the program's.`,
};

const JSON_OPTION = `
  --json        one JSON document instead of text; sizes in bytes`;

const COMMON = `
  --help, --version

FILE is a .heapsnapshot as Node.js (v8.writeHeapSnapshot) and Chrome DevTools
write it, or the same compressed. A CLASS like (string) needs quotes in a shell.
Exit code: 0; 1 if the snapshot cannot be read, or there is no such object or
class; 2 if the command line is wrong; 130 if interrupted.`;

/** The synopsis of one command, or of all. */
function usage(command) {
  const lines = command === undefined ? Object.values(SYNOPSES) : [SYNOPSES[command]];
  return lines.map((line, index) => `${index === 0 ? 'usage:' : '      '} gc-tracker ${line}`).join('\n');
}

/** The help on one command, or on all. */
function help(command) {
  if (command === 'run') return `${usage(command)}\n${HELP[command]}`;
  if (command !== undefined) {
    const json = command === 'report' ? '' : JSON_OPTION;
    return `${usage(command)}\n${HELP[command]}${json}${COMMON}`;
  }
  const about = `
Opens V8 heap snapshots of any size and says what is in them, what grew from one
to the next, and why an object is alive.

  summary       totals, what holds most, and the classes
  find          the objects of a class
  explain       why an object, or the largest objects of a class, are alive
  diff          what grew between two or more snapshots
  report        all that, and memory over time, as an HTML page
  run           runs a program, watches its memory, and writes a report

gc-tracker help COMMAND says more on one.
`;
  return `${usage()}\n${about}${JSON_OPTION}${COMMON}`;
}

module.exports = { help, usage };
