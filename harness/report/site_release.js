'use strict';
// Filters the lines of what the release changed; the page is complete without it.
(function () {
  const form = document.getElementById('filter');
  const tables = Array.from(document.querySelectorAll('details.release'), function (d) {
    return { details: d, open: d.open, title: d.querySelector('summary').textContent.toLowerCase(),
      rows: Array.from(d.querySelectorAll('tbody tr'), function (row) { return { row: row, text: null }; }) };
  });
  function openTarget() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (e) { return; }
    const target = document.getElementById(name);
    if (target && target.tagName === 'DETAILS') target.open = true;
  }
  if (form) {
    const text = form.querySelector('input'), said = form.querySelector('output');
    text.addEventListener('input', function () {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      tables.forEach(function (t) {
        let here = 0;
        t.rows.forEach(function (line) {
          if (line.text === null) line.text = line.row.textContent.toLowerCase() + ' ' + t.title;
          const keep = words.every(function (w) { return line.text.includes(w); });
          line.row.hidden = !keep;
          if (keep) here++;
        });
        t.details.hidden = here === 0;
        t.details.open = words.length ? here > 0 : t.open;
        shown += here;
      });
      said.textContent = words.length ? shown + (shown === 1 ? ' line' : ' lines') : '';
    });
    form.hidden = false;
  }
  window.addEventListener('hashchange', openTarget);
  openTarget();
})();
