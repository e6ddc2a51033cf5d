"""The compare page: its rows are what Python makes of the data beside it, and what `goalloc compare` says; choosing, filtering, sorting and
the link to exactly this view."""
import json
import sqlite3
import subprocess
import urllib.parse

import tap
from case_page import hostile_links, values
from every_page import WIDE, file_url, inspect

COUNTS = {"allocs": 2, "bytes": 3}  # their place in a series
HASH_KEYS = ("old", "new", "metric", "find", "cause", "sort", "changed", "mode")


def spread(runs, n):
    """[[from release, ...], ...] as one entry a release; None before the first."""
    out, at = [None] * n, list(runs) + [[n]]
    for run, following in zip(at, at[1:]):
        for r in range(run[0], following[0]):
            out[r] = run[1:] or None
    return out


class Known:
    """What the data says, read without the page's script."""

    def __init__(self, data):
        self.data, self.n = data, len(data["releases"])
        self.names = [r[0] for r in data["releases"]]
        self.status = [spread(c[2], self.n) for c in data["cases"]]
        self.content = [spread(c[3], self.n) for c in data["cases"]]
        self.counts = {m: [spread(s[place], self.n) for s in data["series"]] for m, place in COUNTS.items()}
        self.same = {m: [{(s[0], new) for s in one[place + 2] for new in s[1:]} for one in data["series"]] for m, place in COUNTS.items()}

    def comparable(self, series, old, new):
        case = self.data["series"][series][0]
        contents = self.content[case]
        ok = all(self.status[case][r] and self.status[case][r][0] == "ok" for r in (old, new))
        return ok and contents[old] == contents[new]

    def changed(self, metric, old, new):
        """{(case, benchmark): (old value, new value)} of a count."""
        out = {}
        for i, series in enumerate(self.data["series"]):
            a, b = self.counts[metric][i][old], self.counts[metric][i][new]
            if a and b and a[0] != b[0] and (old, new) not in self.same[metric][i] and (new, old) not in self.same[metric][i] \
                    and self.comparable(i, old, new):
                out[self.data["cases"][series[0]][0], series[1]] = (a[0], b[0])
        return out

    def pairs(self):
        """Of all, those with the most to tell, and the ends."""
        every = [(a, b) for a in range(self.n) for b in range(self.n) if a < b]
        weight = {p: sum(len(self.changed(m, *p)) for m in COUNTS) for p in every[:60]}
        best = sorted(weight, key=lambda p: -weight[p])[:2]
        return list(dict.fromkeys(best + [(0, self.n - 1)] + every[-1:]))


def measured(db, known):
    """Where the data says another count than the database's own samples: that with the fewest bytes, of those long enough, rounded down."""
    base = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    base.text_factory = lambda b: b.decode("utf-8", "replace")
    best = {}
    for go, case, benchmark, n, mallocs, size in base.execute(
            "SELECT go, case_name, benchmark, n, mallocs, bytes FROM samples WHERE mode = ? AND purpose = 'allocs' AND n >= 100",
            (known.data["mode"],)):
        key = (go, case, benchmark.removeprefix("Benchmark") or benchmark)
        best[key] = min(best.get(key, (float("inf"),)), (size / n, mallocs / n))
    base.close()
    wrong = []
    for i, series in enumerate(known.data["series"]):
        for r, go in enumerate(known.names):
            key = (go, known.data["cases"][series[0]][0], series[1])
            for metric, value in (("allocs", 1), ("bytes", 0)):
                have = known.counts[metric][i][r]
                if key in best and (not have or have[0] != int(best[key][value])):
                    wrong.append(f"{key}: {metric} {have}, measured {best[key][value]}")
    return wrong, len(best)


def told(goalloc, db, known, old, new, mode, metric):
    """What the command says of the same two releases."""
    run = subprocess.run([goalloc, "--progress", "none", "--db", db, "compare", known.names[old], known.names[new], "--mode", mode,
                          "--metric", metric, "--format", "json"], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        return None, run.stderr
    said = json.loads(run.stdout)
    return said["rows"] if isinstance(said, dict) else said, ""


# the rows of the table, as read from its cells
ROWS = """() => Array.from(document.querySelectorAll('#changes > tbody > tr'), tr => { const c = tr.cells; return {
    name: (c[0].querySelector('a') || c[0]).textContent, benchmark: (c[0].querySelector('b') || {textContent: ''}).textContent,
    what: c[1].textContent, old: c[2].textContent, now: c[3].textContent, change: c[4].textContent, verdict: c[5].textContent.trim(),
    causes: Array.from(c[6].querySelectorAll('.cause'), e => e.textContent), text: tr.textContent.toLowerCase() }; })"""
VERDICTS = ["worse", "better", "differs", "suspected", "counters changed", ""]


def rows(tab):
    return tab.of(ROWS)


def first_number(text):
    digits = ""
    for c in text:
        if not (c.isdigit() or c in ".-" and c not in digits):
            break
        digits += c
    try:
        return float(digits.rstrip("."))
    except ValueError:
        return 0.0


def ratio(row):
    """What a row is sorted by under "change"; None where its cells do not say it."""
    if row["what"] not in ("allocs/op", "B/op"):
        return None
    if not (row["old"].isdigit() and row["now"].isdigit()):
        return None
    return int(row["now"]) / int(row["old"]) if int(row["old"]) else float("inf")


class Tool:
    """The page in a tab, and what is known of it."""

    def __init__(self, tab, site, name, known):
        self.tab, self.site, self.name, self.known = tab, site, name, known
        self.url = file_url(site.folder, "compare.html")

    def view(self, **what):
        """Opened afresh with this view."""
        self.tab.open("about:blank")
        self.tab.open(self.url + "#" + urllib.parse.urlencode({k: v for k, v in what.items() if v}))

    def pick(self, old, new, metric):
        """Chosen by hand."""
        for selector, value in (("#old", self.known.names[old]), ("#new", self.known.names[new]), ("#old", self.known.names[old]),
                                ("#metric", metric)):
            self.tab.choose(selector, value)


def choosing(tool, goalloc, db):
    """Any two releases: the rows are those of the data, of the values, and of the command."""
    known, tab, wrong, beside, total = tool.known, tool.tab, [], [], 0
    titles = dict(known.data["metrics"])
    tool.view()
    for old, new in known.pairs():
        for metric in COUNTS:
            tool.pick(old, new, metric)
            shown = {(r["name"], r["benchmark"]): r for r in rows(tab)}
            want = known.changed(metric, old, new)
            total += len(want)
            where = f"{known.names[old]!r} to {known.names[new]!r}, {metric}"
            for key in set(shown) ^ set(want):
                wrong.append(f"{where}: {key}: {'shown' if key in shown else 'not shown'}")
            for key in set(shown) & set(want):
                r, (a, b) = shown[key], want[key]
                worse = (r["verdict"].split(" ", 1)[-1])
                if r["what"] != titles[metric] or (r["old"].isdigit() and (r["old"], r["now"]) != (str(a), str(b)) and ".." not in r["old"] + r["now"]
                                                   and r["now"].isdigit()):
                    wrong.append(f"{where}: {key}: {r} where {a} became {b}")
                if worse not in ("counters changed", "worse" if b > a else "better"):
                    wrong.append(f"{where}: {key}: {a} became {b}, and that is {worse}")
            said = tab.evaluate("document.querySelector('#count').textContent")
            if not said.startswith(f"{len(shown)} row"):
                wrong.append(f"{where}: {len(shown)} rows, but {said!r}")
            dots = tab.evaluate("document.querySelectorAll('#plot .dot').length")
            if dots != len(shown):
                wrong.append(f"{where}: {len(shown)} rows, but {dots} drawn")
            if all(known.names[r].startswith("go1") for r in (old, new)):
                lines, problem = told(goalloc, db, known, old, new, known.data["mode"], metric)
                if lines is None:
                    beside.append(f"{where}: {problem}")
                    continue
                cli = {(r["case_name"], r["benchmark"]): (r["old_value"], r["new_value"]) for r in lines}
                beside += [f"{where}: {key}: {'compare has it' if key in cli else 'the page has it'} alone" for key in set(cli) ^ set(shown)]
    tap.none(wrong, f"{tool.name}: any two releases: the {total} changes of counts that the data has, no other, each the right way round")
    tap.none(beside, f"{tool.name}: ... and those that `goalloc compare` has")
    return max(known.pairs(), key=lambda p: sum(len(known.changed(m, *p)) for m in COUNTS))


def unchanged(tool, old, new):
    tool.view(old=tool.known.names[old], new=tool.known.names[new], metric="allocs")
    known = tool.known
    want = sum(1 for i in range(len(known.data["series"])) if known.counts["allocs"][i][old] and known.counts["allocs"][i][new]
               and known.content[known.data["series"][i][0]][old] == known.content[known.data["series"][i][0]][new])
    tool.tab.click("#changed")
    tap.is_equal(len(rows(tool.tab)), min(want, 3000), f"{tool.name}: with what is unchanged: every benchmark that both releases counted")
    tool.tab.click("#changed")
    tap.is_equal(len(rows(tool.tab)), len(known.changed("allocs", old, new)), f"{tool.name}: ... and without again")


def sorting(tool, old, new):
    """By each column, both ways, with the keyboard: the button keeps the focus."""
    tab, wrong = tool.tab, []
    keys = {"case": lambda r: f"{r['name']} {r['benchmark']}".encode("utf-16-be", "surrogatepass"),
            "what": lambda r: [m[1] for m in tool.known.data["metrics"]].index(r["what"]),
            "before": lambda r: first_number(r["old"]), "after": lambda r: first_number(r["now"]), "change": ratio,
            "verdict": lambda r: VERDICTS.index(r["verdict"].split(" ", 1)[-1] if r["verdict"] else ""),
            "why": lambda r: r["causes"][0] if r["causes"] else None}
    tool.view(old=tool.known.names[old], new=tool.known.names[new])
    heads = inspect(tab, "heads", "#changes")
    before = sorted(r["text"] for r in rows(tab))
    for i, head in enumerate(heads):
        if not head["button"] or head["text"] not in keys:
            wrong.append(f"column {head} has no button, or is not known")
            continue
        directions = []
        for key in ("Enter", " "):
            tab.of("i => document.querySelectorAll('#changes thead th')[i].querySelector('button').focus()", i)
            tab.key(key)
            now = inspect(tab, "heads", "#changes")
            marked = [h["text"] for h in now if h["sort"] in ("ascending", "descending")]
            if marked != [head["text"]]:
                wrong.append(f"{head['text']}: marked as sorted: {marked}")
            direction = now[i]["sort"]
            directions.append(direction)
            shown = rows(tab)
            if sorted(r["text"] for r in shown) != before:
                wrong.append(f"{head['text']}: other rows than before")
            values_now = [v for v in map(keys[head["text"]], shown) if v is not None]
            if values_now != sorted(values_now, reverse=direction == "descending"):
                wrong.append(f"{head['text']} {direction}: {values_now[:12]}")
            if not tab.of("i => document.activeElement === document.querySelectorAll('#changes thead th')[i].querySelector('button')", i):
                wrong.append(f"{head['text']}: the focus is lost by sorting")
        if sorted(map(str, directions)) != ["ascending", "descending"]:
            wrong.append(f"{head['text']}: Enter and Space give {directions}")
    tap.none(wrong, f"{tool.name}: sorted by each of {len(heads)} columns, both ways, by Enter and Space")


def filtering(tool, old, new):
    tab, wrong = tool.tab, []
    tool.view(old=tool.known.names[old], new=tool.known.names[new])
    every = rows(tab)
    causes = [v for v, _ in values(tab, "#cause") if v]
    found = 0
    for cause in causes:
        tab.choose("#cause", cause)
        shown, want = rows(tab), [r for r in every if cause in r["causes"]]
        found += len(want)
        if sorted(r["text"] for r in shown) != sorted(r["text"] for r in want):
            wrong.append(f"{cause}: {len(shown)} rows, of {len(every)} it is the cause of {len(want)}")
    tap.none(wrong, f"{tool.name}: each of {len(causes)} causes leaves the rows that have it ({found})")
    tab.choose("#cause", "")
    tap.is_equal([r["text"] for r in rows(tab)], [r["text"] for r in every], f"{tool.name}: without a cause all are back")
    if not every:
        return
    wrong = []
    for word in (every[0]["name"], every[-1]["benchmark"], every[0]["what"] + " " + every[0]["name"][:5].upper(), "nothing has this word"):
        tab.evaluate("document.querySelector('#find').focus(); document.querySelector('#find').select()")
        tab.type(word)
        parts = word.lower().split()
        shown = [r["text"] for r in rows(tab)]
        must = [r["text"] for r in every if all(p in r["text"] for p in parts)]
        if any(t not in shown for t in must) or any(t not in [r["text"] for r in every] for t in shown) or (not must and len(shown) > len(every) / 2):
            wrong.append(f"{word!r}: {len(shown)} rows, {len(must)} have it in their text")
        if word.startswith("nothing") and shown:
            wrong.append(f"{word!r}: {len(shown)} rows")
    tap.none(wrong, f"{tool.name}: words leave the rows that have them all")


def linking(tool, old, new):
    """All chosen at once; the link opened afresh, and gone back to, shows the same."""
    tab = tool.tab
    tool.view()
    tool.pick(old, new, "bytes")
    tab.evaluate("document.querySelector('#find').focus()")
    tab.type("e")
    tab.of("i => document.querySelectorAll('#changes thead th button')[i].focus()", 3)
    tab.key("Enter")
    tab.key("Enter")
    shown, href, address = rows(tab), tab.evaluate("document.querySelector('#link').href"), tab.evaluate("location.href")
    tap.is_equal(address, href, f"{tool.name}: the link is the page's address")
    tab.open("about:blank")
    tab.open(href)
    tap.is_equal([r["text"] for r in rows(tab)], [r["text"] for r in shown], f"{tool.name}: the link to this view shows the same rows in the same order")
    chosen = tab.evaluate("['old', 'new', 'metric', 'find'].map(i => document.getElementById(i).value)")
    tap.is_equal(chosen, [tool.known.names[old], tool.known.names[new], "bytes", "e"], f"{tool.name}: ... with the same chosen")
    modes = values(tab, "#mode")
    if len(modes) > 1:
        before = tab.loaded
        other = [v for v, _ in modes if v not in ("", tab.evaluate("document.querySelector('#mode').value"))][0]
        tab.of("v => { const e = document.querySelector('#mode'); e.value = v; e.dispatchEvent(new Event('change', {bubbles: true})); }", other)
        tab.browser.wait(lambda: tab.loaded > before, "another mode")
        tab.settle()
        chosen = tab.evaluate("['old', 'new', 'metric', 'find'].map(i => document.getElementById(i).value)")
        data = json.loads(tab.evaluate("document.getElementById('data').textContent"))
        tap.is_equal((chosen, data["mode"]), ([tool.known.names[old], tool.known.names[new], "bytes", "e"], dict((p, m) for m, p in data["modes"])[other]),
                     f"{tool.name}: another mode is another page with the same chosen")


def times(tool):
    """Only what was timed side by side."""
    tab, known = tool.tab, tool.known
    judged = {(t[0], t[1]): t for t in known.data["times"]}
    others = [(a, b) for a in range(known.n) for b in range(a + 1, known.n) if (a, b) not in {(p[0], p[1]) for p in known.data["pairs"]}]
    for old, new in list(judged)[:1]:
        tool.view(old=known.names[old], new=known.names[new], metric="time", changed="1")
        want = sorted(known.data["cases"][known.data["series"][r[0]][0]][0] for r in judged[old, new][4])
        tap.is_equal(sorted(r["name"] for r in rows(tab)), want, f"{tool.name}: times of two releases timed side by side: a row for each comparison")
        flagged = sum(r[5] in ("slower", "faster") for r in judged[old, new][4])
        shown = sum(r["verdict"].split(" ", 1)[-1] in ("worse", "better") for r in rows(tab))
        tap.is_equal(shown, flagged, f"{tool.name}: ... worse and better are those that were judged slower and faster")
    for old, new in others[:1]:
        tool.view(old=known.names[old], new=known.names[new], metric="time", changed="1")
        said = tab.evaluate("document.body.innerText")
        tap.ok(not rows(tab) and "side by side" in said, f"{tool.name}: releases that were not timed side by side have no times, and the page says so")


def check(browser, site, name, goalloc, db):
    files = [f for f in site.files if f.startswith("data/compare")]
    data = next(d for d in (json.loads(site.read(f)) for f in sorted(files)) if d["modes"][0][0] == d["mode"])
    known = Known(data)
    wrong, number = measured(db, known)
    tap.none(wrong, f"{name}: the data has the {number} counts that were measured")
    tab = browser.page()
    tab.size(*WIDE)
    tab.look()
    tool = Tool(tab, site, name, known)
    if tool.known.n > 1:
        old, new = choosing(tool, goalloc, db)
        unchanged(tool, old, new)
        sorting(tool, old, new)
        filtering(tool, old, new)
        linking(tool, old, new)
        times(tool)
        tap.none(tab.said + inspect(tab, "foreign"), f"{name}: all this choosing said nothing in the console, and brought nothing in")
    else:
        tool.view()
        tap.ok(not rows(tab) and tab.evaluate("document.body.innerText.length") > 100, f"{name}: one release alone: nothing to compare, and no error")
    hostile_links(tab, name, tool.url, HASH_KEYS)
    tab.close()
    return known
