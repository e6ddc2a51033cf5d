'use strict';
// What differs between any two releases, row by row, from the data in the page (site_compare.h). Touches nothing of the page.
const compareMetrics = { ALLOCS: 0, BYTES: 1, TIME: 2, ESCAPE: 3, OUTPUT: 4, STATUS: 5 };
const compareSides = {
  worse: { sign: '\u25b2', word: 'worse', order: 0 }, better: { sign: '\u25bc', word: 'better', order: 1 },
  differs: { sign: '\u2260', word: 'differs', order: 2 }, open: { sign: '?', word: 'suspected', order: 3 },
  counters: { sign: '\u00b1', word: 'counters changed', order: 4 }, same: { sign: '', word: '', order: 5 }
};

function compareRows(data) {
  const { ALLOCS, BYTES, TIME, ESCAPE, OUTPUT, STATUS } = compareMetrics;
  const sideOfSign = { '1': 'worse', '-1': 'better', '0': 'differs', '2': 'counters', '3': 'open' };

  // ---- the data, made easy to ask ----
  const steps = new Map(); // "metric case series" -> the steps of that figure, oldest first
  data.steps.slice().sort(function (a, b) { return a[4] - b[4]; }).forEach(function (s) {
    const key = s[0] + ' ' + s[1] + ' ' + s[2];
    if (!steps.has(key)) steps.set(key, []);
    steps.get(key).push(s);
  });
  const judged = new Map(); // "old new" -> the times of that pair
  data.times.forEach(function (t) { judged.set(t[0] + ' ' + t[1], t); });
  const blocks = new Map();
  data.pairs.forEach(function (p) { blocks.set(p[0] + ' ' + p[1], p[2]); });

  function text(i) { return i < 0 ? '' : data.texts[i]; }
  // The entry of runs that begin at a release each, at release r.
  function at(runs, r) {
    let found = null;
    for (let i = 0; i < runs.length && runs[i][0] <= r; i++) found = runs[i];
    return found;
  }
  function stepsBetween(metric, c, series, old, now) {
    return (steps.get(metric + ' ' + c + ' ' + series) || []).filter(function (s) { return s[3] >= old && s[4] <= now; });
  }
  function inNoise(same, old, now) {
    return same.some(function (s) { return s[0] === old && s.indexOf(now, 1) > 0; });
  }
  function rounded(x) { return Math.round(100 * x) / 100; }
  // As compare prints it: a range where measuring again may print another number.
  function figure(v, other) {
    if (v.length < 6 || v[2] === v[3]) return String(v[1]);
    const low = other.length < 6 ? other[1] : other[2], high = other.length < 6 ? other[1] : other[3];
    if (v[2] > high || v[3] < low) return v[2] + '..' + v[3];
    return rounded(v[4]) < rounded(v[5]) ? rounded(v[4]) + '..' + rounded(v[5]) : String(rounded(v[4]));
  }
  function percent(ratio) {
    const p = 100 * (ratio - 1);
    return (p > 0 ? '+' : p < 0 ? '\u2212' : '') + Math.abs(p).toFixed(Math.abs(p) < 10 ? 1 : 0) + ' %';
  }
  function ns(x) { return x === null ? '' : x.toFixed(x < 10 ? 2 : x < 100 ? 1 : 0); }

  // ---- what differs between two releases ----
  function blank(metric, c, series) {
    return { metric: metric, c: c, series: series, name: data.cases[c][0], benchmark: series < 0 ? '' : data.series[series][1],
      old: '', now: '', change: '', ratio: 1, q: null, low: null, high: null, side: 'same', chain: [], note: '' };
  }
  function addCounts(rows, i, metric, old, now) {
    const s = data.series[i], a = at(s[2 + metric], old), b = at(s[2 + metric], now);
    if (!a || !b || a.length < 2 || b.length < 2) return;
    const row = blank(metric, s[0], i), differ = a[1] !== b[1] && !inNoise(s[4 + metric], old, now);
    row.old = figure(a, b);
    row.now = figure(b, a);
    row.q = 0;
    if (differ) {
      row.chain = stepsBetween(metric, s[0], i, old, now);
      row.ratio = a[1] > 0 ? b[1] / a[1] : Infinity;
      row.change = metric === ALLOCS || a[1] === 0 ? (b[1] > a[1] ? '+' : '\u2212') + Math.abs(b[1] - a[1]) : percent(row.ratio);
      row.side = row.chain.length && row.chain.every(function (x) { return x[7] === 2; }) ? 'counters'
        : b[1] > a[1] ? 'worse' : 'better';
    }
    rows.push(row);
  }
  function addTimes(rows, old, now) {
    const t = judged.get(old + ' ' + now);
    if (!t) return;
    t[4].forEach(function (r) {
      const row = blank(TIME, data.series[r[0]][0], r[0]);
      row.old = ns(r[7]);
      row.now = ns(r[8]);
      row.ratio = r[1] > 0 ? r[1] : 1;
      row.low = r[2];
      row.high = r[3];
      row.q = r[4];
      row.change = percent(row.ratio);
      row.side = { slower: 'worse', faster: 'better', suspected: 'open' }[r[5]] || 'same';
      row.note = r[5] + ', ' + r[6] + ' pairs' + (r[2] > 0 && r[3] > 0 ? ', ' + percent(r[2]) + ' to ' + percent(r[3]) : '') +
        (r[9] ? ', the case\u2019s own code is the same' : '');
      rows.push(row);
    });
  }
  // What is said otherwise in the end: statements that appeared and vanished again on the way cancel out.
  function addSaid(rows, c, old, now) {
    const places = new Map();
    stepsBetween(ESCAPE, c, -1, old, now).forEach(function (s) {
      const where = s[10];
      if (!places.has(where)) places.set(where, { net: new Map(), chain: [] });
      const place = places.get(where);
      [[s[5], -1], [s[6], 1]].forEach(function (x) {
        if (text(x[0]) !== '' && text(x[0]) !== '-') place.net.set(x[0], (place.net.get(x[0]) || 0) + x[1]);
      });
      place.chain.push(s);
    });
    places.forEach(function (place) {
      const gone = [], come = [];
      place.net.forEach(function (n, t) { if (n < 0) gone.push(text(t)); else if (n > 0) come.push(text(t)); });
      if (!gone.length && !come.length) return;
      const row = blank(ESCAPE, c, -1);
      row.old = gone.join('; ');
      row.now = come.join('; ');
      row.change = !gone.length ? 'new' : !come.length ? 'gone' : 'other';
      row.side = sideOfSign[place.chain[place.chain.length - 1][7]];
      row.chain = place.chain;
      rows.push(row);
    });
  }
  function addResults(rows, c, old, now) {
    const chain = stepsBetween(OUTPUT, c, -1, old, now), a = at(data.cases[c][2], old), b = at(data.cases[c][2], now);
    let row;
    if (chain.length && chain[0][5] !== chain[chain.length - 1][6]) {
      row = blank(OUTPUT, c, -1);
      row.old = text(chain[0][5]);
      row.now = text(chain[chain.length - 1][6]);
      row.side = 'differs';
      row.chain = chain;
      rows.push(row);
    }
    if (a && b && a[1] !== b[1] && [a[1], b[1]].every(function (x) { return x !== 'unsupported' && x !== 'not measured'; })) {
      row = blank(STATUS, c, -1);
      row.old = a[1];
      row.now = b[1];
      row.side = a[1] === 'ok' ? 'worse' : 'better';
      row.note = (b[1] === 'ok' ? a[2] : b[2]) || '';
      rows.push(row);
    }
  }
  function compare(old, now) {
    const rows = [];
    let edited = 0;
    const same = data.cases.map(function (c) {
      const a = at(c[3], old), b = at(c[3], now), fine = !a || !b || a[1] === b[1];
      if (!fine) edited++;
      return fine;
    });
    data.series.forEach(function (s, i) {
      if (!same[s[0]]) return;
      addCounts(rows, i, ALLOCS, old, now);
      addCounts(rows, i, BYTES, old, now);
    });
    data.cases.forEach(function (_, c) {
      if (!same[c]) return;
      addSaid(rows, c, old, now);
      addResults(rows, c, old, now);
    });
    addTimes(rows, old, now);
    rows.forEach(function (r) {
      r.text = [r.name, r.benchmark, data.metrics[r.metric][1], r.old, r.now, compareSides[r.side].word, r.note].concat(
        r.chain.map(function (s) { return data.causes[s[8]][0] + ' ' + text(s[9]) + ' ' + text(s[10]); })).join(' ').toLowerCase();
    });
    return { rows: rows, edited: edited };
  }
  return { compare: compare, text: text, judged: judged, blocks: blocks };
}
