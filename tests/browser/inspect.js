// What the tests ask of a page; each function returns a list of problems in words, empty if there are none.
(function () {
  const short = function (e) {
    const id = e.id ? '#' + e.id : '', kind = typeof e.className === 'string' && e.className ? '.' + e.className.trim().split(/\s+/).join('.') : '';
    return e.tagName.toLowerCase() + id + kind + ' "' + (e.textContent || '').trim().slice(0, 40) + '"';
  };
  const shown = function (e) {
    for (let at = e; at && at.nodeType === 1; at = at.parentElement) {
      const s = getComputedStyle(at);
      if (s.display === 'none' || s.visibility !== 'visible') return false;
      const up = at.parentElement; // what a closed details holds has no box
      if (up && up.tagName === 'DETAILS' && !up.open && at.tagName !== 'SUMMARY') return false;
    }
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const colour = function (text) {
    const m = /^rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)(?:(?:,| \/) ([\d.]+))?\)$/.exec(text);
    if (m) return [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]];
    const c = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)$/.exec(text);
    return c ? [c[1] * 255, c[2] * 255, c[3] * 255, c[4] === undefined ? 1 : +c[4]] : null;
  };
  const over = function (front, back) {
    return [0, 1, 2].map(function (i) { return front[i] * front[3] + back[i] * (1 - front[3]); }).concat(1);
  };
  const light = function (c) {
    const part = c.slice(0, 3).map(function (v) { v /= 255; return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const behind = function (e) { // what the text of this element stands on
    const layers = [];
    let fade = 1;
    for (let at = e; at; at = at.parentElement) {
      const s = getComputedStyle(at), c = colour(s.backgroundColor);
      fade *= +s.opacity;
      if (c && c[3] > 0) layers.push(c);
      if (c && c[3] === 1) break;
    }
    const canvas = matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark')
      ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return { colour: layers.reverse().reduce(function (b, f) { return over(f, b); }, canvas), fade: fade };
  };
  const shapeBehind = function (text) { // in a drawing: the last shape before the text that its middle lies on
    const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    let found = null;
    for (const shape of text.ownerSVGElement.querySelectorAll('rect, circle, text')) {
      if (shape === text) break;
      const b = shape.getBoundingClientRect(), fill = colour(getComputedStyle(shape).fill);
      if (shape.tagName !== 'text' && fill && fill[3] > 0 && b.left <= x && x <= b.right && b.top <= y && y <= b.bottom)
        found = fill.slice(0, 3).concat(fill[3] * +getComputedStyle(shape).fillOpacity);
    }
    return found;
  };
  const ringed = function (e) {
    const s = getComputedStyle(e);
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  };
  return {
    contrast: function () {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), worst = new Map();
      while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|OPTION)$/.test(e.tagName) || !shown(e)) continue;
        if (e.closest('[disabled]') || e.closest('.skip')) continue;
        const s = getComputedStyle(e), drawn = e.namespaceURI === 'http://www.w3.org/2000/svg';
        const ground = behind(drawn ? e.ownerSVGElement || e : e), shape = drawn && e.ownerSVGElement && e.tagName !== 'title' && shapeBehind(e);
        if (e.tagName === 'title') continue;
        const back = shape ? over(shape, ground.colour) : ground.colour;
        const ink = colour(drawn ? s.fill : s.color);
        if (!ink) { worst.set(short(e), 'unknown colour ' + (drawn ? s.fill : s.color)); continue; }
        const front = over(ink.slice(0, 3).concat(ink[3] * ground.fade * (drawn ? +s.fillOpacity : 1)), back), a = light(front), b = light(back);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(s.fontSize);
        const wanted = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700) ? 3 : 4.5;
        if (ratio < wanted - 0.005)
          worst.set(e.tagName + e.className + s.color + back.join(), ratio.toFixed(2) + ' < ' + wanted + ': ' + short(e) + ' ' + s.color + ' on ' + back.slice(0, 3).map(Math.round));
      }
      return Array.from(worst.values());
    },
    overflow: function () {
      const wide = document.documentElement.clientWidth, out = [];
      if (document.documentElement.scrollWidth <= wide && document.body.scrollWidth <= wide + 1) return out;
      out.push('the page is ' + Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) + ' px wide, the window ' + wide);
      document.body.querySelectorAll('*').forEach(function (e) {
        if (!shown(e) || e.getBoundingClientRect().right <= wide + 1) return;
        for (let at = e.parentElement; at && at !== document.body; at = at.parentElement)
          if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX) && at.getBoundingClientRect().right <= wide + 1) return;
        out.push(short(e) + ' ends at ' + Math.round(e.getBoundingClientRect().right));
      });
      return out;
    },
    // What has the focus now, and how one sees it.
    focus: function () {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      const box = e.getBoundingClientRect();
      return { what: short(e), id: e.id, tag: e.tagName, x: box.left + scrollX, y: box.top + scrollY, order: e.tabIndex,
        ringed: [e].concat(Array.from(e.labels || [])).some(ringed),
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0 };
    },
    // Whatever can be used: links, buttons, fields, what unfolds.
    usable: function () {
      return Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]'))
        .filter(function (e) { return shown(e) && !e.disabled && e.tabIndex >= 0 && (e.type !== 'radio' || e.checked); }).length;
    },
    scrollers: function () { // what scrolls sideways must be reached by the keyboard, too
      return Array.from(document.querySelectorAll('*')).filter(function (e) {
        return /auto|scroll/.test(getComputedStyle(e).overflowX) && shown(e) && e.scrollWidth > e.clientWidth + 1 &&
          e.tabIndex < 0 && !e.querySelector('a[href], button, input, select, summary, [tabindex]');
      }).map(short);
    },
    // Elements that only a case file, a compiler or a version could have brought along.
    foreign: function () {
      return Array.from(document.querySelectorAll('hostile-probe, [onload], [onerror], [onclick], [onmouseover], [onfocus], iframe, object, embed, base, a[href^="javascript:" i], a[href^="data:" i]'))
        .map(short).concat(window.hostile ? ['something ran'] : []);
    },
    rows: function (table) {
      return Array.from(document.querySelectorAll(table + ' > tbody > tr')).filter(shown)
        .map(function (r) { return Array.from(r.cells).map(function (c) { return c.textContent.trim().replace(/\s+/g, ' '); }); });
    },
    heads: function (table) {
      return Array.from(document.querySelectorAll(table + ' > thead th')).map(function (h) {
        return { text: h.textContent.trim(), sort: h.getAttribute('aria-sort'), button: !!h.querySelector('button') };
      });
    }
  };
})()
