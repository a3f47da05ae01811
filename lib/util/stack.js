'use strict';

// Where a program called us, as text. Until an error's stack is read, V8 keeps the functions and receivers of its frames
// alive, and perhaps the target. So it is read at once.

const { relative } = require('node:path');
const process = require('node:process');
const { fileURLToPath } = require('node:url');

/** Frames to capture. More than one, since the caller may be a helper of the test. */
const FRAMES = 4;

/** The frames above the function `callee`, one a line; about 10 microseconds a call. */
function captureStack(callee, frames = FRAMES) {
  const { stackTraceLimit } = Error;
  const holder = {};
  setLimit(frames);
  try {
    Error.captureStackTrace(holder, callee);
    return framesIn(readStack(holder));
  } finally {
    setLimit(stackTraceLimit);
  }
}

/** Where `Error` is frozen (SES, --frozen-intrinsics), the limit stays and nothing is thrown. */
function setLimit(frames) {
  Reflect.set(Error, 'stackTraceLimit', frames);
}

/** An error's stack; empty if the program's `Error.prepareStackTrace` throws or returns no string. */
function readStack(error) {
  try {
    return typeof error.stack === 'string' ? error.stack : '';
  } catch {
    return '';
  }
}

/** A stack without the error's own line. */
function framesIn(stack) {
  return stack.slice(stack.indexOf('\n') + 1);
}

/** A frame with a function's name has the place in parentheses. A folder's name may have parentheses, too. */
const FRAME = /^ *(?:at )?(?:.*? \((?<inner>.+)\)|(?:async )?(?<whole>.+))$/gm;

/** `{ file, line, column }` of the first of a stack's frames that has them, or null. */
function firstPlace(stack) {
  for (const { groups } of (stack ?? '').matchAll(FRAME)) {
    const place = /^(.+):(\d+):(\d+)$/.exec(groups.inner ?? groups.whole);
    if (place !== null) return { file: place[1], line: Number(place[2]), column: Number(place[3]) };
  }
  return null;
}

/** A place as a developer would open it: `test/session.test.js:14:19`. */
function placeText({ file, line, column }) {
  const at = column === undefined ? `${line}` : `${line}:${column}`;
  return `${fileText(file)}:${at}`;
}

/** A file, relative to the working directory if there is one and that is shorter. */
function fileText(file) {
  const path = pathOf(file);
  if (!isAbsolute(path)) return path;
  const shorter = fromHere(path);
  return shorter.length < path.length ? shorter : path;
}

/** A path from the working directory; the same path if that was removed. */
function fromHere(path) {
  try {
    return relative(process.cwd(), path);
  } catch {
    return path;
  }
}

/** A file's path. The URL of a file of another machine stays a URL. */
function pathOf(file) {
  try {
    return file.startsWith('file://') ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}

/** Recognizes the paths of all systems, since a snapshot may come from another one. */
function isAbsolute(path) {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}

module.exports = { captureStack, fileText, firstPlace, framesIn, isAbsolute, placeText, readStack };
