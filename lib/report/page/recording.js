'use strict';

// The sections of a recording: its verdicts as sentences, memory over time, and the live objects by label.

const { Chart } = require('./chart.js');
const { h } = require('./dom.js');
const { dateText } = require('./scale.js');
const { card, empty } = require('./components.js');
const { amountText, durationText, slopeText } = require('../verdict-text.js');
const { count } = require('../../util/numbers.js');

const COLOURS = 8;
const VERDICT_NAMES = {
  growing: 'Growing',
  shrinking: 'Shrinking',
  stable: 'Stable',
  undecided: 'Undecided',
};
/** Series that are shown even if their verdict is undecided. */
const ALWAYS_SHOWN = ['heapUsed'];

/** The sections of a recording. */
function recordingSections(recording) {
  const series = recording.series.map((one, index) => ({
    ...one,
    colour: index % COLOURS,
    verdict: recording.verdicts.find(({ series }) => series === one.id) ?? null,
  }));
  const memory = series.filter(({ unit }) => unit === 'bytes');
  const live = series.filter(({ id }) => id.startsWith('live:'));
  const counts = series.filter(({ id, unit }) => unit === 'count' && !id.startsWith('live:'));
  return [
    verdictsCard(recording),
    chartCard('time', 'Memory over time', memory, recording, recording.gcs.fullGCs, memoryNote(recording)),
    live.length + recording.labels.length === 0
      ? null
      : chartCard('live', 'Live objects by label', live, recording, [], labelsTable(recording.labels)),
    counts.every(isZero) ? null : chartCard('counts', 'Other counts', counts, recording, []),
  ];
}

function verdictsCard({ verdicts, command, node, pid, from, to }) {
  const decided = verdicts.filter(({ verdict }) => verdict !== 'undecided');
  const undecided = verdicts.filter(({ verdict }) => verdict === 'undecided');
  const facts = [
    command,
    node === null ? null : `Node.js ${node}`,
    pid === null ? null : `process ${pid}`,
    `${dateText(from)} to ${dateText(to)} (${durationText(to - from)})`,
  ].filter((fact) => fact !== null);
  const evidence = new Set(decided.map((one) => one.evidence));
  const isSame = evidence.size === 1;
  return card(
    'verdict',
    'Verdict',
    h('p.facts', null, facts.join(' · ')),
    isSame ? h('p.muted', null, `Evidence: ${[...evidence][0]}.`) : null,
    decided.length === 0
      ? empty(
          'Nothing can be said yet: a trend needs samples, which are taken after full GCs, over some time.',
        )
      : h(
          'ul.verdicts',
          null,
          decided.map((one) => verdictItem(one, !isSame)),
        ),
    undecided.length === 0
      ? null
      : h(
          'details',
          null,
          h('summary', null, `${undecided.length} undecided`),
          h(
            'ul.verdicts',
            null,
            undecided.map((one) => verdictItem(one, true)),
          ),
        ),
  );
}

function verdictItem({ verdict, text, evidence }, hasEvidence) {
  return h(
    'li',
    null,
    h(`span.badge.${verdict}`, null, VERDICT_NAMES[verdict]),
    h('div', null, h('div', null, `${text}.`), hasEvidence ? h('div.muted', null, evidence) : null),
  );
}

function chartCard(id, title, series, { from, to }, fullGCs, ...more) {
  const shown = series.map(({ id: name, verdict }, index) => {
    const isMoving = verdict !== null && ['growing', 'shrinking'].includes(verdict.verdict);
    return isMoving || ALWAYS_SHOWN.includes(name) || (id !== 'time' && index < COLOURS);
  });
  if (series.every(({ points }) => points.length === 0)) {
    return card(
      id,
      title,
      empty('No sample was taken: samples are taken after full GCs, and there was none.'),
      ...more,
    );
  }
  if (!shown.includes(true)) shown[0] = true;
  const chart = new Chart({ label: title, series, fullGCs, from, to, shown });
  return card(id, title, chart.element, legend(series, shown, chart), ...more);
}

/** A table of the series. Its first column has a checkbox that shows or hides each one. */
function legend(series, shown, chart) {
  const row = (one, index) => {
    const values = one.points;
    const last = values.at(-1);
    const cell = (value) => h('td.number', null, value === undefined ? '' : amountText(value, one.unit));
    const box = h('input', {
      type: 'checkbox',
      checked: shown[index],
      onchange: (event) => chart.toggle(index, event.target.checked),
    });
    const verdict = one.verdict?.verdict ?? 'undecided';
    return h(
      'tr',
      null,
      h('th', { scope: 'row' }, h('label.series', null, box, h(`span.swatch.c${one.colour}`), one.name)),
      cell(last?.[1]),
      h('td.number.wide', null, values.length === 0 ? '' : amountText(lowest(values), one.unit)),
      h('td.number.wide', null, values.length === 0 ? '' : amountText(highest(values), one.unit)),
      h('td.number', null, one.verdict === null ? '' : slopeText({ ...one.verdict, unit: one.unit })),
      h('td.wide', null, h(`span.badge.small.${verdict}`, null, VERDICT_NAMES[verdict])),
    );
  };
  const head = ['Series', 'Last', 'Lowest', 'Highest', 'Trend', 'Verdict'];
  const classes = ['', '.number', '.number.wide', '.number.wide', '.number', '.wide'];
  return h(
    'div.scroll',
    null,
    h(
      'table.legend',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map((text, index) => h(`th${classes[index]}`, { scope: 'col' }, text)),
        ),
      ),
      h('tbody', null, series.map(row)),
    ),
  );
}

function isZero({ points }) {
  return points.every(([, low, high]) => low === 0 && high === 0);
}

function lowest(points) {
  return points.reduce((low, point) => Math.min(low, point[1]), Infinity);
}

function highest(points) {
  return points.reduce((high, point) => Math.max(high, point[2]), -Infinity);
}

function memoryNote({ gcs }) {
  const kinds = gcs.kinds.filter(([, number]) => number > 0);
  const names = { minor: 'minor', major: 'full', incremental: 'incremental', weakcb: 'weak callback' };
  const texts = kinds.map(
    ([kind, number, pauseMs]) => `${count(number)} ${names[kind]} (${durationText(pauseMs)})`,
  );
  const gcText = texts.length === 0 ? '' : ` GCs in all, with their pauses: ${texts.join(', ')}.`;
  return h(
    'p.muted',
    null,
    `Each line follows the lows after full GCs, the band above it the peaks. A dashed line is the fitted trend of the time that was judged, and the wedge its interval.${gcText}`,
  );
}

function labelsTable(labels) {
  if (labels.length === 0) {
    return h('p.muted', null, 'No object is tracked with a label (trackGC, { label }).');
  }
  const row = ([label, live, collected]) =>
    h(
      'tr',
      null,
      h('th', { scope: 'row' }, label),
      h('td.number', null, count(live)),
      h('td.number', null, count(collected)),
    );
  const head = h(
    'tr',
    null,
    h('th', { scope: 'col' }, 'Label'),
    h('th.number', { scope: 'col' }, 'Live'),
    h('th.number', { scope: 'col' }, 'Collected'),
  );
  return h('div.scroll', null, h('table', null, h('thead', null, head), h('tbody', null, labels.map(row))));
}

module.exports = { recordingSections };
