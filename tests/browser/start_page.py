"""The start page: a heatmap of every case by every release in each mode, whose maps change places; links lead to where they say."""
import tap
from every_page import WIDE, file_url

MAPS = """() => Array.from(document.querySelectorAll('.map'), m => [m.getBoundingClientRect().height > 0,
    m.querySelectorAll('th[scope=row] a').length, m.querySelectorAll('thead th').length - 1, m.getAttribute('aria-label'),
    Array.from(m.querySelectorAll('tbody tr:not(.family)'), r => r.querySelectorAll('td').length)])"""


def check(browser, site, name, known):
    """`known`: what the compare page's data says of the first mode (compare_page.Known)."""
    tab = browser.page()
    tab.size(*WIDE)
    tab.look()
    tab.open(file_url(site.folder, "index.html"))
    maps = tab.of(MAPS)
    benchmarks = {s[0] for s in known.data["series"]}
    if not tap.ok(maps and maps[0][0] and not any(m[0] for m in maps[1:]), f"{name}: one of {len(maps)} heatmaps is shown", maps):
        return
    tap.ok(len(benchmarks) <= maps[0][1] <= len(known.data["cases"]) or name == "large",
           f"{name}: it has a row for each case that counts ({maps[0][1]})", f"{maps[0][1]}, {len(benchmarks)} with benchmarks, {len(known.data['cases'])} in all")
    tap.ok(maps[0][2] == known.n and all(n == known.n for n in maps[0][4]), f"{name}: ... and a column for each release ({known.n})", maps[0])
    for other in range(1, len(maps)):
        tab.click(".pick + label", other)
        shown = [m[0] for m in tab.of(MAPS)]
        tap.is_equal(shown, [i == other for i in range(len(maps))], f"{name}: choosing another mode shows its heatmap alone")
    tab.close()
