'use strict';
// The compare page: all that it shows comes from the data in the page (site_compare.h); text is only ever set as text.
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = function (id) { return document.getElementById(id); };
  const ALLOCS = 0, BYTES = 1, TIME = 2, ESCAPE = 3, OUTPUT = 4, STATUS = 5;
  const SHOWN = 3000; // rows at most
  const sides = {
    worse: { sign: '\u25b2', word: 'worse', order: 0 }, better: { sign: '\u25bc', word: 'better', order: 1 },
    differs: { sign: '\u2260', word: 'differs', order: 2 }, open: { sign: '?', word: 'suspected', order: 3 },
    counters: { sign: '\u00b1', word: 'counters changed', order: 4 }, same: { sign: '', word: '', order: 5 }
  };
  const sideOfSign = { '1': 'worse', '-1': 'better', '0': 'differs', '2': 'counters', '3': 'open' };
  const releases = data.releases, last = releases.length - 1;

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
      r.text = [r.name, r.benchmark, data.metrics[r.metric][1], r.old, r.now, sides[r.side].word, r.note].concat(
        r.chain.map(function (s) { return data.causes[s[8]][0] + ' ' + text(s[9]) + ' ' + text(s[10]); })).join(' ').toLowerCase();
    });
    return { rows: rows, edited: edited };
  }

  // ---- the view: what is chosen, in the address ----
  const names = { old: 1, 'new': 1, metric: 1, find: 1, cause: 1, sort: 1, changed: 1 };
  const view = { old: Math.max(0, last - 1), now: last, metric: '', find: '', cause: '', sort: 'verdict', changed: false };
  let result = null, resultOf = '', drawn = [];

  function releaseNamed(name, otherwise) {
    const i = releases.findIndex(function (r) { return r[0] === name || r[1] === name; });
    return i < 0 ? otherwise : i;
  }
  function readHash() {
    const q = new URLSearchParams(location.hash.slice(1));
    view.old = releaseNamed(q.get('old'), Math.max(0, last - 1));
    view.now = releaseNamed(q.get('new'), last);
    view.metric = data.metrics.some(function (m) { return m[0] === q.get('metric'); }) ? q.get('metric') : '';
    view.cause = data.causes.some(function (c) { return c[0] && c[0] === q.get('cause'); }) ? q.get('cause') : '';
    view.find = q.get('find') || '';
    view.sort = columns.some(function (c) { return c.key === (q.get('sort') || '').replace(/^-/, ''); }) ? q.get('sort') : 'verdict';
    view.changed = q.get('changed') === '1';
  }
  function hash() {
    const q = new URLSearchParams();
    q.set('old', releases[view.old][0]);
    q.set('new', releases[view.now][0]);
    if (view.metric) q.set('metric', view.metric);
    if (view.find) q.set('find', view.find);
    if (view.cause) q.set('cause', view.cause);
    if (view.sort !== 'verdict') q.set('sort', view.sort);
    if (view.changed) q.set('changed', '1');
    return '#' + q.toString();
  }

  // ---- the table ----
  function size(r) { return Math.abs(Math.log(r.ratio > 0 ? r.ratio : 1e-9)); }
  const columns = [
    { key: 'case', title: 'case', of: function (r) { return r.name + ' ' + r.benchmark; } },
    { key: 'metric', title: 'what', of: function (r) { return r.metric; } },
    { key: 'old', title: 'before', of: function (r) { return parseFloat(r.old) || 0; } },
    { key: 'new', title: 'after', of: function (r) { return parseFloat(r.now) || 0; } },
    { key: 'ratio', title: 'change', of: function (r) { return r.ratio; } },
    { key: 'verdict', title: 'verdict', of: function (r) { return sides[r.side].order; } },
    { key: 'cause', title: 'why', of: function (r) { return r.chain.length ? data.causes[r.chain[0][8]][0] : ''; } }
  ];
  function order(a, b) { return a < b ? -1 : a > b ? 1 : 0; }
  function sorted(rows) {
    const key = view.sort.replace(/^-/, ''), down = view.sort[0] === '-' ? -1 : 1;
    const column = columns.find(function (c) { return c.key === key; });
    return rows.slice().sort(function (a, b) {
      return down * order(column.of(a), column.of(b)) || order(a.metric, b.metric) || order(size(b), size(a)) ||
        order(a.name, b.name) || order(a.benchmark, b.benchmark);
    });
  }
  function add(parent, tag, content, className) {
    const e = document.createElement(tag);
    if (content !== undefined) e.textContent = content;
    if (className) e.className = className;
    parent.appendChild(e);
    return e;
  }
  function link(parent, href, content) {
    const a = add(parent, 'a', content);
    a.href = href;
    return a;
  }
  // The steps in between in which this very figure changed.
  function addWhy(cell, row) {
    row.chain.forEach(function (s, i) {
      const line = add(cell, 'div'), cause = data.causes[s[8]];
      if (i || row.chain.length > 1 || s[3] !== view.old || s[4] !== view.now) {
        link(line, releases[s[4]][2], releases[s[4]][1]);
        if (row.chain.length > 1 && s[0] <= BYTES) line.append(' ' + text(s[5]) + ' \u2192 ' + text(s[6]));
        line.append(' ');
      }
      if (cause[0]) add(line, 'b', cause[0], 'cause').title = cause[1];
      if (text(s[9])) line.append((cause[0] ? ' ' : '') + text(s[9]));
    });
    if (row.note) add(cell, 'div', row.note);
    if (!row.chain.length && row.metric <= BYTES && row.side !== 'same') add(cell, 'div', 'in several steps, each within the noise');
  }
  function addRow(body, row, i) {
    const tr = add(body, 'tr', undefined, row.side), name = add(tr, 'td'), said = row.metric === ESCAPE || row.metric === OUTPUT;
    tr.id = 'row-' + i;
    tr.tabIndex = -1;
    if (row.series >= 0) tr.dataset.row = row.series;
    link(name, data.cases[row.c][1], row.name);
    if (row.benchmark) { name.append(' '); add(name, 'b', row.benchmark); }
    add(tr, 'td', data.metrics[row.metric][1]);
    add(tr, 'td', row.old, said ? 'words' : 'step');
    add(tr, 'td', row.now, said ? 'words after' : 'step after');
    add(tr, 'td', row.change, 'step');
    add(add(tr, 'td', undefined, 'verdict'), 'span', (sides[row.side].sign + ' ' + sides[row.side].word).trim(), row.side);
    addWhy(add(tr, 'td', undefined, 'said'), row);
  }
  function drawHead() {
    const head = add($('changes').tHead, 'tr');
    columns.forEach(function (c) {
      const th = add(head, 'th'), button = add(th, 'button', c.title);
      th.scope = 'col';
      th.dataset.key = c.key;
      button.type = 'button';
      button.addEventListener('click', function () {
        view.sort = view.sort === c.key ? '-' + c.key : c.key;
        show();
      });
    });
  }
  function markSorted() {
    Array.from($('changes').tHead.rows[0].cells).forEach(function (th) {
      const on = view.sort.replace(/^-/, '') === th.dataset.key;
      if (on) th.setAttribute('aria-sort', view.sort[0] === '-' ? 'descending' : 'ascending');
      else th.setAttribute('aria-sort', 'none');
    });
  }

  // ---- the plot: how much, by how sure ----
  function svg(parent, tag, attributes, content) {
    const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
    Object.keys(attributes).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    if (content !== undefined) e.textContent = content;
    parent.appendChild(e);
    return e;
  }
  // Nearly linear up to a few per cent, then logarithmic: a time of +3 % and a count of three times are both to be seen.
  const EDGE = Math.log2(32);
  function place(ratio) {
    const x = ratio > 0 ? Math.log2(ratio) : -EDGE;
    return Math.asinh(Math.max(-EDGE, Math.min(EDGE, x)) / 0.06) / Math.asinh(EDGE / 0.06);
  }
  const ticks = [[0, 'to 0'], [1 / 8, '\u00f78'], [1 / 2, '\u00f72'], [0.9, '\u221210 %'], [0.97, ''], [1, '='], [1.03, ''], [1.1, '+10 %'], [2, '\u00d72'],
    [8, '\u00d78'], [Infinity, 'from 0']];
  function dot(plot, row, i, x, y) {
    const g = row.metric === BYTES ? svg(plot, 'rect', { x: x - 3, y: y - 3, width: 6, height: 6, 'class': 'dot ' + row.side })
      : svg(plot, 'circle', { cx: x, cy: y, r: 3.5, 'class': 'dot ' + row.side });
    svg(g, 'title', {}, row.name + ' ' + row.benchmark + ': ' + row.old + ' \u2192 ' + row.now + ' ' + data.metrics[row.metric][1] +
      ' (' + row.change + ')');
    g.addEventListener('click', function () {
      const tr = $('row-' + i);
      if (tr) { tr.scrollIntoView({ block: 'center' }); tr.focus(); }
    });
  }
  // `rows` are in the table; `others` are unchanged times, which it may leave out.
  function draw(rows, others) {
    const plot = $('plot'), width = Math.max(280, Math.min(1000, plot.parentNode.clientWidth)), left = 44, right = 14;
    const exact = [], times = [];
    rows.forEach(function (r, i) {
      if (r.metric <= BYTES && r.side !== 'same') exact.push([r, i]);
      if (r.metric === TIME && r.q !== null) times.push([r, i]);
    });
    others.forEach(function (r) { if (r.q !== null) times.unshift([r, -1]); });
    const band = exact.length ? 90 : 0, field = times.length ? 180 : 0, top = 8, height = top + band + field + 34;
    const X = function (ratio) { return left + (width - left - right) * (1 + place(ratio)) / 2; };
    plot.textContent = '';
    $('plotted').hidden = !exact.length && !times.length;
    if (!exact.length && !times.length) return;
    plot.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    plot.setAttribute('width', width);
    plot.setAttribute('height', height);
    plot.setAttribute('aria-label', exact.length + ' counts that changed, exactly; ' + times.length +
      ' times by how sure the difference is. The table below has the same.');
    ticks.forEach(function (t, i) {
      const x = X(t[0]), narrow = width < 520 && [1, 3, 7, 9].indexOf(i) >= 0;
      svg(plot, 'line', { x1: x, x2: x, y1: top, y2: height - 26, 'class': t[0] === 1 ? 'axis' : 'grid' });
      if (!narrow) svg(plot, 'text', { x: x, y: height - 10, 'text-anchor': i === 0 && left > x - 20 ? 'start' : i === 10 ? 'end' : 'middle' }, t[1]);
    });
    if (band) {
      const bins = new Map();
      svg(plot, 'text', { x: 0, y: top + band / 2 + 4 }, 'exact');
      exact.forEach(function (e) {
        const bin = Math.round(X(e[0].ratio) / 8);
        if (!bins.has(bin)) bins.set(bin, []);
        bins.get(bin).push(e);
      });
      bins.forEach(function (list) {
        const gap = Math.min(8, (band - 12) / list.length);
        list.forEach(function (e, k) {
          dot(plot, e[0], e[1], X(e[0].ratio), top + band / 2 + gap * (k - (list.length - 1) / 2));
        });
      });
    }
    if (field) {
      const most = Math.max(3, Math.ceil(Math.max.apply(null, times.map(function (t) { return -Math.log10(Math.max(t[0].q, 1e-12)); }))));
      const Y = function (q) { return top + band + 10 + (field - 14) * (1 + Math.log10(Math.max(q, 1e-12)) / most); };
      for (let p = 0; p <= most; p += most > 6 ? 3 : 1) {
        const y = Y(Math.pow(10, -p));
        svg(plot, 'line', { x1: left, x2: width - right, y1: y, y2: y, 'class': p ? 'grid' : 'axis' });
        svg(plot, 'text', { x: 0, y: y + 4 }, p ? 'q 1e-' + p : 'q 1');
      }
      svg(plot, 'line', { x1: left, x2: width - right, y1: Y(0.05), y2: Y(0.05), 'class': 'limit' });
      times.forEach(function (t) {
        const r = t[0];
        if (r.side !== 'same' && r.low > 0 && r.high > 0)
          svg(plot, 'line', { x1: X(r.low), x2: X(r.high), y1: Y(r.q), y2: Y(r.q), 'class': 'bar ' + r.side });
      });
      times.forEach(function (t) { dot(plot, t[0], t[1], X(t[0].ratio), Y(t[0].q)); });
    }
  }

  // ---- all together ----
  // Of times along the whole history, in which of the releases between the two a new level begins.
  function showLevels(old, now) {
    const counts = new Map();
    data.steps.forEach(function (s) {
      if (s[0] !== TIME || s[3] < old || s[4] > now || (s[7] !== 1 && s[7] !== -1)) return;
      if (!counts.has(s[4])) counts.set(s[4], [0, 0]);
      counts.get(s[4])[s[7] > 0 ? 0 : 1]++;
    });
    if (!counts.size) return;
    const p = note('Along the history, benchmarks became slower or faster in: ');
    Array.from(counts.keys()).sort(order).forEach(function (r, i) {
      if (i) p.append('; ');
      link(p, releases[r][2], releases[r][1]);
      p.append(' (' + counts.get(r)[0] + ' slower, ' + counts.get(r)[1] + ' faster)');
    });
    p.append('.');
  }
  function note(content) { return add($('notes'), 'p', content, 'note'); }
  function showNotes(old, now, edited) {
    const key = old + ' ' + now, pair = judged.get(key), n = blocks.get(key);
    const wanted = 'goalloc run --only time --go ' + releases[old][1] + ',' + releases[now][1];
    $('notes').textContent = '';
    if (old === now) note('Both are the same release.');
    if (edited) note(edited + (edited === 1 ? ' case was' : ' cases were') + ' edited between the two measurements: not compared.');
    if (view.metric && view.metric !== 'time' || old === now) return;
    showLevels(old, now);
    if (!n) note('Times: these two were not timed side by side, and medians of different sessions are not held against each other. ' + wanted);
    else if (!pair && n > 5) note('Times: timed side by side in ' + n + ' blocks, which this page leaves to: goalloc compare ' +
      releases[old][1] + ' ' + releases[now][1] + ' --metric time');
    else if (!pair) note('Times: timed side by side in ' + n + (n === 1 ? ' block' : ' blocks') + ' only, too few to tell. ' + wanted);
    else {
      const parts = Object.keys(pair[5]).filter(function (k) { return pair[5][k]; }).map(function (k) { return pair[5][k] + ' ' + k; });
      note('Times, side by side in ' + n + ' blocks: ' + (parts.join(', ') || 'none in this mode') + '; what counts: ' +
        (100 * pair[3]).toFixed(1) + ' % or more.');
    }
  }
  function showCount(all, shown, rendered) {
    const counts = {}, parts = [];
    let unchanged = 0;
    all.forEach(function (r) { if (r.side === 'same') unchanged++; else counts[r.side] = (counts[r.side] || 0) + 1; });
    Object.keys(sides).forEach(function (k) { if (counts[k]) parts.push(counts[k] + ' ' + sides[k].word); });
    $('count').textContent = shown + (shown === 1 ? ' row' : ' rows') + ' shown' + (rendered < shown ? ' (the first ' + rendered + ')' : '') +
      ' of ' + releases[view.old][1] + ' against ' + releases[view.now][1] + ': ' + (parts.join(', ') || 'nothing changed') +
      '; ' + unchanged + ' figures unchanged.';
  }
  function show() {
    const words = view.find.toLowerCase().split(/\s+/).filter(Boolean), key = view.old + ' ' + view.now;
    if (view.old > view.now) { const o = view.old; view.old = view.now; view.now = o; return show(); }
    if (resultOf !== key) { result = compare(view.old, view.now); resultOf = key; }
    const chosen = result.rows.filter(function (r) {
      return (!view.metric || data.metrics[r.metric][0] === view.metric) &&
        (!view.cause || r.chain.some(function (s) { return data.causes[s[8]][0] === view.cause; })) &&
        words.every(function (w) { return r.text.includes(w); });
    });
    const shown = sorted(chosen.filter(function (r) { return view.changed || r.side !== 'same'; }));
    const body = document.createElement('tbody'), rendered = shown.slice(0, SHOWN);
    rendered.forEach(function (r, i) { addRow(body, r, i); });
    $('changes').replaceChild(body, $('changes').tBodies[0]);
    $('old').value = releases[view.old][0];
    $('new').value = releases[view.now][0];
    $('metric').value = view.metric;
    $('cause').value = view.cause;
    $('changed').checked = view.changed;
    if ($('find').value !== view.find) $('find').value = view.find;
    markSorted();
    showNotes(view.old, view.now, result.edited);
    showCount(result.rows, shown.length, rendered.length);
    drawn = [rendered, view.changed ? [] : chosen.filter(function (r) { return r.metric === TIME && r.side === 'same'; })];
    draw(drawn[0], drawn[1]);
    $('link').href = hash();
    try { history.replaceState(null, '', hash()); } catch (e) { location.replace(hash()); }
  }
  function option(select, value, content) {
    const o = add(select, 'option', content);
    o.value = value;
  }
  function fill() {
    releases.slice().reverse().forEach(function (r) {
      option($('old'), r[0], r[1]);
      option($('new'), r[0], r[1]);
    });
    data.modes.forEach(function (m) { option($('mode'), m[1], m[0]); });
    $('mode').value = (data.modes.find(function (m) { return m[0] === data.mode; }) || ['', ''])[1];
    option($('metric'), '', 'everything');
    data.metrics.forEach(function (m) { option($('metric'), m[0], m[1]); });
    option($('cause'), '', 'any');
    data.causes.forEach(function (c) { if (c[0]) option($('cause'), c[0], c[0]); });
  }
  function listen() {
    $('old').addEventListener('change', function () { view.old = releaseNamed($('old').value, view.old); show(); });
    $('new').addEventListener('change', function () { view.now = releaseNamed($('new').value, view.now); show(); });
    $('mode').addEventListener('change', function () { location.href = $('mode').value + hash(); });
    $('metric').addEventListener('change', function () { view.metric = $('metric').value; show(); });
    $('cause').addEventListener('change', function () { view.cause = $('cause').value; show(); });
    $('changed').addEventListener('change', function () { view.changed = $('changed').checked; show(); });
    $('find').addEventListener('input', function () { view.find = $('find').value; show(); });
    window.addEventListener('hashchange', function () {
      const q = new URLSearchParams(location.hash.slice(1));
      // a link to a part of the page is none of ours
      if (location.hash && !Object.keys(names).some(function (n) { return q.has(n); })) return;
      readHash();
      show();
    });
    let waiting = 0;
    window.addEventListener('resize', function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { draw(drawn[0], drawn[1]); }, 100);
    });
  }
  if (!releases.length) return;
  $('tool').hidden = false;
  fill();
  drawHead();
  readHash();
  listen();
  show();
})();
