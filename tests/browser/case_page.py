"""The page of a case: choosing a release changes what stands under the lines, to what its data says; trends are drawn; the compilers' words
unfold; a link leads to the same view."""
import json
import os
import urllib.parse

import tap
from devtools import BrowserError
from every_page import WIDE, file_url, inspect

PARTS = ("said", "emitted", "happened")
# what stands under each line of the source: {"31": {"said": "...", ...}}
NOTES = """() => Object.fromEntries(Array.from(document.querySelectorAll('.source > li[id], #L0'), li => [li.id.slice(1),
    Object.fromEntries(Array.from(li.querySelectorAll('.part'), p => [p.classList[1], (p.querySelector('span') || p).textContent]))])
    .filter(e => Object.keys(e[1]).length))"""


def words(text):
    return " ".join(text.split())


def expected(data, mode, release):
    """From the data alone: what is known of each line in that release."""
    lines = {}
    for line in data["modes"][mode]["lines"]:
        for run in line["runs"]:
            if run["from"] <= release <= run["to"] and release in data["modes"][mode]["measured"]:
                lines[str(line["line"])] = {part: words(run[part]) for part in PARTS if run.get(part)}
    return {line: parts for line, parts in lines.items() if parts}


def drawn(tab):
    """Without what the page says of a part that is gone in this release, or was never recorded."""
    notes = tab.of(NOTES)
    kept = {line: {k: words(v) for k, v in parts.items() if k in PARTS and words(v) not in ("nothing", "")} for line, parts in notes.items()}
    return {line: parts for line, parts in kept.items() if parts}


def plain(lines):
    return {line: {k: v for k, v in parts.items() if v not in ("?", "not recorded", "nothing")} for line, parts in lines.items()}


def fullest(site):
    """The case with most to say, and its data."""
    best = None
    for name in site.files:
        if name.startswith("data/case/"):
            data = json.loads(site.read(name))
            weight = sum(len(line["runs"]) for mode in data["modes"] for line in mode["lines"])
            if best is None or weight > best[0]:
                best = (weight, "case/" + os.path.basename(name).removesuffix(".json") + ".html", data)
    return best[1], best[2]


def values(tab, selector):
    return tab.of("s => { const e = document.querySelector(s); return e ? Array.from(e.options, o => [o.value, o.textContent]) : []; }", selector)


def option(tab, selector, go):
    """The value of the option that stands for this release."""
    found = [v for v, _ in values(tab, selector) if v == go]
    return found[0] if found else None


def releases(tab, site, name, page, data):
    wrong, seen = [], set()
    measured = data["modes"][0]["measured"]
    for release in (measured[:1] + measured[-1:] + measured[1:-1])[:4]:
        go = data["releases"][release]
        value = option(tab, "#go", go)
        if value is None:
            wrong.append(f"{go!r} is not among {values(tab, '#go')}")
            continue
        tab.choose("#go", value)
        want, got = plain(expected(data, 0, release)), plain(drawn(tab))
        want, got = ({k: v for k, v in x.items() if v} for x in (want, got))
        seen.add(json.dumps(got, sort_keys=True))
        for line in sorted(set(want) | set(got), key=int):
            if want.get(line) != got.get(line):
                wrong.append(f"{go!r}, line {line}: {got.get(line)} where {want.get(line)} is known")
        hash_now = tab.evaluate("location.hash")
        tab.open("about:blank")
        tab.open(file_url(site.folder, page) + hash_now)
        if tab.evaluate("document.querySelector('#go').value") != value or plain(drawn(tab)) != plain(got | {}):
            again = {k: v for k, v in plain(drawn(tab)).items() if v}
            if again != got:
                wrong.append(f"{go!r}: the link {hash_now!r} shows something else")
    tap.none(wrong, f"{name}: a release chosen on a case's page: what stands under its lines is what the data says, and the link shows the same")
    if len({json.dumps(expected(data, 0, r), sort_keys=True) for r in measured}) > 1:
        tap.ok(len(seen) > 1, f"{name}: ... and it differs between releases")


def trends(tab, name, data):
    points = [sum(v is not None for v in b["allocs"]) for m in data["modes"][:1] for b in m["benchmarks"]]
    svgs = tab.of("""() => Array.from(document.querySelectorAll('#trend svg'), s => { const b = s.getBoundingClientRect();
        return [b.width, b.height, s.querySelectorAll('.hit').length, (s.getAttribute('aria-label') || '').length
            + (s.getAttribute('aria-labelledby') || '').length + (s.querySelector('title') ? 1 : 0), s.getAttribute('role')]; })""")
    if not any(points):
        tap.is_equal(len(svgs), 0, f"{name}: nothing counted, nothing drawn")
        return
    tap.ok(svgs and all(w > 100 and h > 40 and n > 0 and label and role == "img" for w, h, n, label, role in svgs),
           f"{name}: the trends of a case are drawn ({len(svgs)}), with words for those who do not see them", svgs)
    tap.ok(sum(s[2] for s in svgs) >= max(points), f"{name}: ... a point for each release that was counted", f"{svgs} for {points}")


def folds(tab, name):
    """By keyboard: the first of the compilers' outputs, through the folds around it."""
    if not tab.evaluate("document.querySelectorAll('details.raw').length"):
        return
    for _ in range(4):
        closed = tab.of("""() => { let at = document.querySelector('details.raw'), outer = null;
            for (; at; at = at.parentElement) if (at.tagName === 'DETAILS' && !at.open) outer = at;
            if (outer) outer.querySelector('summary').focus();
            return !!outer; }""")
        if not closed:
            break
        tab.key("Enter")
    shown = tab.evaluate("document.querySelector('details.raw pre').getBoundingClientRect().height")
    tap.ok(shown > 0, f"{name}: what the compiler said unfolds by Enter")
    tab.key("Enter")
    tap.is_equal(tab.evaluate("document.querySelector('details.raw').open"), False, f"{name}: ... and folds")


def hostile_links(tab, name, url, ids):
    """A link is from outside, too."""
    wrong = []
    for value in ("__proto__", "constructor", "%E0%A4%A", "-1", "<hostile-probe>", "", "99999999", "%00"):
        for link in ["#" + "&".join(f"{key}={value}" for key in ids), f"#{value}", f"#={value}&&="]:
            tab.open("about:blank")
            tab.said.clear()
            try:
                tab.open(url + link)
            except BrowserError as problem:
                wrong.append(f"{link}: {problem}")
            wrong += [f"{link}: {s}" for s in tab.said + inspect(tab, "foreign")]
    tap.none(wrong, f"{name}: {urllib.parse.unquote(url.rsplit('/', 1)[1])[:40]!r}: a link with nonsense in it does no harm")


def check(browser, site, name):
    page, data = fullest(site)
    tab = browser.page()
    tab.size(*WIDE)
    tab.look()
    tab.open(file_url(site.folder, page))
    if any(m["measured"] for m in data["modes"][:1]):
        releases(tab, site, name, page, data)
    tab.open("about:blank")
    tab.open(file_url(site.folder, page))
    trends(tab, name, data)
    folds(tab, name)
    hostile_links(tab, name, file_url(site.folder, page), ("go", "old", "mode"))
    tap.none(tab.said, f"{name}: nothing was said of it in the console")
    tab.close()
