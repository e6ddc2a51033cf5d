"""What every page of a report must be: silent, self-contained, readable in light and dark, narrow and on paper, usable without a mouse and
without sight, complete without scripts. Each check is one line of TAP for all the pages of a site."""
import functools
import http.server
import os
import threading
import urllib.parse

import links
import tap
from devtools import BrowserError

HERE = os.path.dirname(os.path.abspath(__file__))
WIDE, NARROW = (1280, 900), (360, 740)
# what a person uses must have a name
NAMED = {"button", "link", "combobox", "textbox", "searchbox", "checkbox", "radio", "slider", "spinbutton", "listbox",
         "DisclosureTriangle", "image", "img", "graphics-document", "region", "navigation", "menuitem", "tab", "switch"}
TABS = 40  # keys pressed on one page
OTHERS = 40  # pages more that are opened, and no more
UNFOLD = "window.folded = Array.from(document.querySelectorAll('details:not([open])')); folded.forEach(d => { d.open = true; }); 0"
FOLD = "window.folded.forEach(d => { d.open = false; }); 0"

with open(os.path.join(HERE, "inspect.js"), encoding="utf-8") as f:
    INSPECT = f.read()


def inspect(page, what, *arguments):
    args = ", ".join(repr(a) for a in arguments)
    return page.evaluate(f"({INSPECT.strip().rstrip(';')}).{what}({args})")


class Quiet(http.server.SimpleHTTPRequestHandler):
    missed = []

    def log_message(self, *_):
        pass

    def send_error(self, code, *rest, **more):
        self.missed.append(f"{self.path}: {code}")
        super().send_error(code, *rest, **more)


class Server:
    """A plain web server on this machine's loopback."""

    def __init__(self, folder):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def file_url(folder, name=""):
    return "file://" + urllib.parse.quote(os.path.realpath(folder)) + "/" + urllib.parse.quote(name)


def kinds(site, cases, releases):
    """All pages on top, and of the many a few: the first, the last, the largest."""
    def some(folder, n):
        names = sorted(p for p in site.pages if p.startswith(folder + "/"))
        largest = sorted(names, key=lambda p: -site.files[p])
        return list(dict.fromkeys((largest[:1] + names[-1:] + names)[:n]))
    return sorted(p for p in site.pages if "/" not in p) + some("case", cases) + some("release", releases)


class Look:
    """Problems by check, of all pages."""

    def __init__(self, browser, folder, name, pictures):
        self.browser, self.folder, self.name, self.pictures = browser, folder, name, pictures
        self.problems = {}

    def add(self, check, page, problems):
        """The page's name is cut: it may be hostile and endless."""
        page = page if len(page) < 60 else page[:57] + "..."
        self.problems.setdefault(check, [])
        self.problems[check] += [f"{page}: {p}" for p in problems]

    def picture(self, tab, page, how):
        name = f"{self.name}-{page.replace('/', '-').removesuffix('.html')}"
        tab.picture(os.path.join(self.pictures, f"{name[:120]}-{how}.png"))

    def said(self, tab, page, base, check="says nothing in the console and breaks no policy"):
        self.add(check, page, tab.said)
        self.add("asks for nothing outside its folder", page,
                 [u for u in tab.asked if not (u.startswith(base) or u in ("data:,", "about:blank"))])
        tab.said.clear()
        tab.asked.clear()

    def looks(self, tab, page):
        tab.size(*WIDE)
        tab.look("light")
        tab.open(file_url(self.folder, page))
        for scheme in ("light", "dark"):
            tab.size(*WIDE)
            tab.look(scheme)
            tab.settle()
            if self.pictures:
                self.picture(tab, page, scheme)
            tab.evaluate(UNFOLD)
            self.add(f"has contrast in all its text, {scheme}", page, inspect(tab, "contrast"))
            self.add("lets the keyboard scroll what scrolls", page, inspect(tab, "scrollers"))
            tab.size(*NARROW)
            tab.settle()
            self.add(f"is not wider than 360 px unfolded, {scheme}", page, inspect(tab, "overflow"))
            tab.evaluate(FOLD)
            tab.settle()
            self.add(f"is not wider than 360 px, {scheme}", page, inspect(tab, "overflow"))
            if self.pictures:
                self.picture(tab, page, f"phone-{scheme}")
        self.add("holds nothing that a case file could bring along", page, inspect(tab, "foreign"))
        self.said(tab, page, file_url(self.folder))
        tab.size(*WIDE)
        tab.look("light")

    def names(self, tab, page):
        nodes = tab.accessible()
        role = lambda n: n.get("role", {}).get("value")
        self.add("every control has a name", page,
                 [f"{role(n)} without a name ({n.get('backendDOMNodeId')})" for n in nodes
                  if role(n) in NAMED and not n.get("name", {}).get("value", "").strip()])
        have = {role(n) for n in nodes}
        self.add("has its landmarks", page, [f"no {r}" for r in ("main", "navigation", "heading") if r not in have])

    def keyboard(self, tab, page):
        """Tab by Tab: all is reached, seen, in order; the first is a way past the navigation."""
        tab.open("about:blank")
        tab.open(file_url(self.folder, page))
        wrong, seen, usable = [], [], inspect(tab, "usable")
        for number in range(min(TABS, usable)):
            tab.key("Tab")
            at = inspect(tab, "focus")
            if at is None:
                wrong.append(f"after {number} of {usable} the focus is nowhere")
                break
            if not at["ringed"]:
                wrong.append(f"one cannot see the focus on {at['what']}")
            if not at["inView"]:
                wrong.append(f"{at['what']} has the focus out of sight")
            if at["order"] > 0:
                wrong.append(f"{at['what']} jumps the queue")
            place = (at["tag"], at["id"], at["x"], at["y"], at["what"])
            if place in seen:
                wrong.append(f"the focus is caught at {at['what']}")
                break
            seen.append(place)
            if number == 0:
                tab.key("Enter")
                now = tab.evaluate("location.hash")
                if at["tag"] != "A" or now != "#main":
                    wrong.append(f"the first is no way past the navigation: {at['what']} {now}")
                tab.open("about:blank")
                tab.open(file_url(self.folder, page))
                tab.key("Tab")
        self.add("can be walked by Tab, the focus always seen", page, wrong)
        self.said(tab, page, file_url(self.folder))

    def plain(self, tab, page):
        """Without scripts."""
        tab.open(file_url(self.folder, page))
        text = " ".join(n["name"]["value"] for n in tab.accessible()
                        if n.get("role", {}).get("value") == "StaticText" and n.get("name"))
        wrong = [] if len(text) > 150 else [f"says only {text!r}"]
        if page.startswith("compare") and "script" not in text.lower():
            wrong.append("does not say that it needs scripts")
        self.add("is of use without scripts", page, wrong)
        self.said(tab, page, file_url(self.folder), "says nothing without scripts")

    def paper(self, tab, page):
        tab.open(file_url(self.folder, page))
        if self.pictures:
            tab.paper(os.path.join(self.pictures, f"{self.name}-{page.replace('/', '-').removesuffix('.html')}"[:120] + "-print.pdf"))
        tab.look("light", "print")
        tab.size(718, 1000)  # A4 without margins
        self.add("fits on paper", page, inspect(tab, "overflow"))
        tab.look("light")
        tab.size(*WIDE)
        self.said(tab, page, file_url(self.folder))

    def served(self, tab, page, server):
        tab.open(server.url + urllib.parse.quote(page))
        self.said(tab, page, server.url, "is as silent from a web server")
        if Quiet.missed:
            self.add("is as silent from a web server", page, Quiet.missed)
            Quiet.missed.clear()


def check(browser, folder, name, pictures, cases=3, releases=2):
    """Returns the Site, its files checked. `pictures`: the folder they go to; None: none are taken."""
    site = links.check(folder)
    tap.none(site.problems, f"{name}: {len(site.pages)} pages: every link and anchor resolves, nothing foreign, nothing from elsewhere")
    look = Look(browser, folder, name, pictures)
    tab, plain = browser.page(), browser.page(scripts=False)
    tab.size(*WIDE)
    pages = kinds(site, cases, releases)
    walked = {"index.html", "compare.html", *[p for p in pages if p.startswith("case/")][:1], *[p for p in pages if p.startswith("release/")][:1]}
    with Server(folder) as server:
        for page in pages:
            for step in (look.looks, look.names, look.keyboard, look.paper) if page in walked else (look.looks, look.names):
                try:
                    step(tab, page)
                except BrowserError as problem:
                    look.add("can be looked at", page, [problem])
            look.plain(plain, page)
            look.served(tab, page, server)
    for page in [p for p in sorted(site.pages) if p not in pages][:OTHERS]:
        tab.open(file_url(folder, page))
        look.add("holds nothing that a case file could bring along", page, inspect(tab, "foreign"))
        look.said(tab, page, file_url(folder))
    for what, problems in look.problems.items():
        tap.none(problems, f"{name}: every kind of page ({len(pages)}) {what}")
    tab.close()
    plain.close()
    return site
