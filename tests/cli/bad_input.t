#!/usr/bin/env bash
# Bad input for every command that reads a database: what is missing, empty, foreign, hostile; where nothing can be written; a machine
# without gnuplot, a home, a terminal, descriptors. Each works, or says in one line what, where, why and what to do next.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/good.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
# the scripts and cases are found from here; nothing may be written here
cd "$ROOT" || exit 1
skip() { pass "$1 # SKIP $2"; }
as_nobody=() # how root becomes somebody whom permissions hold off
if [ "$(id -u)" = 0 ]; then as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
can_be_nobody=yes
"${as_nobody[@]}" test -x "$GOALLOC" 2>/dev/null || can_be_nobody=

# ---- databases that are none, or have nothing ----
# what each command wants of a database: name, words
readers=(
  "compare compare 1.9.2 latest" "verdicts compare 1.9.2 latest --verdicts" "trend trend" "summary trend --summary" "status status"
  "failed status --failed" "explain explain slice/better" "plot plot --output $T/out" "report report --output $T/out --figures $T/out/f"
  "csv export" "json export --format json" "bench export --format bench" "history export --format history"
  "against status --against results/reference/history.tsv" "datasette export --format datasette"
)
# each DB CODE PATTERN NAME [except READER ..]: one line of error from every reader
each() {
  local db=$1 code=$2 pattern=$3 name=$4 line word wrong=''
  shift 4
  for line in "${readers[@]}"; do
    word=${line%% *}
    [[ " $* " = *" $word "* ]] && continue
    # shellcheck disable=SC2086 # words
    run goalloc --db "$db" ${line#* }
    [ "$status" = "$code" ] && [ "$(printf '%s\n' "$err" | wc -l)" = 1 ] && [ -z "$out" ] &&
      printf '%s\n' "$err" | grep -qE -- "$pattern" || wrong="$wrong
$word: $status: $err$out"
  done
  if [ -z "$wrong" ]; then pass "$name"; else fail "$name" "$wrong"; fi
}
each "$T/none.db" 3 "no database $T/none.db; run .goalloc run. first, or choose another with --db" "no file"
if [ -e "$T/none.db" ] || [ -e "$T/out" ]; then fail "... and none is made, nor an output folder"; else pass "... and none is made, nor an output folder"; fi
: > "$T/zero.db"
each "$T/zero.db" 3 "zero.db is empty; run .goalloc run. first, or choose another" "a file of 0 bytes"
printf 'once upon a time there was a text that was no database at all, and it went on and on\n' > "$T/text.db"
each "$T/text.db" 3 "text.db.*(not a database|choose another)" "a file that is no database"
sqlite3 "$T/other.db" "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"
each "$T/other.db" 3 "other.db.*(another program|not .*goalloc|choose another)" "another program's database"
mkdir "$T/folder.db"
each "$T/folder.db" 3 "folder.db is not a database but a folder; choose another" "a folder"
each /dev/null 3 "/dev/null is not a database but a special file; choose another" "a device"
mkfifo "$T/fifo.db"
each "$T/fifo.db" 3 "fifo.db is not a database but a special file" "a pipe, which is not waited for"
cp "$DB" "$T/newer.db"
sql "$T/newer.db" "PRAGMA user_version = 999" >/dev/null
each "$T/newer.db" 3 "newer.db has version 999.*upgrade goalloc" "a database of a newer version"
head -c 9000 "$DB" > "$T/half.db"
each "$T/half.db" 3 "half.db" "half a database" status failed datasette
if [ -n "$can_be_nobody" ]; then
  mkdir -m 755 "$T/open"
  cp "$DB" "$T/open/secret.db"
  chmod 000 "$T/open/secret.db"
  chmod 755 "$T"
# shellcheck disable=SC2317 # run calls it
  goalloc() { "${as_nobody[@]}" "$GOALLOC" --cache "$CACHE" --progress none "$@"; }
  each "$T/open/secret.db" 3 "secret.db.*[Pp]ermission denied|secret.db.*unable to open" "a database that may not be read"
  goalloc() { "$GOALLOC" --cache "$CACHE" --progress none "$@"; }
else
  skip "a database that may not be read" "nobody to be"
fi
# a schema and no row: a run that never got a toolchain leaves it
run goalloc --db "$T/fresh.db" --offline run --go 1.9.2
is "$status" 3 "a run without its toolchain"
each "$T/fresh.db" 3 "run .goalloc run( --go [a-z0-9.]+)?. first|run .goalloc run. first" "a database without rows" status failed datasette
run goalloc --db "$T/fresh.db" status
is "$status $out" "0 Cells
Nothing was measured in $T/fresh.db yet: \`goalloc run\` measures." "... of which status says so"
run goalloc --db "$T/fresh.db" export --format datasette
is "$status" 0 "... and which Datasette may open"
run goalloc --db "$DB" status --match 'no/such*'
like "$out" "Nothing that matches was measured" "nothing that matches"

# ---- little in it ----
cp "$DB" "$T/one.db"
sql "$T/one.db" "PRAGMA foreign_keys = ON; DELETE FROM toolchain WHERE go <> 'go1.22.12'"
wrong=''
for line in "trend" "trend --summary" "trend --metric time,escape" "status" "explain slice/better" "export" "export --format bench" \
  "compare latest latest" "plot --output $T/one-plots" "report --output $T/one-report --figures $T/one-plots"; do
  # shellcheck disable=SC2086 # words
  run goalloc --db "$T/one.db" $line
  [ "$status" = 0 ] && [ -n "$out" ] || wrong="$wrong
$line: $status: $err"
done
is "$wrong" "" "one release alone: everything that reads works"
run goalloc --db "$T/one.db" trend
like "$out" "One release alone was measured.*goalloc run" "... and trend says why it has nothing to tell"
run goalloc --db "$T/one.db" compare latest~1 latest
is_error 3 "latest~1 was not measured \(measured: go1.22.12\); run .goalloc run" "... a second one is missed"
cp "$DB" "$T/sample.db"
sql "$T/sample.db" "DELETE FROM sample WHERE NOT (purpose = 1 AND block = 1)"
wrong=''
for line in "trend --metric time,allocs" "status" "explain slice/better" "export --format json" "compare 1.9.2 latest --verdicts" \
  "compare 1.9.2 latest --metric time" "plot --output $T/sample-plots" "report --output $T/sample-report --figures $T/sample-plots"; do
  # shellcheck disable=SC2086 # words
  run goalloc --db "$T/sample.db" $line
  [ "$status" = 0 ] && [ -n "$out" ] || wrong="$wrong
$line: $status: $err"
done
is "$wrong" "" "one sample of a benchmark: everything that reads works"
run goalloc --db "$T/sample.db" compare 1.9.2 latest --fail-on time
is "$status" 4 "... but does not suffice for a verdict on times"

# ---- numbers and words that nobody measured ----
cp "$DB" "$T/numbers.db"
sql "$T/numbers.db" "PRAGMA ignore_check_constraints = ON;
  UPDATE sample SET n = 9223372036854775807, elapsed_ns = 9223372036854775807 WHERE seq % 5 = 0;
  UPDATE sample SET mallocs = 9223372036854775807, bytes = 9223372036854775807, n = 1 WHERE seq % 5 = 1;
  UPDATE sample SET n = 0, elapsed_ns = -1, mallocs = -9223372036854775808 WHERE seq % 5 = 2;
  UPDATE sample SET n = -7, block = -3, position = -1, ordinal = -9, purpose = 77, session_id = 99999 WHERE seq % 5 = 3;
  UPDATE cell SET stages = -1, build_ms = -5;
  UPDATE cell SET status = 'unheard of' WHERE case_name = 'map/broken' AND status = 'ok';
  UPDATE decision SET line = 2147483647, col = -1 WHERE cell_id % 2 = 0;
  UPDATE toolchain SET version_order = -9223372036854775808 WHERE go = 'go1.9.2';
  UPDATE session SET started_at = '', seed = 'x'"
wrong=''
for line in "compare go1.9.2 go1.27.4" "compare go1.9.2 go1.27.4 --verdicts" "compare go1.9.2 go1.27.4 --metric time,escape,status" "trend" \
  "trend --summary" "trend --metric time,escape" "status" "status --failed" "explain slice/better --all" "export"; do
  # shellcheck disable=SC2086 # words
  run goalloc --db "$T/numbers.db" $line --format json
  { [ "$status" = 0 ] && printf '%s' "$out" | python3 -c 'import json, sys
def no(x): raise ValueError(x)
json.load(sys.stdin, parse_constant=no)' 2>"$T/.err2"; } || wrong="$wrong
$line: $status: $err $(tail -1 "$T/.err2")"
done
for line in "export --format bench" "export --format history" "explain slice/worse" "plot --formats svg --output $T/numbers-plots" \
  "report --output $T/numbers-report --figures $T/numbers-plots"; do
  # shellcheck disable=SC2086 # words
  run goalloc --db "$T/numbers.db" $line
  [ "$status" = 0 ] || wrong="$wrong
$line: $status: $err"
done
is "$wrong" "" "numbers out of all bounds and unknown words: everything that reads works"

# ---- names that are code ----
run python3 "$TESTS/tools/hostile_names.py" "$GOALLOC" "$DB" "$T"
like "$out" "^[0-9]{3,} outputs read, 0 wrong$" "names that are code, in every format, read by its parser"
[ "$status" = 0 ] || fail "the names are tried" "$err"

# in figures and the page: no shell, no markup, every picture whole
mkdir "$T/cwd"
cp "$DB" "$T/names.db"
cat > "$T/plant.py" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
evil = "<x-evil onclick=1>\"; system(\"touch planted\"); '$(touch planted)`touch planted`@{^&#%}_\\n\n"
bad = evil.encode() + b"\xff"
db.execute("UPDATE toolchain SET go = CAST(? AS TEXT), local = 1 WHERE go = 'go1.22.12'", (bad,))
db.execute("UPDATE cell SET case_name = CAST(? AS TEXT) WHERE case_name = 'slice/worse'", (b"slice/" + bad,))
db.execute("UPDATE case_file SET case_name = CAST(? AS TEXT), title = CAST(? AS TEXT), source = CAST(? AS TEXT) WHERE case_name = 'slice/worse'", (b"slice/" + bad, bad, bad))
db.execute("UPDATE cell SET case_name = CAST(? AS TEXT) || '/young' WHERE case_name = 'generics/young'", (bad,))
db.execute("UPDATE text SET text = CAST(? AS TEXT) WHERE text = 'BenchmarkWorse'", (b"Benchmark" + bad,))
db.execute("UPDATE text SET text = CAST(? AS TEXT) WHERE text = 'make([]int, n)'", (bad,))
db.execute("UPDATE session SET cpu = CAST(? AS TEXT)", (bad,))
db.execute("UPDATE cell SET reason = CAST(? AS TEXT) WHERE status <> 'ok'", (bad,))
db.commit()
END
python3 "$T/plant.py" "$T/names.db"
cat > "$T/pages.py" <<'END'
import html.parser, os, sys, xml.etree.ElementTree
wrong = []
class Page(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag == "x-evil" or any(k.startswith("on") or (v or "").strip().lower().startswith("javascript:") for k, v in attrs):
            wrong.append(f"{path}: <{tag} {attrs}>")
for folder, _, files in os.walk(sys.argv[1]):
    for name in files:
        path = os.path.join(folder, name)
        if name.endswith(".html"):
            page = Page()
            page.feed(open(path, encoding="utf-8").read())
            page.close()
        elif name.endswith(".svg"):
            tags = {e.tag.split("}")[1] for e in xml.etree.ElementTree.parse(path).iter()}
            if tags & {"script", "x-evil", "foreignObject"}:
                wrong.append(f"{path}: {tags}")
print(len(wrong), *wrong[:5], sep="\n")
END
figures() { (cd "$T/cwd" && goalloc --db "$T/names.db" "$@"); }
run figures plot --scripts "$ROOT/plots" --output "$T/names-plots"
is "$status" 0 "such names in figures"
like "$out" "family-.*" "... each is drawn"
mkdir "$T/cwd/plots" && cp plots/*.gp "$T/cwd/plots"
run figures report --output "$T/names-report" --figures "$T/names-plots"
is "$status:$err" "0:" "... and in the report"
is "$(python3 "$T/pages.py" "$T")" 0 "... where no tag, handler or address is of theirs"
is "$(find "$T" "$ROOT" -maxdepth 3 -name planted)" "" "... and nothing ran them"
run figures plot --mode "\"; system(\"touch planted\"); '" --output "$T/names-plots"
is_error 3 "has no results in mode .*; run .goalloc run. first" "a mode that is code"

# ... as names of files and folders
hostile=$T/"a'b\"c\$(touch planted)\`touch planted\`%20#?&<x> [1]*"
mkdir "$hostile"
cp "$DB" "$hostile/d.db"
cp "$DB" "$T/cwd/:memory:"
cp "$DB" "$T/cwd/file:x?mode=memory"
cp "$DB" "$T/cwd/-rf.db"
wrong=''
for db in "$hostile/d.db" ":memory:" "file:x?mode=memory" "-rf.db"; do
  run bash -c 'cd "$1" && exec "$2" --progress none --db "$3" status --format csv' sh "$T/cwd" "$GOALLOC" "$db"
  [ "$status:$(printf '%s\n' "$out" | wc -l)" = 0:4 ] || wrong="$wrong
$db: $status: $err"
done
for to in "$hostile" "|touch planted" "<x" "-rf" "\"; system(\"touch planted\"); \""; do
  run bash -c 'cd "$1" && exec "$2" --progress none --db "$3" plot --scripts "$4/plots" --formats svg --output "$5"' sh "$T/cwd" "$GOALLOC" "$DB" "$ROOT" "$to"
  at=$to
  [ "${to#/}" != "$to" ] || at=$T/cwd/$to
  [ "$status" = 0 ] && [ -s "$at/heatmap.svg" ] || wrong="$wrong
plot --output $to: $status: $err"
  run bash -c 'cd "$1" && exec "$2" --progress none --db "$3" report --no-figures --output "$4"' sh "$T/cwd" "$GOALLOC" "$DB" "$to"
  [ "$status" = 0 ] || wrong="$wrong
report --output $to: $status: $err"
done
is "$wrong" "" "databases and folders with such names"
is "$(find "$T" "$ROOT" -maxdepth 3 -name planted)" "" "... and nothing runs them"
long=$(printf 'n%.0s' $(seq 300))
run goalloc --db "$T/$long.db" status
is_error 3 "$long.*[Ff]ile name too long" "a name that is too long for a file"
run goalloc --db "$DB" report --no-figures --output "$T/$long"
is_error 3 "[Ff]ile name too long; .*choose another with --output" "... and for a folder"
run goalloc --db "$DB" import "$T" --go 1.22.5
is_error 3 "$T.*(regular|folder|directory)" "import: a folder"
run goalloc --db "$DB" import "$T/fifo.db" --go 1.22.5
is_error 3 "fifo.db.*regular" "... a pipe, which is not waited for"
truncate -s 300M "$T/huge.txt"
run goalloc --db "$DB" import "$T/huge.txt" --go 1.22.5
is_error 3 "huge.txt.*(larger|large|more than)" "... a file without end"

# ---- gnuplot ----
mkdir "$T/empty-path" "$T/bad-path"
without() { env PATH="$1" "$GOALLOC" --cache "$CACHE" --progress none --db "$DB" "${@:2}"; }
run without "$T/empty-path" plot --output "$T/p1"
is_error 3 "gnuplot is not on PATH.*install it.*run again" "no gnuplot: plot says how to get it"
run without "$T/empty-path" report --output "$T/r1" --figures "$T/p1"
is "$status:$out" "0:$T/r1/index.html" "... report goes without figures"
like "$err" "warning: the report has no figures: gnuplot is not on PATH" "... and says so"
fake() { printf '#!/bin/sh\n%s\n' "$1" > "$T/bad-path/gnuplot"; chmod +x "$T/bad-path/gnuplot"; }
fake "printf '\\033[2J\\007 \"x.gp\" line 3: undefined variable: y\\n' >&2; exit 1"
run without "$T/bad-path:$PATH" plot --output "$T/p2"
is "$status" 3 "a gnuplot that fails"
like "$err" "gnuplot: .*line 3: undefined variable: y; exit status 1" "... its complaint is quoted"
unlike "$err" $'\033|\007' "... made harmless"
fake "echo all is well; echo garbage >\"\$5.svg\""
run without "$T/bad-path:$PATH" plot --output "$T/p3" --formats svg,png
is "$status" 3 "a gnuplot that says fine and draws nothing"
like "$err" "gnuplot wrote no (svg|png)" "... is found out"
fake 'kill -SEGV $$'
run without "$T/bad-path:$PATH" plot --output "$T/p4"
like "$status:$err" "^3:.*figure .*gnuplot: .*(signal|SIGSEGV|[Ss]egmentation)" "a gnuplot that crashes"
printf 'no program' > "$T/bad-path/gnuplot"
chmod +x "$T/bad-path/gnuplot"
run without "$T/bad-path:$PATH" plot --output "$T/p5"
like "$status:$err" "^3:.*gnuplot" "a gnuplot that is no program"
run without "$T/bad-path:$PATH" report --output "$T/r5" --figures "$T/p5"
is "$status:$out" "0:$T/r5/index.html" "... is none of the report's business"
is "$(find "$T"/p[1-5] -name '*.svg' -o -name '.tmp-*' | wc -l)" 0 "... no picture and no scratch folder is left"
fake "echo \$\$ > $T/hanging; exec sleep 600"
rm -f "$T/hanging"
env PATH="$T/bad-path:$PATH" "$GOALLOC" --cache "$CACHE" --progress none --db "$DB" plot --output "$T/p6" >/dev/null 2>"$T/.err" &
pid=$!
pids+=("$pid")
for _ in $(seq 500); do [ -s "$T/hanging" ] && break; sleep 0.02; done
kill -INT "$pid"
wait "$pid"
is "$?" 130 "a gnuplot that hangs can be interrupted"
if kill -0 "$(cat "$T/hanging")" 2>/dev/null; then fail "... and is gone"; else pass "... and is gone"; fi

# ---- where to write ----
: > "$T/file"
for line in "plot --output" "report --figures $T/f1 --output"; do
  # shellcheck disable=SC2086 # words
  run goalloc --db "$DB" $line "$T/file"
  is_error 3 "$T/file.*choose another with --output" "${line%% *}: a file in the place of the folder"
  # shellcheck disable=SC2086 # words
  run goalloc --db "$DB" $line "$T/file/below"
  is_error 3 "$T/file.*choose another with --output" "${line%% *}: a folder below a file"
  # shellcheck disable=SC2086 # words
  run goalloc --db "$DB" $line ""
  is_error 2 "--output: no folder is named" "${line%% *}: no folder"
done
mkdir -p "$T/full/data"
echo mine > "$T/full/mine.svg"
echo mine > "$T/full/data/mine.tsv"
echo mine > "$T/full/index.html.bak"
run goalloc --db "$DB" plot --output "$T/full" --formats svg
is "$status" 0 "a folder that is not empty"
run goalloc --db "$DB" report --output "$T/full" --figures "$T/full"
is "$status" 0 "... for the report, too"
is "$(cat "$T/full/mine.svg" "$T/full/data/mine.tsv" "$T/full/index.html.bak" | sort -u)" mine "... keeps what others left in it"
if [ -n "$can_be_nobody" ]; then
  mkdir -m 555 "$T/locked"
  cp "$DB" "$T/open/d.db"
  chmod 644 "$T/open/d.db"
  for line in "plot --output $T/locked" "report --no-figures --output $T/locked" "plot --output $T/locked/new"; do
    # shellcheck disable=SC2086 # words
    run "${as_nobody[@]}" "$GOALLOC" --progress none --db "$T/open/d.db" $line
    is_error 3 "$T/locked.*[Pp]ermission denied.*choose another with --output" "${line%%/*}: a folder that may not be written"
  done
else
  skip "a folder that may not be written" "nobody to be"
fi
# shellcheck disable=SC2016 # the inner shell's
tiny='mount -t tmpfs -o size=48k none "$1" && shift && exec "$@"'
mkdir "$T/tiny"
if unshare -rm sh -c "$tiny" sh "$T/tiny" true 2>/dev/null; then
  run unshare -rm sh -c "$tiny" sh "$T/tiny" "$GOALLOC" --progress none --db "$DB" plot --output "$T/tiny/p"
  like "$status:$err" "^3:.*(No space|gnuplot)" "a full disk: plot"
  run unshare -rm sh -c "$tiny" sh "$T/tiny" "$GOALLOC" --progress none --db "$DB" report --figures "$T/f2" --output "$T/tiny/r"
  like "$status:$err" "^3:.*$T/tiny/r.*No space" "a full disk: report"
else
  skip "a full disk" "no file system of one's own"
fi

# ---- standard descriptors, the environment ----
if [ -w /dev/full ]; then
  wrong=''
  for line in "compare 1.9.2 latest" "trend" "status" "explain slice/better" "export" "export --format json" "export --format history" \
    "plot --output $T/full --formats svg" "report --no-figures --output $T/full" "case list" "case show slice/append_growth" "--help" \
    "compare --help" "--version" "help --format man"; do
    # shellcheck disable=SC2086 # words
    "$GOALLOC" --progress none --cache "$CACHE" --db "$DB" $line >/dev/full 2>"$T/.err" </dev/null
    status=$?
    [ $status = 3 ] && grep -q "standard output" "$T/.err" || wrong="$wrong
$line: $status: $(cat "$T/.err")"
  done
  is "$wrong" "" "a full disk behind standard output is told by every command"
fi
before=$(sha256sum < "$DB")
quietly() { "$GOALLOC" --progress none --cache "$CACHE" --db "$DB" "$@"; }
quietly status >&- 2>"$T/.err"
is "$? $(grep -c 'standard output' "$T/.err")" "3 1" "standard output closed"
quietly compare 1.9.2 latest >&- 2>&- <&-
is "$?" 3 "... and all three"
quietly no-such-command 2>&- <&-
is "$?" 2 "standard error closed"
is "$(quietly status <&- | wc -l)" "$(quietly status | wc -l)" "standard input closed"
is "$(sha256sum < "$DB")" "$before" "nothing that was printed went into the database"
cat > "$T/pipe.py" <<'END'
import os, subprocess, sys
r, w = os.pipe()
os.close(r)  # nobody reads
run = subprocess.run(sys.argv[1:], stdout=w, stderr=subprocess.PIPE, text=True)
print(run.returncode, run.stderr.strip())
END
like "$(python3 "$T/pipe.py" "$GOALLOC" --progress none --db "$DB" export)" "^3 goalloc: cannot write .*standard output: Broken pipe" "a reader that went away"
nowhere() { env -u HOME -u XDG_CACHE_HOME "$GOALLOC" --progress none --db "$DB" "$@"; }
wrong=''
for line in "compare 1.9.2 latest" "trend" "status" "explain slice/better" "export" "plot --output $T/full --formats svg" \
  "report --no-figures --output $T/full" "case list" "run --help" "help --format bash"; do
  # shellcheck disable=SC2086 # words
  run nowhere $line
  [ "$status" = 0 ] || wrong="$wrong
$line: $err"
done
is "$wrong" "" "what needs no cache needs no home"
run nowhere run --go 1.9.2
is_error 3 "no cache folder: neither .XDG_CACHE_HOME nor .HOME is set; use --cache DIR" "... and what does says how to name one"
sql "$T/names.db" "UPDATE cell SET reason = 'größer als 日本' WHERE status <> 'ok'"
like "$(LC_ALL=C goalloc --db "$T/names.db" status --unsupported)" "größer als 日本" "a locale without UTF-8"
like "$(env LC_ALL=tlh_XX.UTF-9 LANG=x "$GOALLOC" --cache "$CACHE" --db "$T/names.db" status --unsupported)" "größer als 日本" "... and one that does not exist"
cat > "$T/narrow.py" <<'END'
import fcntl, os, pty, struct, sys, termios
wrong = []
for words in sys.argv[2:]:
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 6, 20, 0, 0))
        os.execv(sys.argv[1], [sys.argv[1], "--progress", "none", *words.split()])
    text = b""
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0 or not text.strip():
        wrong.append(f"{words}: {status} {text[:200]!r}")
print(len(wrong), *wrong, sep="\n")
END
unset COLUMNS LINES
is "$(python3 "$T/narrow.py" "$GOALLOC" "--db $DB compare 1.9.2 latest" "--db $DB compare 1.9.2 latest --verdicts" "--db $DB trend" \
  "--db $DB trend --summary" "--db $DB status" "--db $DB status --failed" "--db $DB explain slice/better" "case list" "--help")" 0 \
  "a terminal of 20 columns and 6 lines"
for columns in 0 1 -7 words 99999999999999999999; do
  is "$(COLUMNS=$columns LINES=$columns TERM='' python3 "$T/narrow.py" "$GOALLOC" "--db $DB compare 1.9.2 latest" "--db $DB trend --summary" \
    "--db $DB explain slice/better")" 0 "... COLUMNS=$columns"
done
done_testing
