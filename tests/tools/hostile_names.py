#!/usr/bin/env python3
"""Names that are also code, in everything that reads a database.

    hostile_names.py GOALLOC FIXTURE.db FOLDER [NAME ...]

For each hostile text (all, or those whose NAME is given) a copy of the database gets it as the name of a local toolchain, of a case, of a
benchmark, as the compiler's words, as the reason of a failure and as the processor, and once more as a mode. Every reading
command then writes every format it has, and each is read by a parser of its own: csv, json and html.parser of Python, a table
of LaTeX by its braces, commands and columns, Markdown by its columns. A line for each thing that is wrong; the last line counts.
"""
import csv
import html.parser
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

FORMATS = ("text", "markdown", "html", "latex", "csv", "json")
PLANTED = "planted"  # a file that appears when a shell or gnuplot ran what was a name
NAMES = {
    "shell": f"$(touch {PLANTED})`touch {PLANTED}`;touch {PLANTED};\"'|&",
    "html": "<x-evil onclick=\"alert(1)\">&amp;</td></script><!--",
    "latex": "\\input{x}$_^{}#%&~\\end{tabular}\\\\[1em]*",
    "gnuplot": f"\"; system(\"touch {PLANTED}\"); '@{{^&#%}}_x\\n%s%d",
    "markdown": "| a | **b** `c` [d](http://e) <f> \\| # - 1. ~~g~~ @h $i$",
    "formula": "=cmd|' /C calc'!A0",
    "option": "-rf",
    "lines": "a\r\nb\tc\n\nd\x1b[2J\x07\x0b e",
    "bytes": b"\xff\xfe\xc3(\x80 x",
    "rtl": "a\u202e\u2066txt.exe\u2069\u200b\u2028b",
    "long": "n" * 60000 + " " + "\u00e9" * 20000,
    "path": "../../../etc/passwd",
    "empty": "",
    "wide": "\u65e5\u672c\u8a9e \U0001f600 e\u0301",
}

wrong, done = [], 0


def plant(path, name, as_mode):
    db = sqlite3.connect(path)
    raw = name if isinstance(name, bytes) else name.encode()

    def put(sql, text):
        db.execute(sql.replace("?", "CAST(? AS TEXT)"), (text,))

    if as_mode:
        put("UPDATE cell SET mode = ?", raw)
    else:
        put("UPDATE toolchain SET local = 1, go = ? WHERE go = 'go1.22.12'", raw)
        put("UPDATE cell SET case_name = ? WHERE case_name = 'slice/worse'", b"slice/" + raw)
        put("UPDATE case_file SET case_name = ? WHERE case_name = 'slice/worse'", b"slice/" + raw)
        for column in ("title", "question", "why", "answer", "source"):
            put(f"UPDATE case_file SET {column} = ?", raw)
        put("UPDATE text SET text = ? WHERE text = 'BenchmarkWorse'", b"Benchmark" + raw)
        put("UPDATE text SET text = ? WHERE text = 'make([]int, n)'", raw)
        put("UPDATE content SET bytes = ?", raw)
        put("UPDATE cell SET reason = ? WHERE status <> 'ok'", raw)
        put("UPDATE session SET cpu = ?, command_line = 'x'", raw)
    db.commit()
    db.close()


# ---- a reader for each format: what is wrong, or nothing ----

def read_csv(data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    widths = {len(r) for r in rows}
    return "" if len(widths) == 1 else f"rows of {sorted(widths)} fields"


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def read_json(data):
    json.loads(data.decode("utf-8"), parse_constant=no_constant)
    return ""


class Tags(html.parser.HTMLParser):
    KNOWN = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}

    def __init__(self):
        super().__init__()
        self.wrong, self.open = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.KNOWN or [a for a in attrs if a[0] != "class" or a[1] not in ("num", "note")]:
            self.wrong.append(f"<{tag} {attrs}>")
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_comment(self, data):
        self.wrong.append("a comment")


def read_html(data):
    tags = Tags()
    tags.feed(data.decode("utf-8"))
    tags.close()
    return "; ".join(tags.wrong + [f"<{t}> stays open" for t in tags.open])


LATEX = {"begin", "end", "caption", "centering", "toprule", "midrule", "bottomrule", "footnotesize", "par", "textbackslash", "textless",
         "textgreater", "textbar", "textasciicircum", "textasciitilde", "textasciigrave", "symbol", "pm", "cdot", "times", "rightarrow",
         "approx", "leq", "blacktriangle", "blacktriangledown"}


def read_latex(data):
    text, depth, i, ands, columns, said = data.decode("utf-8"), 0, 0, 0, None, []
    math = False
    while i < len(text):
        c = text[i]
        if c == "\\":
            word = re.match(r"[A-Za-z]+", text[i + 1:])
            if word:
                if word.group() not in LATEX:
                    said.append(f"\\{word.group()}")
                i += 1 + len(word.group())
                continue
            if text[i + 1] == "\\":  # the end of a row
                if columns is not None and ands + 1 != columns:
                    said.append(f"a row of {ands + 1} cells for {columns} columns")
                ands = 0
            elif text[i + 1] not in "{}#$%&_":
                said.append(f"\\{text[i + 1]}")
            i += 2
            continue
        if c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
        elif c == "&":
            ands += 1
        elif c == "$":
            math = not math
        elif c in "%#~" or (c in "_^" and not math):
            said.append(f"a bare {c}")
        elif ord(c) < 32 and c != "\n":
            said.append(f"control character {ord(c)}")
        if depth < 0:
            said.append("a brace too many")
        spec = re.match(r"\{tabular\}\{([lr]+)\}", text[i:]) if c == "{" else None
        if spec:
            columns = len(spec.group(1))
        i += 1
    if depth or math:
        said.append("braces or dollars do not balance")
    return "; ".join(sorted(set(said))[:5])


def read_markdown(data):
    text, bars, said = data.decode("utf-8"), 0, []
    for line in text.split("\n"):
        if not line.startswith("|"):
            bars = 0  # a table ends
            continue
        here = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))
        if bars and here != bars:
            said.append(f"a row of {here} bars among {bars}")
        bars = here
    if re.search(r'<(?!br>|a id="[^"<>\n]*"></a>\n|/a>\n)', text):
        said.append("a bare <")
    return "; ".join(said)


def read_text(data):
    text = data.decode("utf-8")
    bad = [c for c in text if (ord(c) < 32 and c not in "\n") or 0x7f <= ord(c) < 0xa0 or c in "\u202e\u2066\u2069\u200b\u2028"]
    return f"characters that act: {sorted(set(bad))!r}" if bad else ""


READERS = {"csv": read_csv, "json": read_json, "html": read_html, "latex": read_latex, "markdown": read_markdown, "text": read_text,
           "bench": lambda d: read_text(d.replace(b"\t", b" ")), "datasette": read_json, "history": lambda d: "" if d.decode("utf-8") else "nothing"}


def check(goalloc, db, folder, what, arguments, form):
    global done
    done += 1
    run = subprocess.run([goalloc, "--progress", "none", "--cache", os.path.join(folder, "cache"), "--db", db, *arguments],
                         stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, timeout=120)
    shown = f"{what}: {b' '.join(a if isinstance(a, bytes) else a.encode() for a in arguments)[:80]!r}"
    stderr = run.stderr.decode("utf-8", "backslashreplace")
    if run.returncode not in (0, 1, 4):
        wrong.append(f"{shown}: exit {run.returncode}: {stderr.strip()[:200]}")
        return
    if run.stderr and read_text(run.stderr):
        wrong.append(f"{shown}: standard error: {read_text(run.stderr)}")
    try:
        said = READERS[form](run.stdout)
    except (ValueError, csv.Error) as e:
        said = f"{type(e).__name__}: {e}"
    if said:
        wrong.append(f"{shown}: {said[:300]}")


def reading(name, as_mode):
    """Arguments, format. What begins with a dash comes behind `--`."""
    case = name if isinstance(name, bytes) else name.encode()
    mode = ["--mode", name] if as_mode and name != "all" else ["--mode", "default"]
    for form in FORMATS:
        yield ["compare", *mode, "--format", form, "1.9.2", "1.27.4"], form
        yield ["compare", *mode, "--metric", "allocs,bytes,escape,output,status,time", "--format", form, "1.9.2", "1.27.4"], form
        yield ["compare", *mode, "--verdicts", "--format", form, "1.9.2", "1.27.4"], form
        yield ["trend", *mode, "--metric", "allocs,bytes,escape,output,status", "--format", form], form
        yield ["trend", *mode, "--summary", "--format", form], form
        yield ["status", "--format", form], form
        yield ["status", "--unsupported", "--format", form], form
        explained = "slice/better" if as_mode else b"slice/" + case
        yield ["explain", explained, *mode, "--all", "--go", "1.9.2,1.27.4", "--format", form], form
        if not as_mode:
            yield ["compare", "--format", form, "--", name, "1.27.4"], form
            yield ["explain", b"slice/" + case, "--format", form], form
    yield ["compare", *mode, "--format", "json", "--with-summary", "1.9.2", "1.27.4"], "json"
    yield ["compare", *mode, "--propose", "1.9.2", "1.27.4"], "text"
    for form in ("csv", "json", "bench", "datasette"):
        yield ["export", "--format", form], form


def main():
    goalloc, fixture, base = map(os.path.abspath, sys.argv[1:4])
    for key, name in NAMES.items():
        if sys.argv[4:] and key not in sys.argv[4:]:
            continue
        for as_mode in (False, True):
            if as_mode and key not in ("shell", "html", "latex", "lines", "option"):
                continue
            with tempfile.TemporaryDirectory(dir=base) as folder:
                db = os.path.join(folder, "x.db")
                shutil.copy(fixture, db)
                plant(db, name, as_mode)
                for arguments, form in reading(name, as_mode):
                    check(goalloc, db, folder, key + (" as a mode" if as_mode else ""), arguments, form)
                if os.path.exists(os.path.join(folder, PLANTED)):
                    wrong.append(f"{key}: somebody ran it")
    for line in wrong:
        print(line)
    print(f"{done} outputs read, {len(wrong)} wrong")


main()
