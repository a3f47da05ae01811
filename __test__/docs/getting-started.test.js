'use strict';

// docs/getting-started.md: its programs and commands run as they stand, in real runners, with the leak and mended; what it
// shows is what they print.

const assert = require('node:assert');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { installTracker } = require('../packages/tracker.js');
const { workspace, write } = require('../support/workspace.js');
const { modulesFor, runCommand, runIn } = require('./commands.js');
const { commandsOf, mended, programsOf, sectionsOf, shownAfter, withoutFigures } = require('./page.js');

/** The machine has few cores. */
const AT_ONCE = 2;

const sections = sectionsOf('getting-started.md');
const section = (wanted) => sections.find(({ title }) => title === wanted).text;
const first = section('Your first leak');

before(installTracker);

describe('docs/getting-started.md', { concurrency: AT_ONCE }, () => {
  test('the first leak is reported as shown, and is gone when it is mended', async (t) => {
    const folder = workspace(t, { modules: modulesFor() });
    const programs = programsOf(first);
    const [leaking, clean] = first.split('```diff');
    for (const [text, fixed] of [
      [leaking, programs],
      [clean, mended(programs, first)],
    ]) {
      write(folder, fixed);
      const [command] = commandsOf(text);
      const { output } = await runCommand(folder, command);
      const [, shown] = /^ {4}\$ .*\n((?: {4}.*\n|\n)*)/m.exec(text);
      assert.strictEqual(withoutFigures(output), withoutFigures(shown.replace(/^ {4}/gm, '')));
    }
  });

  for (const title of ['node:test', 'mocha', 'jest', 'vitest', 'chai']) {
    test(`${title}: fails with the report, and passes when it is mended`, async (t) => {
      const folder = workspace(t, { modules: modulesFor(title) });
      const [command] = commandsOf(section(title));
      const programs = { ...programsOf(first), ...programsOf(section(title)) };
      write(folder, programs);
      const failed = await runCommand(folder, command);
      assert.match(failed.output, /1 of 1 tracked object was not collected/);
      assert.match(failed.output, /variable(?: sessions)? {2}Map\n[ ~]*\n *└─ \["ada"\] {2}Session/);
      assert.strictEqual(failed.code, 1);
      write(folder, mended(programs, first));
      const passed = await runCommand(folder, command);
      assert.strictEqual(passed.code, 0, passed.output);
      assert.match(passed.output, /\b1 pass(?:ed|ing)|# pass 1|ℹ pass 1/);
    });
  }

  test('TypeScript: the types are right, and a program that is wrong is refused', async (t) => {
    const folder = workspace(t, { modules: modulesFor() });
    const programs = programsOf(section('TypeScript'));
    const wrong = programs['logout.test.mts'].replace("track(login('ada'),", "track('ada',");
    write(folder, { ...programs, 'wrong.test.mts': wrong });
    const { output } = await runCommand(folder, commandsOf(section('TypeScript'))[0]);
    assert.match(output, /^wrong\.test\.mts.*error TS2345:/);
    assert.doesNotMatch(output, /logout/);
  });

  if (process.features.typescript) {
    test('TypeScript: the test passes', async (t) => {
      const folder = workspace(t, { modules: modulesFor() });
      const text = section('TypeScript');
      write(folder, programsOf(text));
      const { code, output } = await runCommand(folder, commandsOf(text)[1]);
      assert.strictEqual(code, 0, output);
    });
  }

  test('the surprise is said as shown', async (t) => {
    const folder = workspace(t, { modules: modulesFor() });
    const text = section('Two surprises');
    write(folder, programsOf(text));
    const { output } = await runIn(folder, ['surprise.js']);
    assert.ok(output.includes(shownAfter(text, 'surprise.js').trim()), output);
  });
});
