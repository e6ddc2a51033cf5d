'use strict';
// The plot of the compare page: how much, by how sure. Draws rows of compareRows into `plot`, an svg in `section`, which it
// hides where there is nothing to draw; chosen(i) is told of a click on the dot of row i. `titles`: of the metrics.
function comparePlot(plot, section, titles, chosen) {
  const { BYTES, TIME } = compareMetrics;
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
  function dot(row, i, x, y) {
    const g = row.metric === BYTES ? svg(plot, 'rect', { x: x - 3, y: y - 3, width: 6, height: 6, 'class': 'dot ' + row.side })
      : svg(plot, 'circle', { cx: x, cy: y, r: 3.5, 'class': 'dot ' + row.side });
    svg(g, 'title', {}, row.name + ' ' + row.benchmark + ': ' + row.old + ' \u2192 ' + row.now + ' ' + titles[row.metric] +
      ' (' + row.change + ')');
    g.addEventListener('click', function () {
      chosen(i);
    });
  }
  // `rows` are in the table; `others` are unchanged times, which it may leave out.
  function draw(rows, others) {
    const width = Math.max(280, Math.min(1000, plot.parentNode.clientWidth)), left = 44, right = 14;
    const exact = [], times = [];
    rows.forEach(function (r, i) {
      if (r.metric <= BYTES && r.side !== 'same') exact.push([r, i]);
      if (r.metric === TIME && r.q !== null) times.push([r, i]);
    });
    others.forEach(function (r) { if (r.q !== null) times.unshift([r, -1]); });
    const band = exact.length ? 90 : 0, field = times.length ? 180 : 0, top = 8, height = top + band + field + 34;
    const X = function (ratio) { return left + (width - left - right) * (1 + place(ratio)) / 2; };
    plot.textContent = '';
    section.hidden = !exact.length && !times.length;
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
          dot(e[0], e[1], X(e[0].ratio), top + band / 2 + gap * (k - (list.length - 1) / 2));
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
      times.forEach(function (t) { dot(t[0], t[1], X(t[0].ratio), Y(t[0].q)); });
    }
  }
  return draw;
}
