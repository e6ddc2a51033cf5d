'use strict';
// Filters the lines of "What changed": the page is complete without it.
(function () {
  const form = document.getElementById('filter');
  if (!form) return;
  const text = form.querySelector('input'), verdict = form.querySelector('select');
  const said = form.querySelector('output');
  const releases = Array.from(document.querySelectorAll('details.release'), function (d) {
    return { details: d, open: d.open, rows: Array.from(d.querySelectorAll('tbody tr')) };
  });
  function apply() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = words.length > 0 || verdict.value !== '';
    let shown = 0;
    releases.forEach(function (r) {
      const name = r.details.id.toLowerCase();
      let here = 0;
      r.rows.forEach(function (row) {
        const line = row.textContent.toLowerCase() + ' ' + name;
        const keep = words.every(function (w) { return line.includes(w); }) &&
          (!verdict.value || row.classList.contains(verdict.value));
        row.hidden = !keep;
        if (keep) here++;
      });
      r.details.hidden = here === 0;
      r.details.open = active ? here > 0 : r.open;
      shown += here;
    });
    said.textContent = active ? shown + ' lines' : '';
  }
  text.addEventListener('input', apply);
  verdict.addEventListener('change', apply);
  form.hidden = false;
})();
// A link to a release opens its lines.
window.addEventListener('hashchange', function () {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === 'DETAILS') target.open = true;
});
