#!/usr/bin/env python3
"""A site's files, without a browser: links.py DIR lists what is wrong with them; check(DIR) returns the same as a Site.

Every link and anchor leads somewhere within DIR, every page is reached from index.html, nothing is fetched from elsewhere, one
script a page and that one allowed by its digest, no handlers, no elements that a case file could have brought along, data
embedded in a page the same as beside it.
"""
import base64
import hashlib
import json
import os
import re
import sys
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

VOID = set("area br col embed hr img input link meta source track wbr".split())
OPTIONAL = set("p li td th tr tbody thead tfoot option optgroup dt dd colgroup".split())  # may end without saying so
KNOWN = VOID | OPTIONAL | set("""html head title body style script header footer main nav section article aside div span a b i em strong
small code pre kbd samp var sub sup q abbr time mark ul ol dl table caption h1 h2 h3 h4 h5 h6 figure figcaption picture details summary
form fieldset legend label button select input textarea output datalist noscript template blockquote hgroup search data s u del ins svg g
path rect circle line polyline polygon ellipse text tspan defs use symbol title desc clippath lineargradient stop marker""".split())
NEVER = set("base iframe frame object embed applet meter portal".split())


def runs(svg):
    """Could the picture run something? What stands in it as text cannot, be it code."""
    for element in ElementTree.fromstring(svg).iter():
        if not isinstance(element.tag, str) or element.tag.split("}")[-1] in ("script", "foreignObject"):
            return True
        if any(name.split("}")[-1].startswith("on") or "javascript:" in value for name, value in element.attrib.items()):
            return True
    return False


class Document(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.wrong, self.stack = [], [], [], []
        self.scripts, self.data, self.styles, self.policy, self.open = [], {}, [], "", None
        self.count, self.options, self.select, self.text = {}, {}, None, []
        self.headings, self.title, self.lang = [], "", ""
        self.feed(text)
        self.close()
        self.wrong += [f"<{t}> is not closed" for t in self.stack if t not in OPTIONAL]

    def where(self):
        return f"line {self.getpos()[0]}"

    def handle_startendtag(self, tag, attrs):
        self.start(tag, attrs, True)

    def handle_starttag(self, tag, attrs):
        self.start(tag, attrs, False)

    def start(self, tag, attrs, ended):
        a = dict(attrs)
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in KNOWN or tag in NEVER:
            self.wrong.append(f"{self.where()}: <{tag}>")
        if len(a) != len(attrs):
            self.wrong.append(f"{self.where()}: <{tag}> has an attribute twice")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "ping", "background"):
                self.wrong.append(f"{self.where()}: <{tag} {name}>")
            if name == "style" and re.search(r"url|expression|[<>\"\\@]", value or "", re.I):
                self.wrong.append(f"{self.where()}: style=\"{value}\"")
        if "id" in a:
            self.ids.append(a["id"])
        for name in ("href", "src", "srcset", "action", "data", "xlink:href", "poster"):
            if a.get(name) is not None:
                self.links.append((tag, name, a[name], self.where()))
        if tag == "html":
            self.lang = a.get("lang") or ""
        elif tag == "meta" and (a.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = a.get("content") or ""
        elif tag == "meta" and (a.get("http-equiv") or "").lower() == "refresh":
            self.wrong.append(f"{self.where()}: goes elsewhere by itself")
        elif tag == "select":
            self.select = a.get("id") or ""
            self.options.setdefault(self.select, [])
        elif tag == "option" and self.select is not None:
            self.options[self.select].append(a.get("value"))
        elif tag == "img" and a.get("alt") is None:
            self.wrong.append(f"{self.where()}: a picture without words for it")
        if tag == "script":
            self.open = (a.get("type") or "", a.get("id") or "")
        if tag not in VOID and not ended:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.stack and self.stack[-1] != tag and self.stack[-1] in OPTIONAL:
            self.stack.pop()
        if not self.stack or self.stack[-1] != tag:
            self.wrong.append(f"{self.where()}: </{tag}> closes <{self.stack[-1] if self.stack else ''}>")
        else:
            self.stack.pop()
        if tag == "select":
            self.select = None
        if tag == "script":
            self.open = None

    def handle_data(self, text):
        inside = self.stack[-1] if self.stack else ""
        if inside == "script" and self.open is not None:
            kind, name = self.open
            if kind in ("application/json",):
                self.data[name] = self.data.get(name, "") + text
            else:
                self.scripts.append(text)
        elif inside == "style":
            self.styles.append(text)
        elif inside == "title" and "head" in self.stack:
            self.title += text
        else:
            if re.fullmatch(r"h[1-6]", inside):
                self.headings.append((int(inside[1]), text))
            self.text.append(text)

    def handle_comment(self, text):
        self.wrong.append(f"{self.where()}: a comment")

    def unknown_decl(self, text):
        self.wrong.append(f"{self.where()}: <![{text[:20]}")

    handle_pi = unknown_decl


class Site:
    def __init__(self, folder):
        self.folder = os.path.realpath(folder)
        self.files, self.pages, self.problems = {}, {}, []
        for here, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(here, name)
                self.files[os.path.relpath(path, self.folder)] = os.path.getsize(path)

    def wrong(self, page, what):
        self.problems.append(f"{page}: {what}".encode("ascii", "backslashreplace").decode())

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as f:
            return f.read()

    def target(self, page, link):
        """Where a relative link leads: name of the file within the folder, or None."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("/") or "\\" in link or parts.query:
            return None, ""
        name = os.path.normpath(os.path.join(os.path.dirname(page), unquote(parts.path))) if parts.path else page
        return (None, "") if name.startswith("..") else (name, unquote(parts.fragment))

    def style(self, page, text):
        for found in re.finditer(r"url\(\s*['\"]?([^'\")]*)|@import|javascript:", text):
            name = found.group(1) and self.target(page, found.group(1))[0]
            if name not in self.files:
                self.wrong(page, f"style: {found.group(0)}")

    @staticmethod
    def names(document):
        """The releases that a page's script fills its selects with."""
        data = json.loads(next(iter(document.data.values()), "{}"))
        return [r if isinstance(r, str) else r[0] for r in data.get("releases", [])]

    def link(self, page, tag, attribute, link, where):
        scheme = urlsplit(link.strip()).scheme.lower() if re.match(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*:", link) else ""
        if tag == "a" and attribute == "href" and scheme in ("http", "https"):
            return  # to elsewhere, by the reader's own choice
        if (tag, link) == ("link", "data:,"):
            return  # no icon, and no asking for one
        name, fragment = self.target(page, link)
        if name is None:
            self.wrong(page, f"{where}: {tag} {attribute}={link!r} leads outside")
        elif name not in self.files:
            self.wrong(page, f"{where}: {tag} {attribute}={link!r}: there is no {name}")
        elif fragment and name in self.pages:
            other = self.pages[name]
            view = dict(parse_qsl(urlsplit(link).fragment)) if "=" in fragment else {}
            if view and fragment not in other.ids:  # a view: what it names can be chosen there
                for key, value in view.items():
                    known = other.options.get(key) or self.names(other) if key in ("old", "new", "go") else other.options.get(key)
                    if known and value not in known:
                        self.wrong(page, f"{where}: {link!r}: {key} has no {value!r} in {name}")
                if not set(view) & set(other.options):
                    self.wrong(page, f"{where}: {link!r}: {name} knows no such view")
            elif fragment not in other.ids:
                self.wrong(page, f"{where}: {link!r}: there is no such place in {name}")

    def scripts(self, page, d):
        if len(d.scripts) > 1:
            self.wrong(page, f"{len(d.scripts)} scripts")
        allowed = re.findall(r"'sha256-([^']+)'", d.policy)
        used = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in d.scripts]
        if sorted(allowed) != sorted(used):
            self.wrong(page, "its policy allows another script than its own")
        for word in ("object-src 'none'", "base-uri 'none'"):
            if word not in d.policy and "default-src 'none'" not in d.policy:
                self.wrong(page, f"its policy lacks {word}")
        if "script-src" not in d.policy and "default-src 'none'" not in d.policy or "unsafe" in re.sub(r"style-src[^;]*", "", d.policy):
            self.wrong(page, f"its policy is {d.policy!r}")
        for s in d.scripts:
            for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(", "XMLHttpRequest"):
                if word in s:
                    self.wrong(page, f"its script has {word}")

    def embedded(self, page, d):
        for name, text in d.data.items():
            try:
                value = json.loads(text)
            except ValueError as problem:
                self.wrong(page, f"data {name}: {problem}")
                continue
            if re.search("[<>&\u2028\u2029]", text):
                self.wrong(page, f"data {name}: not escaped for HTML")
            beside = os.path.join("data", re.sub(r"\.html$", ".json", page))
            if os.path.basename(page) == "compare.html":
                beside = next((f for f in ("data/compare.json", "data/compare-default.json") if f in self.files), "data/compare-default.json")
                found = [f for f in self.files if f.startswith("data/compare") and json.loads(self.read(f)) == value]
                if not found:
                    self.wrong(page, "its data is not beside it")
            elif beside in self.files and json.loads(self.read(beside)) != value:
                self.wrong(page, f"its data is not that of {beside}")
            elif beside not in self.files and page.startswith(("compare", "case/")):
                self.wrong(page, f"there is no {beside}")

    def check(self):
        for name in sorted(self.files):
            if re.search(r"(\.new|\.tmp|~|\.part)$|/\.", name):
                self.wrong(name, "left behind")
            if name.endswith(".html"):
                try:
                    text = self.read(name).decode("utf-8")
                except UnicodeDecodeError as problem:
                    self.wrong(name, f"is not UTF-8: {problem}")
                    continue
                if re.search("[\0-\b\v\f\x0e-\x1f\x7f]", text):
                    self.wrong(name, "has control characters")
                self.pages[name] = Document(text)
            elif name.endswith(".css"):
                self.style(name, self.read(name).decode("utf-8"))
            elif name.endswith(".json"):
                json.loads(self.read(name))
            elif name.endswith(".svg") and runs(self.read(name)):
                self.wrong(name, "can run something")
        for name, d in self.pages.items():
            for what in d.wrong:
                self.wrong(name, what)
            for one in sorted({i for i in d.ids if d.ids.count(i) > 1}) if len(set(d.ids)) != len(d.ids) else []:
                self.wrong(name, f"id {one!r} is there twice")
            for link in d.links:
                self.link(name, *link)
            for text in d.styles:
                self.style(name, text)
            self.scripts(name, d)
            self.embedded(name, d)
            if not d.lang or not d.title.strip() or d.count.get("main") != 1 or d.count.get("h1") != 1:
                self.wrong(name, "language, title, one main, one h1: something is missing")
            levels = [level for level, _ in d.headings]
            if any(b > a + 1 for a, b in zip(levels, levels[1:])):
                self.wrong(name, f"a level of headings is left out: {levels}")
        self.reach()
        return self

    def reach(self):
        seen, todo = set(), ["index.html"]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.pages:
                todo += [self.target(name, link[2])[0] for link in self.pages[name].links]
        for name in self.pages:
            if name not in seen:
                self.wrong(name, "no link leads there")


def check(folder):
    return Site(folder).check()


if __name__ == "__main__":
    site = check(sys.argv[1])
    print("\n".join(site.problems) or f"{len(site.pages)} pages: every link and anchor resolves")
    sys.exit(1 if site.problems else 0)
