'use strict';
// The page is complete without this: it draws the counts and times, and shows the source as any release saw it.
(function () {
  const block = document.getElementById('data');
  if (!block) return;
  const data = JSON.parse(block.textContent);
  const byId = function (id) { return document.getElementById(id); };
  const modeSelect = byId('mode'), goSelect = byId('go'), oldSelect = byId('old');
  const parts = ['said', 'emitted', 'happened'];

  function label(go) { return /^go\d/.test(go) ? go.slice(2) : go; }
  function short(name) { return /^Benchmark./.test(name) ? name.slice(9) : name; }
  function make(parent, name, className, text) {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  }
  function clear(e) { while (e.firstChild) e.removeChild(e.firstChild); }

  // ---- the source ----
  function runAt(line, release) {
    return line.runs.find(function (r) { return r.from <= release && release <= r.to; });
  }
  function textOf(run, part) {
    const text = run && run[part] || '';
    return part === 'happened' && text === '?' ? 'not recorded' : text;
  }
  // What some step between the two says has changed, and does read otherwise.
  function differing(line, old, now) {
    const first = Math.min(old, now), last = Math.max(old, now);
    return parts.filter(function (part) {
      return textOf(runAt(line, old), part) !== textOf(runAt(line, now), part) && line.runs.some(function (r) {
        return r.from > first && r.from <= last && r.differs && r.differs.split(' ').includes(part);
      });
    });
  }
  function addSteps(note, line) {
    const steps = line.runs.filter(function (r) { return r.differs; });
    if (!steps.length) return;
    const since = make(note, 'div', 'since', 'changed in ');
    steps.forEach(function (r, i) {
      if (i) since.appendChild(document.createTextNode(', '));
      const button = make(since, 'button', '', label(data.releases[r.from]));
      button.type = 'button';
      button.setAttribute('aria-label', 'Show ' + data.releases[r.from] + ' beside the release before it');
      button.addEventListener('click', function () {
        goSelect.value = data.releases[r.from];
        oldSelect.value = '';
        showSource(true);
        const again = byId('L' + line.line).querySelector('.since button');
        if (again) again.focus();
      });
    });
  }
  // Returns whether it differs.
  function addNote(line, now, old) {
    const place = byId('L' + line.line), run = runAt(line, now);
    if (!place || !run) return false;
    const differs = old === null ? [] : differing(line, old, now);
    const note = make(place, 'div', 'note');
    parts.forEach(function (part) {
      const text = textOf(run, part), isNew = differs.includes(part);
      if (!text && !isNew) return;
      const row = make(note, 'div', 'part ' + part + (isNew ? ' new' : ''));
      make(row, 'b', '', part);
      row.appendChild(document.createTextNode(' '));
      make(row, 'span', '', text || 'nothing');
      if (!isNew) return;
      row.appendChild(document.createTextNode(' '));
      make(row, 'span', 'was', label(data.releases[old]) + ': ' + (textOf(runAt(line, old), part) || 'nothing'));
    });
    if (run.found) {
      const row = make(note, 'div', 'part found');
      make(row, 'b', '', 'finding');
      row.appendChild(document.createTextNode(' '));
      make(row, 'span', '', run.found);
    }
    addSteps(note, line);
    if (!note.firstChild) place.removeChild(note);
    if (line.line === 0) place.hidden = false;
    return differs.length > 0;
  }
  function mode() { return data.modes[modeSelect ? modeSelect.selectedIndex : 0] || data.modes[0]; }
  function fill(select, first, releases) {
    const before = select.value;
    clear(select);
    if (first) make(select, 'option', '', first).value = '';
    releases.slice().reverse().forEach(function (r) {
      make(select, 'option', '', label(data.releases[r])).value = data.releases[r];
    });
    if (Array.from(select.options).some(function (o) { return o.value === before; })) select.value = before;
  }
  function beside(measured, now) {
    const chosen = data.releases.indexOf(oldSelect.value);
    if (chosen >= 0 && chosen !== now) return chosen;
    const before = measured.filter(function (r) { return r < now; });
    return before.length ? before[before.length - 1] : null;
  }
  function showSource(keep) {
    const m = mode();
    if (!goSelect || !m) return;
    const measured = m.measured || [], now = data.releases.indexOf(goSelect.value), old = beside(measured, now);
    let differs = 0;
    document.querySelectorAll('.source .note, #L0 .note').forEach(function (n) { n.parentNode.removeChild(n); });
    byId('L0').hidden = true;
    if (!measured.length) {
      byId('shown').textContent = 'No release has a result in mode ' + m.mode + ' with this text of the case.';
      return;
    }
    m.lines.forEach(function (line) { if (addNote(line, now, old)) differs++; });
    byId('shown').textContent = data.releases[now] + ', mode ' + m.mode +
      (old === null ? '.' : ', beside ' + data.releases[old] + ': ' +
        (differs ? differs + (differs === 1 ? ' line differs.' : ' lines differ.') : 'no line differs.'));
    if (keep) {
      const view = ['go=' + encodeURIComponent(data.releases[now]), 'mode=' + encodeURIComponent(modeSelect ? modeSelect.value : mode().mode)];
      if (oldSelect.value !== '') view.push('old=' + encodeURIComponent(oldSelect.value));
      history.replaceState(null, '', '#' + view.join('&'));
    }
  }
  function showReleases() {
    if (!goSelect) return;
    const measured = mode().measured || [];
    fill(goSelect, null, measured);
    fill(oldSelect, 'the release before it', measured);
  }

  // ---- the numbers ----
  const space = 'http://www.w3.org/2000/svg', width = 380, height = 112, left = 46, right = 10, top = 30, bottom = 22;
  const metrics = [
    { key: 'allocs', unit: 'allocs/op' }, { key: 'bytes', unit: 'B/op' }, { key: 'ns', unit: 'ns/op', time: true }
  ];
  function draw(parent, name, attributes, className, text) {
    const e = document.createElementNS(space, name);
    Object.keys(attributes).forEach(function (k) { e.setAttribute(k, String(attributes[k])); });
    if (className) e.setAttribute('class', className);
    if (text !== undefined) e.textContent = text;
    parent.appendChild(e);
    return e;
  }
  function compact(n) {
    const units = ['', 'k', 'M', 'G', 'T'];
    let u = 0;
    if (Math.abs(n) >= 9999.5) while (Math.abs(n) >= 999.5 && u < units.length - 1) { n /= 1000; u++; }
    return (Number.isInteger(n) ? String(n) : n.toPrecision(3).replace(/\.?0+$/, '')) + units[u];
  }
  // One point a release that has it: {r, value, low, high}.
  function pointsOf(benchmark, metric) {
    const values = benchmark[metric.key] || [];
    const low = benchmark[metric.key + '_low'] || values, high = benchmark[metric.key + '_high'] || values;
    const step = benchmark[metric.key + '_step'] || [];
    return values.map(function (v, r) {
      return v === null ? null : { r: r, value: v, low: low[r], high: high[r], step: step[r] || 0 };
    }).filter(Boolean);
  }
  function say(p, metric) {
    return p.low < p.high ? compact(p.value) + ' (' + compact(p.low) + ' to ' + compact(p.high) + ') ' + metric.unit
      : compact(p.value) + ' ' + metric.unit;
  }
  function scale(points, metric) {
    let high = Math.max.apply(null, points.map(function (p) { return p.high; }));
    let low = Math.min.apply(null, points.map(function (p) { return p.low; }));
    if (!metric.time || low < high / 2) low = 0;
    else {
      const pad = (high - low || high) * 0.25;
      low = Math.max(0, low - pad);
      high += pad;
    }
    if (high <= low) high = low + 1;
    return { low: low, high: high, y: function (v) {
      return height - bottom - (v - low) / (high - low) * (height - top - bottom);
    } };
  }
  function addAxis(svg, s, x, points, releases) {
    draw(svg, 'line', { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }, 'axis');
    [s.low, s.high].forEach(function (v) {
      draw(svg, 'text', { x: left - 6, y: s.y(v) + 4, 'text-anchor': 'end' }, '', compact(Number(v.toPrecision(3))));
    });
    let end = -1;
    const wanted = [0].concat(points.filter(function (p) { return p.step; }).map(function (p) { return p.r; }));
    const last = releases.length - 1;
    wanted.forEach(function (r) {
      const text = label(releases[r]).slice(0, 12), half = text.length * 3.2;
      if (r !== last && x(r) - half > end && x(r) + half < x(last) - label(releases[last]).length * 6.4 - 6) {
        draw(svg, 'text', { x: r ? x(r) : left, y: height - 7, 'text-anchor': r ? 'middle' : 'start' }, '', text);
        end = x(r) + (r ? half : 2 * half) + 6;
      }
    });
    draw(svg, 'text', { x: width - right, y: height - 7, 'text-anchor': 'end' }, '', label(releases[last]).slice(0, 12));
  }
  function addCounts(svg, s, x, points) {
    const half = (x(1) - x(0)) / 2 || 6;
    let path = '', before = null;
    points.forEach(function (p) {
      path += (before && before.r === p.r - 1 ? 'V' + s.y(p.value) : 'M' + (x(p.r) - half) + ' ' + s.y(p.value)) +
        'H' + (x(p.r) + half);
      before = p;
      if (p.low < p.high)
        draw(svg, 'line', { x1: x(p.r), x2: x(p.r), y1: s.y(p.low), y2: s.y(p.high) }, 'interval');
    });
    draw(svg, 'path', { d: path }, 'line');
    let end = -1;
    points.forEach(function (p, i) {
      if (i && !p.step) return;
      const text = compact(p.value), at = x(p.r) - half;
      if (i) draw(svg, 'circle', { cx: at + half, cy: s.y(p.value), r: 3 }, p.step > 0 ? 'worse' : 'better');
      if (at > end) {
        const y = s.y(p.value) - 6, flip = at > width - 60;
        draw(svg, 'text', { x: flip ? x(p.r) + half : i ? at + 3 : at, y: y, 'text-anchor': flip ? 'end' : 'start' },
          'value', text);
        end = at + text.length * 6.6 + 6;
      }
    });
  }
  function addTimes(svg, s, x, points) {
    points.forEach(function (p) {
      draw(svg, 'line', { x1: x(p.r), x2: x(p.r), y1: s.y(p.low), y2: s.y(p.high) }, 'interval');
      draw(svg, 'circle', { cx: x(p.r), cy: s.y(p.value), r: 2.5 }, 'dot');
    });
  }
  function addChart(parent, benchmark, metric) {
    const points = pointsOf(benchmark, metric), releases = data.releases;
    if (!points.length) return;
    const svg = draw(parent, 'svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img' }, 'plot');
    const s = scale(points, metric), step = (width - left - right) / Math.max(releases.length, 1);
    const x = function (r) { return left + step * (r + 0.5); };
    const told = points.filter(function (p, i) { return !i || p.step || metric.time && i === points.length - 1; });
    svg.setAttribute('aria-label', metric.unit + ' of ' + short(benchmark.name) + ': ' + told.map(function (p) {
      return label(releases[p.r]) + ' ' + say(p, metric);
    }).join(', ') + '. The table has all.');
    draw(svg, 'text', { x: left, y: 9 }, 'unit', metric.unit);
    addAxis(svg, s, x, points, releases);
    (metric.time ? addTimes : addCounts)(svg, s, x, points);
    points.forEach(function (p) {
      const hit = draw(svg, 'rect', { x: x(p.r) - step / 2, y: top - 6, width: step, height: height - top - bottom + 6 },
        'hit');
      draw(hit, 'title', {}, '', label(releases[p.r]) + ': ' + say(p, metric));
    });
  }
  function showNumbers() {
    const trend = byId('trend'), m = mode();
    if (!trend || !m) return;
    clear(trend);
    m.benchmarks.forEach(function (b) {
      const figure = make(trend, 'figure', 'trend');
      make(figure, 'figcaption', '', short(b.name));
      const row = make(figure, 'div', 'row');
      metrics.forEach(function (metric) { addChart(row, b, metric); });
    });
    trend.hidden = m.benchmarks.length === 0;
  }

  // ---- the view: #go=go1.25.14&mode=noopt&old=go1.24.13 ----
  function choose(select, value) {
    const at = Array.from(select.options).findIndex(function (o) { return o.value === value; });
    select.selectedIndex = Math.max(0, at);
  }
  function load() {
    const view = new URLSearchParams(location.hash.slice(1));
    if (modeSelect) choose(modeSelect, view.get('mode'));
    if (goSelect) {
      showReleases();
      choose(goSelect, view.get('go'));
      choose(oldSelect, view.get('old'));
    }
    showSource(false);
    showNumbers();
  }
  document.querySelectorAll('.controls').forEach(function (c) { c.hidden = false; });
  document.querySelectorAll('details.numbers').forEach(function (d) { d.open = false; });
  if (goSelect) goSelect.addEventListener('change', function () { showSource(true); });
  if (oldSelect) oldSelect.addEventListener('change', function () { showSource(true); });
  if (modeSelect) modeSelect.addEventListener('change', function () {
    showReleases();
    showSource(true);
    showNumbers();
  });
  window.addEventListener('hashchange', function () { if (/(^#|&)go=/.test(location.hash)) load(); });
  load();
})();
