'use strict';

// The report's page, opened offline in a real Chromium and used as a person would, by pointer and by keyboard.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { run } = require('../cli/run.js');
const { launch, open, photograph } = require('./browser.js');
const { lowContrast } = require('./contrast.js');
const { hostileNames } = require('./hostile-names.js');
const { recorded } = require('./recorded.js');
const { workspace } = require('../support/workspace.js');

const PHONE = { width: 360, height: 740 };

const folder = workspace({ after });
let browser;
const reports = {};

before(async () => {
  const file = (name) => path.join(folder, name);
  execFileSync(process.execPath, [path.join(__dirname, '../cli/leaking.js'), folder]);
  execFileSync(process.execPath, [path.join(__dirname, 'hostile.js'), file('hostile.heapsnapshot')]);
  const evil = '</script><script>window.broken=9</script>';
  fs.writeFileSync(file('drawn.heapsnapshot'), hostileNames());
  fs.writeFileSync(file('a.json'), JSON.stringify(recorded()));
  fs.writeFileSync(
    file('b.json'),
    JSON.stringify(recorded({ pid: 4712, command: ['node', '/srv/worker.js'] })),
  );
  const series = recorded().series.map((one) => ({ ...one, name: `live:${evil}${one.name}`, unit: 'count' }));
  const labels = { [evil]: { live: 1, collected: 2 } };
  fs.writeFileSync(
    file('evil.json'),
    JSON.stringify(recorded({ series, labels, command: ['node', `/a/${evil}`] })),
  );
  const rounds = [1, 2, 3].map((round) => file(`${round}.heapsnapshot`));
  const made = {
    whole: [...rounds, file('a.json'), file('b.json')],
    recording: [file('a.json')],
    snapshot: [rounds[2]],
    hostile: [file('hostile.heapsnapshot'), file('evil.json')],
    drawn: [file('drawn.heapsnapshot'), file('drawn.heapsnapshot')],
    shown: [file('drawn.heapsnapshot'), file('evil.json'), '--strings'],
  };
  for (const [name, words] of Object.entries(made)) {
    reports[name] = file(`${name}.html`);
    const { code, stderr } = await run(['report', ...words, '-o', reports[name]]);
    assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

/** Uses a report; whatever is done with it, it must do nothing that it must not. */
async function use(name, options, steps) {
  const { page, faults } = await open(browser, reports[name], options);
  try {
    await steps(page);
    assert.deepStrictEqual(await faults(), []);
  } finally {
    await page.close();
  }
}

const texts = (page, selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
const text = (page, selector) => page.$eval(selector, (one) => one.textContent);
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label'));

describe('how it looks', () => {
  for (const scheme of ['light', 'dark']) {
    for (const [device, viewport] of Object.entries({ laptop: undefined, phone: PHONE })) {
      for (const name of ['whole', 'recording', 'snapshot', 'hostile', 'shown']) {
        test(`${name}, ${scheme}, on a ${device}: no fault, nothing wider than the window, text to be read`, async () => {
          await use(name, { scheme, viewport }, async (page) => {
            await photograph(page, `${name}-${scheme}-${device}`);
            const [content, window] = await page.evaluate(() => [
              document.documentElement.scrollWidth,
              document.documentElement.clientWidth,
            ]);
            assert.ok(content <= window, `${content} in ${window}`);
            const dim = await page.evaluate(lowContrast);
            assert.deepStrictEqual(dim, []);
            assert.strictEqual(await page.evaluate(() => window.broken), undefined);
          });
        });
      }
    }
  }
});

describe('memory over time', () => {
  test('the verdicts are stated in words, the growing ones first', async () => {
    await use('recording', {}, async (page) => {
      assert.deepStrictEqual((await texts(page, '#verdict > ul > li > div > div:first-child')).slice(0, 2), [
        'Heap used: growing by 3.0 MB an hour (2.8 MB to 3.2 MB, 95 % confidence).',
        'Resident set (RSS): growing by 3.3 MB an hour (3.0 MB to 3.7 MB, 95 % confidence).',
      ]);
      assert.match(
        await text(page, '#verdict'),
        /Evidence: 120 samples in 6 h, event loop 34 % busy, 812,345 requests\./,
      );
    });
  });

  test('a box switches its series on and off, by a click and by the space bar', async () => {
    await use('recording', {}, async (page) => {
      const lines = () => page.$$eval('#time path.line', (found) => found.length);
      assert.strictEqual(await lines(), 2);
      await (await page.$$('#time input'))[1].click();
      assert.strictEqual(await lines(), 3);
      await page.keyboard.press('Space');
      assert.strictEqual(await lines(), 2);
    });
  });

  test('the trend has its slope, and every full GC is marked', async () => {
    await use('recording', {}, async (page) => {
      const marks = await texts(page, '#time .gc title');
      assert.strictEqual(marks.length, 120);
      assert.match(marks[1], /^full GC at \d\d:\d\d:\d\d\.\d{3}, 5 ms$/);
      // The line of the lows is straight, so that the trend covers it.
      const [line, trend] = await page.evaluate(() => {
        const ends = (path) => {
          const numbers = path.getAttribute('d').slice(1).split(/[L,]/).map(Number);
          return [numbers.slice(0, 2), numbers.slice(-2)];
        };
        return ['.line.c0', '.trend.c0'].map((name) => ends(document.querySelector(`#time ${name}`)));
      });
      const slope = ([[x, y], [toX, toY]]) => (toY - y) / (toX - x);
      assert.ok(Math.abs(slope(line) - slope(trend)) < 0.01, `${slope(line)} ${slope(trend)}`);
    });
  });

  test('the arrow keys read values off and say them, Escape ends that', async () => {
    await use('recording', {}, async (page) => {
      await page.focus('#time .plot');
      await page.keyboard.press('Home');
      assert.match(await text(page, '#time [aria-live]'), /Heap used 42\.0 MB to 44\.1 MB/);
      await page.keyboard.press('End');
      assert.match(await text(page, '#time [aria-live]'), /Heap used 59\.9 MB to /);
      const shown = () => page.$eval('#time .tip', ({ hidden }) => !hidden);
      assert.strictEqual(await shown(), true);
      await page.keyboard.press('Escape');
      assert.strictEqual(await shown(), false);
    });
  });

  test('the pointer reads off the nearest time', async () => {
    await use('recording', {}, async (page) => {
      const plot = await page.$('#time .plot');
      await plot.scrollIntoView();
      const { x, y, width } = await plot.boundingBox();
      await page.mouse.move(x + width - 20, y + 100);
      assert.match(await text(page, '#time .tip'), /Heap used 59\.\d MB/);
      await page.mouse.move(x + width / 2, y - 60);
      assert.strictEqual(await page.$eval('#time .tip', ({ hidden }) => hidden), true);
    });
  });

  test('of several processes one is chosen', async () => {
    await use('whole', {}, async (page) => {
      assert.match(await text(page, '#verdict .facts'), /^server\.js … .* process 4711 /);
      await page.select('.chooser select', '1');
      assert.match(await text(page, '#verdict .facts'), /^worker\.js .* process 4712 /);
    });
  });

  test('live objects are there by label', async () => {
    await use('recording', {}, async (page) => {
      assert.deepStrictEqual(await texts(page, '#live table:not(.legend) tbody tr > *'), [
        'session',
        '5,800',
        '123,456',
      ]);
      assert.strictEqual((await page.$$('#live path.line')).length, 1);
    });
  });
});

describe('the heap', () => {
  test('what grows on every round is told with its path and its numbers', async () => {
    await use('whole', {}, async (page) => {
      const heads = await texts(page, '#growing h3');
      assert.deepStrictEqual(heads, ['Global.kept.sessions', 'Global.kept.hub']);
      const [sessions] = await texts(page, '#growing .more');
      assert.match(sessions, /^\+\d+ kB \+400 × Session$/);
      const bars = await page.$eval('#growing .bars', (one) => one.getAttribute('aria-label'));
      assert.strictEqual(bars, 'objects: 200, 400, 600');
    });
  });

  test('a path unfolds step by step, by the keyboard too', async () => {
    await use('whole', {}, async (page) => {
      const visible = () => page.$eval('#growing ol.path', (one) => one.checkVisibility());
      assert.strictEqual(await visible(), false);
      await page.focus('#growing article summary');
      await page.keyboard.press('Enter');
      assert.strictEqual(await visible(), true);
      const steps = await texts(page, '#growing article:first-of-type ol.path:first-of-type li .says');
      assert.strictEqual(steps[0], '(GC root) Global');
      assert.ok(
        steps.some((step) => /^\.sessionsMap@\d+$/.test(step)),
        steps.join(),
      );
    });
  });

  test('a class unfolds to the ways in which its objects are held', async () => {
    await use('snapshot', {}, async (page) => {
      const buttons = await page.$$('#classes button.unfold');
      const names = await texts(page, '#classes button.unfold');
      const button = buttons[names.indexOf('Session')];
      const state = () => button.evaluate((one) => one.getAttribute('aria-expanded'));
      assert.strictEqual(await state(), 'false');
      await button.focus();
      await page.keyboard.press('Enter');
      assert.strictEqual(await state(), 'true');
      const way = await page.$eval('#classes tr.ways:not([hidden])', (one) => one.textContent);
      assert.match(way, /^Session @\d+ .*in the same way.*Global\.kept\.sessions\["…"\]/);
      await page.keyboard.press('Enter');
      assert.strictEqual(await state(), 'false');
    });
  });

  test('classes are sorted by a column, and filtered by name', async () => {
    await use('snapshot', {}, async (page) => {
      const names = () => texts(page, '#classes tbody th');
      const sorted = (await names()).map((name) => name.toLowerCase()).sort((a, b) => (a < b ? -1 : 1));
      await page.click('#classes thead button');
      assert.deepStrictEqual(
        (await names()).map((name) => name.toLowerCase()),
        sorted,
      );
      await page.type('#classes input', 'sessi');
      assert.deepStrictEqual(await names(), ['Session']);
    });
  });

  test('the map is zoomed by a click, by Enter and by its crumbs, and out by Escape', async () => {
    await use('snapshot', {}, async (page) => {
      const crumbs = async () =>
        (await texts(page, '.crumb')).map((one) => one.replace(/( \(global\*\))? {2}[\d.]+ \w+$/, ''));
      const tile = (name) => page.$(`.map .tile[aria-label^="${name}"]`);
      assert.deepStrictEqual(await crumbs(), ['Heap']);
      // In its middle lie its parts.
      await (await tile('kept  Object')).click({ offset: { x: 20, y: 8 } });
      assert.deepStrictEqual(await crumbs(), ['Heap', 'global', 'kept  Object']);
      await (await tile('sessions  Map')).focus();
      assert.match(
        await text(page, '.detail'),
        /^sessions {2}Map @\d+, .* of the heap\(GC root\) Global.*\.sessionsMap/,
      );
      await page.keyboard.press('Enter');
      assert.deepStrictEqual(await crumbs(), ['Heap', 'global', 'kept  Object', 'sessions  Map']);
      await page.keyboard.press('Escape');
      assert.deepStrictEqual(await crumbs(), ['Heap', 'global', 'kept  Object']);
      assert.match(await focused(page), /^sessions {2}Map/);
      await page.focus('.crumb');
      await page.keyboard.press('Enter');
      assert.deepStrictEqual(await crumbs(), ['Heap']);
    });
  });

  test('the arrow keys go from tile to tile, and one of them is in the order of tabs', async () => {
    await use('snapshot', {}, async (page) => {
      const inOrder = () =>
        page.$$eval('.map .tile', (tiles) => tiles.filter(({ tabIndex }) => tabIndex === 0).length);
      assert.strictEqual(await inOrder(), 1);
      await page.focus('.map .tile[tabindex="0"]');
      const left = () => page.evaluate(() => document.activeElement.getBoundingClientRect().left);
      const [start, from] = [await focused(page), await left()];
      await page.keyboard.press('ArrowRight');
      assert.notStrictEqual(await focused(page), start);
      assert.ok((await left()) >= from);
      assert.strictEqual(await inOrder(), 1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      assert.ok((await focused(page)) !== null);
    });
  });

  test('the tiles of a node have the areas of their sizes', async () => {
    await use('snapshot', {}, async (page) => {
      const tiles = await page.$$eval('.map .depth-1', (found) =>
        found.map((one) => ({
          area: one.offsetWidth * one.offsetHeight,
          size:
            { kB: 1, MB: 1000 }[/([kM]B), /.exec(one.title)?.[1]] *
            Number.parseFloat(/, ([\d.]+) /.exec(one.title)[1]),
        })),
      );
      const large = tiles.filter(({ area }) => area > 5000);
      assert.ok(large.length > 1);
      const rates = large.map(({ area, size }) => area / size);
      assert.ok(Math.max(...rates) / Math.min(...rates) < 1.15, rates.join());
    });
  });
});

describe('what it must not do', () => {
  test('whatever is called what, it is text', async () => {
    for (const name of ['hostile', 'drawn', 'shown']) {
      await use(name, {}, async (page) => {
        for (const button of await page.$$('button.unfold')) await button.click();
        await page.$$eval('details', (all) => all.forEach((one) => (one.open = true)));
        for (const tile of await page.$$('.map .tile')) await tile.focus();
        await photograph(page, `${name}-unfolded`);
        assert.strictEqual(await page.evaluate(() => window.broken), undefined);
        assert.deepStrictEqual(
          await page.$$eval('img, iframe, object, embed, base, form', (all) => all.length),
          0,
        );
        assert.strictEqual(await page.$$eval('script', (all) => all.length), 0);
        if (name !== 'hostile')
          assert.match(await text(page, 'main'), /<img src=x onerror=window\.broken=1>/);
      });
    }
  });

  test('its policy lets nothing else in: no other script, style, markup or request', async () => {
    const { page } = await open(browser, reports.snapshot);
    const outcome = await page.evaluate(async () => {
      const refused = (action) => {
        try {
          action();
          return false;
        } catch (error) {
          return error instanceof TypeError;
        }
      };
      const add = (name, set) => {
        const element = document.createElement(name);
        set(element);
        document.body.append(element);
        return element;
      };
      const markup = refused(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'));
      const script = refused(() => add('script', (one) => (one.text = 'window.broken = 1')));
      add('style', (one) => (one.textContent = 'body { margin-top: 99px }'));
      const image = add('img', (one) => (one.src = 'https://example.org/x.png'));
      const marked = add('p', (one) => one.setAttribute('style', 'color: red'));
      const fetched = await fetch('https://example.org/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => image.addEventListener('error', resolve));
      const { marginTop } = getComputedStyle(document.body);
      return {
        markup,
        script,
        marginTop,
        fetched,
        red: getComputedStyle(marked).color,
        violations: window.violations,
      };
    });
    await page.close();
    const { violations, red, ...rest } = outcome;
    assert.deepStrictEqual(rest, { markup: true, script: true, marginTop: '0px', fetched: false });
    assert.notStrictEqual(red, 'rgb(255, 0, 0)');
    const directives = new Set(violations.map((one) => one.split(':')[0]));
    for (const one of [
      'require-trusted-types-for',
      'style-src-elem',
      'style-src-attr',
      'img-src',
      'connect-src',
    ]) {
      assert.ok(directives.has(one), [...directives].join());
    }
  });

  test('everything that can be used has a name, and every heading is in order', async () => {
    await use('whole', {}, async (page) => {
      const nameless = await page.$$eval('button, input, select, a, summary, [tabindex]', (all) =>
        all
          .filter((one) => {
            const label = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent;
            return label.trim() === '';
          })
          .map(({ outerHTML }) => outerHTML),
      );
      assert.deepStrictEqual(nameless, []);
      const levels = await page.$$eval('h1, h2, h3', (all) => all.map(({ tagName }) => Number(tagName[1])));
      levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? 0) + 1, levels.join()));
    });
  });
});
