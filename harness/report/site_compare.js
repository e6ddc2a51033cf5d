'use strict';
// The compare page: all that it shows comes from the data in the page (site_compare.h), through site_compare_rows.js and
// site_compare_plot.js; text is only ever set as text.
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = function (id) { return document.getElementById(id); };
  const SHOWN = 3000; // rows at most
  const { BYTES, TIME, ESCAPE, OUTPUT } = compareMetrics, sides = compareSides;
  const { compare, text, judged, blocks } = compareRows(data);
  const releases = data.releases, last = releases.length - 1;

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

  // ---- all together ----
  const draw = comparePlot($('plot'), $('plotted'), data.metrics.map(function (m) { return m[1]; }), function (i) {
    const tr = $('row-' + i);
    if (tr) { tr.scrollIntoView({ block: 'center' }); tr.focus(); }
  });
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
