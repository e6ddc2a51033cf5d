"""The page of a release: words leave the lines that have them, and the page says how many."""
import tap
from case_page import hostile_links
from every_page import WIDE, file_url, inspect

LINES = """() => Array.from(document.querySelectorAll('details.release'), d => [d.querySelector('summary').textContent,
    Array.from(d.querySelectorAll('tbody tr'), r => [r.textContent, d.open && !d.hidden && !r.hidden && r.getBoundingClientRect().height > 0])])"""


def lines(tab):
    """[text with its heading's, shown] of each."""
    return [((text + " " + heading).lower(), shown) for heading, rows in tab.of(LINES) for text, shown in rows]


def check(browser, site, name):
    pages = sorted((p for p in site.pages if p.startswith("release/")), key=lambda p: -site.files[p])
    tab = browser.page()
    tab.size(*WIDE)
    tab.look()
    tab.open(file_url(site.folder, pages[0]))
    every = lines(tab)
    if every and tab.evaluate("!!document.querySelector('#filter input')"):
        wrong = []
        for word in (every[0][0].split()[0], every[-1][0].split()[-1], "nothing has this word"):
            tab.evaluate("document.querySelector('#filter input').focus(); document.querySelector('#filter input').select()")
            tab.type(word)
            want = [text for text, _ in every if all(w in text for w in word.lower().split())]
            shown = [text for text, visible in lines(tab) if visible]
            said = tab.evaluate("document.querySelector('#filter output').textContent")
            if shown != want or said.split(" ")[0] != str(len(want)):
                wrong.append(f"{word!r}: {len(shown)} lines shown, {len(want)} have it, {said!r}")
        tap.none(wrong, f"{name}: words leave the lines of a release that have them ({len(every)} lines)")
    hostile_links(tab, name, file_url(site.folder, pages[0]), ("filter",))
    tap.none(tab.said + inspect(tab, "foreign"), f"{name}: the page of a release says nothing in the console")
    tab.close()
