'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  const COLOURS = ['#0b6bcb', '#c4520a', '#1f8a54', '#8a3fc0', '#b5243c', '#0e8c96', '#7a6a00', '#55606b'];
  const MOST_SERIES = 24;
  const MOST_ROWS = 100;
  const SCALE = {us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600};

  const add = (parent, tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return parent.appendChild(element);
  };
  const numeric = (column) => ['INT32', 'INT64', 'FLOAT64'].includes(column.type);
  const titled = (column) => column.name + (column.unit ? ` [${column.unit}]` : '');
  const shown = (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
    const size = Math.abs(value);
    return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential(3) : String(Number(value.toPrecision(6)));
  };
  const finite = (value) => (typeof value === 'number' ? value : null);

  const table = (parent, titles, rows, numbers) => {
    const element = add(add(parent, 'div', undefined, 'scroll'), 'table');
    const head = add(add(element, 'thead'), 'tr');
    titles.forEach((title, i) => add(head, 'th', title, numbers[i] ? 'n' : ''));
    const body = add(element, 'tbody');
    rows.forEach((row) => {
      const line = add(body, 'tr');
      row.forEach((cell, i) => add(line, 'td', shown(cell), numbers[i] ? 'n' : ''));
    });
  };

  // The last key that is a time: plots run over it, with a series for each value of the other keys.
  const timeOf = (metric) => {
    for (let i = metric.columns.length - 1; i >= 0; i--) {
      const column = metric.columns[i];
      if (column.key && (column.type === 'TIMESTAMP' || column.unit in SCALE)) return i;
    }
    return -1;
  };

  const plot = (parent, column, options, series) => {
    add(parent, 'h3', titled(column));
    const place = add(parent, 'div');
    new uPlot({
      width: Math.min(1072, document.body.clientWidth - 48), height: 240,
      cursor: {sync: {key: options.sync}}, legend: {show: true},
      scales: {x: {time: options.time}},
      axes: [{label: options.label, values: options.values}, {size: 70}],
      series: [{label: options.label}, ...options.series],
    }, series, place);
  };

  const overTime = (parent, metric, time) => {
    const of = metric.columns[time];
    const scale = of.type === 'TIMESTAMP' ? null : SCALE[of.unit];
    const groups = new Map();
    const keys = metric.columns.map((c, i) => i).filter((i) => metric.columns[i].key && i !== time);
    const told = keys.filter((i) => new Set(metric.data.map((row) => row[i])).size > 1);
    metric.data.forEach((row) => {
      const name = told.map((i) => `${metric.columns[i].name} ${row[i]}`).join(', ') || 'all';
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(row);
    });
    const names = [...groups.keys()].slice(0, MOST_SERIES);
    if (groups.size > names.length) {
      add(parent, 'p', `Drawn are the first ${names.length} of ${groups.size} series.`, 'note');
    }
    const x = (row) => (scale === null ? Date.parse(row[time]) / 1000 : row[time] * scale);
    metric.columns.forEach((column, i) => {
      if (column.key || !numeric(column)) return;
      const joined = uPlot.join(names.map((name) => {
        const rows = [...groups.get(name)].sort((a, b) => x(a) - x(b));
        return [rows.map(x), rows.map((row) => finite(row[i]))];
      }), names.map(() => [2]));
      plot(parent, column, {
        sync: metric.name, time: scale === null, label: scale === null ? of.name : 'time [s]',
        series: names.map((name, n) => ({
          label: name, stroke: COLOURS[n % COLOURS.length], width: 1.5, points: {size: 4},
        })),
      }, joined);
    });
  };

  const bars = (parent, metric) => {
    const rows = metric.data.slice(0, 200);
    const keys = metric.columns.map((c, i) => i).filter((i) => metric.columns[i].key);
    const names = rows.map((row) => keys.map((i) => row[i]).join(' '));
    metric.columns.forEach((column, i) => {
      if (column.key || !numeric(column)) return;
      plot(parent, column, {
        sync: metric.name, time: false, label: 'row',
        values: (u, splits) => splits.map((at) => (Number.isInteger(at) ? (names[at] || '') : '')),
        series: [{
          label: titled(column), stroke: COLOURS[0], fill: `${COLOURS[0]}55`,
          paths: uPlot.paths.bars({size: [0.7, 60]}), points: {show: false},
        }],
      }, [rows.map((row, at) => at), rows.map((row) => finite(row[i]))]);
    });
  };

  add(page, 'h1', `${data.graph} ${data.version}`);
  add(page, 'p', data.description);
  const some = data.segments.slice(0, 5).join(', ') + (data.segments.length > 5 ? ', …' : '');
  add(page, 'p', `Local run over ${data.segments.length} segment(s): ${some}`, 'note');
  if (data.violations.length > 0) {
    const words = {FAILED: 'failed', WARNED: 'warned', TOLERATED: 'within threshold'};
    add(page, 'h2', 'Rules that rows break');
    table(page, ['check', 'rule', 'segment', 'rows', 'of', 'outcome', 'first rows that break it'],
      data.violations.map((v) => [v.step, v.rule, v.segment_id, v.violations.toLocaleString('en'),
        v.rows.toLocaleString('en'), words[v.outcome],
        v.samples.map((s) => (s.key ? `${s.key}: ${s.value}` : s.value)).join('\n')]), [0, 0, 0, 1, 1, 0, 0]);
  }
  data.metrics.forEach((metric) => {
    add(page, 'h2', `${metric.name} ${metric.version}`);
    add(page, 'p', `${metric.rows.toLocaleString('en')} row(s)`
      + (metric.every > 1 ? `; every ${metric.every}th is drawn and listed, figures are of all` : ''), 'note');
    const values = metric.columns.filter((column) => !column.key && numeric(column));
    if (metric.rows > 1 && values.length > 0) {
      table(page, ['column', 'min', 'mean', 'max', 'null', 'not finite'],
        values.map((c) => [titled(c), c.min, c.mean, c.max, c.nulls, c.not_finite]), [0, 1, 1, 1, 1, 1]);
      const time = timeOf(metric);
      if (time >= 0) overTime(page, metric, time);
      else bars(page, metric);
    }
    const rows = metric.rows === 1 ? page : add(page, 'details');
    if (rows !== page) add(rows, 'summary', `First ${Math.min(MOST_ROWS, metric.data.length)} rows`);
    table(rows, metric.columns.map(titled), metric.data.slice(0, MOST_ROWS), metric.columns.map(numeric));
  });
  document.documentElement.dataset.ready = 'true';
})();
