#!/usr/bin/env bash
# What people see: no line wider than the terminal, colours on terminals alone, sections that add up, doubts with footnotes, one line
# of progress. Over a database with known contents (tests/tools/fixture.c), with names and words from the worst of sources.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/terminal.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
unset COLUMNS LINES NO_COLOR
export TERM=xterm
ESC=$(printf '\033')
on() { python3 "$TESTS/tools/on_terminal.py" "$@"; }
cell() { echo "SELECT c.id FROM cell c JOIN toolchain t ON t.id = c.toolchain_id WHERE c.case_name = '$1' AND t.go = '$2'"; }

# times CASE GO BLOCKS PERCENT [SPREAD]: a sample in each block, of 1 ms and more
times() {
  sql "$DB" "WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < $3)
    INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes, gc_count,
      gc_pause_ns)
    SELECT s.cell_id, 1000 + i, (SELECT max(id) FROM session), s.benchmark, 0, 1, i, 0, 10,
      CAST((1000000 + 100000 * (i % 4)) * (1 + $4 / 100.0) * (1 + ${5:-0} / 100.0 * (i % 2)) + 37 * i AS INTEGER), 0, 0, 0, 0
    FROM b, sample s WHERE s.cell_id = ($(cell "$1" "$2")) AND s.seq = (SELECT min(seq) FROM sample WHERE cell_id = s.cell_id)"
}

# ---- every command at every width ----
sql "$DB" "UPDATE case_file SET source = 'package p' || char(10) || char(10) || 'func f(n int) {' || replace(hex(zeroblob(4)), '00', char(10)
  || char(9) || 'x = x + 1') || replace(hex(zeroblob(4)), '00', char(10)) || char(10) || char(9) || 's := make([]int, n)' || char(10) || '}'
  WHERE case_name LIKE 'slice/%'"
cp "$DB" "$T/plain.db"
sql "$DB" "DELETE FROM sample WHERE purpose = 1"
times slice/worse go1.9.2 12 0
times slice/worse go1.27.4 12 6
times slice/better go1.9.2 4 0
times slice/better go1.27.4 4 3
cp "$DB" "$T/times.db"
# a case, a benchmark, a toolchain and a reason that nobody would choose
sql "$DB" "UPDATE cell SET case_name = 'slice/日本語のとても長い名前_ééé_' || char(27) || '[31m' || char(8238)
    || '_and_so_on_and_on' WHERE case_name = 'slice/worse';
  UPDATE case_file SET case_name = (SELECT case_name FROM cell WHERE case_name LIKE 'slice/日%' LIMIT 1) WHERE case_name = 'slice/worse';
  UPDATE cell SET reason = 'undefined: ' || char(27) || '[2J' || replace(hex(zeroblob(60)), '0', 'x') || ' 漢字' || char(10) || 'second'
    WHERE status = 'build_failed'"
hostile=$(sql "$DB" "SELECT case_name FROM cell WHERE case_name LIKE 'slice/日%' LIMIT 1")
widths=20,21,24,30,37,40,50,59,60,61,72,80,81,100,119,120,160,200
while IFS=$'\t' read -r name words; do
  # shellcheck disable=SC2086 # words are words
  run on --check "$widths" "$GOALLOC" --db "$DB" --progress none $words
  is "$out" "" "$name fits from 20 to 200 columns"
done <<END
compare	compare 1.9.2 latest
compare of times	compare 1.9.2 latest --metric allocs,bytes,time
compare --verdicts	compare 1.9.2 latest --verdicts
trend	trend
trend of one case	trend slice/better --metric allocs,bytes,time,escape
trend --summary	trend --summary
status	status
status --unsupported	status --unsupported
explain	explain slice/better
explain --all	explain slice/better --all --go 1.9.2,1.22,latest
doctor	doctor --quick
case list	case list
END
run on --check "$widths" "$GOALLOC" --db "$DB" --progress none explain "$hostile"
is "$out" "" "explain of a case with such a name, too"
run on --check 20,80 env COLUMNS=40 "$GOALLOC" --db "$DB" --progress none compare 1.9.2 latest
like "$out" "at 20: [23][0-9] columns" "COLUMNS is what the user says the width is"
unlike "$out" "at 80" "... whatever the terminal says"
run on --width 80 env COLUMNS=20 "$GOALLOC" --db "$T/plain.db" --progress none compare 1.9.2 latest
is "$(printf '%s\n' "$out" | tr -d '\r' | sed "s/$ESC\[[0-9;]*m//g" | awk 'length > 20' | wc -l)" 0 "... down to 20 columns"
for locale in C POSIX en_US.ISO-8859-1; do
  run on --width 60 env LC_ALL="$locale" "$GOALLOC" --db "$DB" --progress none compare 1.9.2 latest
  is "$(printf '%s' "$out" | LC_ALL=C tr -d '\000-\177' | wc -c)" 0 "LC_ALL=$locale: nothing but ASCII on a terminal"
done
run goalloc --db "$DB" compare 1.9.2 latest
like "$out" "日本語" "... and everything in a pipe"

# ---- colours ----
for words in "compare 1.9.2 latest" "trend" "status" "explain slice/better" "doctor --quick"; do
  # shellcheck disable=SC2086
  run goalloc --db "$DB" $words
  unlike "$out" "$ESC" "no colours in a pipe: $words"
done
run goalloc --db "$T/plain.db" --color always compare 1.9.2 latest
like "$out" "$ESC\[31mworse *$ESC\[0m" "--color always: what is worse is red"
like "$out" "$ESC\[32mbetter *$ESC\[0m" "... and what is better green"
bare=$(printf '%s\n' "$out" | sed "s/$ESC\[[0-9;]*m//g" | sed 's/ *$//')
run goalloc --db "$T/plain.db" compare 1.9.2 latest
is "$bare" "$out" "... the same words at the same places"
colours() { run on --width 100 env "$@" compare 1.9.2 latest; }
colours "$GOALLOC" --db "$T/plain.db" --progress none
like "$out" "$ESC\[31m" "colours on a terminal"
colours NO_COLOR=1 "$GOALLOC" --db "$T/plain.db" --progress none
unlike "$out" "$ESC" "not with NO_COLOR"
colours NO_COLOR= "$GOALLOC" --db "$T/plain.db" --progress none
like "$out" "$ESC\[31m" "... which counts when it is not empty"
colours TERM=dumb "$GOALLOC" --db "$T/plain.db" --progress none
unlike "$out" "$ESC" "not where TERM is dumb"
colours "$GOALLOC" --db "$T/plain.db" --progress none --color never
unlike "$out" "$ESC" "not with --color never"
colours NO_COLOR=1 "$GOALLOC" --db "$T/plain.db" --progress none --color always
like "$out" "$ESC\[31m" "--color always is an order"
run goalloc --color often status
is_error 2 "none of auto, always, never" "--color takes three words"

# ---- changed, open, unchanged ----
line() { printf '%s\n' "$out" | grep -nE -- "$1" | head -1 | cut -d: -f1; }
in_order() { # name patterns..: the lines that match come in this order
  local name=$1 last=0 n pattern; shift
  for pattern in "$@"; do
    n=$(line "$pattern")
    if [ -z "$n" ] || [ "$n" -le "$last" ]; then fail "$name" "no line like '$pattern' behind line $last of: $out"; return; fi
    last=$n
  done
  pass "$name"
}
run goalloc --db "$T/times.db" compare 1.9.2 latest --metric allocs,bytes,time
in_order "compare: changed, open, unchanged, footnotes, the verdict" "^go1.9.2 to go1.27.4, mode default$" "^Changed: 4 differences \(2 worse, 2 better\)$" \
  "^allocs/op +slice/worse" "^B/op +slice/worse" "^Open: 2 comparisons \(1 suspected, 1 open\)$" "^ns/op +slice/worse" "^ns/op +slice/better" \
  "^Unchanged: 2 of 4 cases \(2 changed, 2 unchanged; each case counts once\)$" "^\[1\] " "^Verdict: 2 worse, 2 better, 1 suspected, 1 open; exit code 0"
like "$out" "^ns/op +slice/worse +Worse .*\+6\.0 % +suspected +\[1\] +between \+[0-9.]+ % and \+[0-9.]+ % in 12 pairs" "a suspected one has a mark, and its interval"
like "$out" "^\[1\] 1 suspected one is not confirmed yet: .goalloc run --only time --go go1.9.2,go1.27.4. times it again" "... and a footnote"
like "$out" "^ns/op +slice/better +Better .*open +\[2\]" "an open one has a mark"
like "$out" "^\[2\] too few blocks for a decision: it takes [0-9]+; " "... and a footnote, which says what it takes"
is "$(printf '%s\n' "$out" | grep -c "not confirmed yet")" 1 "nothing is said twice"
unlike "$out" "^\[3\]" "what does not occur has no footnote"
like "$out" "^B/op +slice/worse .*as allocs/op$|^B/op +slice/worse .*worse$" "bytes do not repeat what the allocations say"
run goalloc --db "$T/times.db" compare 1.22 1.22
like "$out" "^Unchanged: [0-9]+ of [0-9]+ cases$" "without a change: one line"

cp "$T/times.db" "$T/doubts.db"
DB=$T/doubts.db
sql "$DB" "UPDATE session SET load = '3.50 2.00 1.00', cpu = 'A processor, 2 processors', conditions = 'cpu=any sample=5ms';
  UPDATE sample SET n = n * 2, elapsed_ns = elapsed_ns * 2 WHERE purpose = 1 AND cell_id = ($(cell slice/worse go1.27.4));
  UPDATE sample SET mallocs = n * 10 WHERE purpose = 0 AND cell_id = ($(cell slice/better go1.9.2));
  INSERT INTO sample SELECT cell_id, seq + 5000, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, n * 13, bytes,
    gc_count, gc_pause_ns FROM sample WHERE purpose = 0 AND cell_id = ($(cell slice/better go1.9.2));
  INSERT INTO case_file SELECT NULL, case_name, 'other', family, file, kind, title, question, why, answer, source FROM case_file
    WHERE case_name = 'map/broken';
  UPDATE cell SET case_file_id = (SELECT max(id) FROM case_file) WHERE id = ($(cell map/broken go1.9.2))"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs,time
like "$out" "^allocs/op +slice/better +Better +10\.\.13 +0 .*\[[0-9]\]" "a count that is not deterministic is marked"
like "$out" "^\[[0-9]\] a\.\.b: not deterministic" "... with its footnote"
like "$out" "^ns/op +slice/worse .*suspected +\[[0-9]\]\[[0-9]\]\[[0-9]\]\[[0-9]\]" "a row may have several doubts"
like "$out" "^\[[0-9]\] different N: " "other numbers of iterations on the two sides"
like "$out" "^\[[0-9]\] timed on a busy machine \(session 1: load 3\.50 on 2 processors" "a machine that was busy"
like "$out" "^\[[0-9]\] timed without a processor of its own" "no processor of its own"
like "$out" "^Not compared, as the case was edited between the two measurements: map/broken; .goalloc run --go go1.9.2,go1.27.4" "an edited case"
is "$(printf '%s\n' "$out" | grep -oE '^\[[0-9]\]' | tr -d '\n')" "[1][2][3][4][5][6]" "footnotes come in order, each once"

# the same change in several modes is one row
cp "$T/plain.db" "$T/modes.db"
sql "$T/modes.db" "INSERT INTO cell (id, toolchain_id, goarch, mode, case_name, case_file_id, session_id, key, status, reason, stages, flags,
    environment, binary_sha256, build_ms) SELECT id + 1000, toolchain_id, goarch, 'noinline', case_name, case_file_id, session_id, key, status,
    reason, stages, '-l', environment, binary_sha256, build_ms FROM cell;
  INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns)
    SELECT cell_id + 1000, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns
    FROM sample"
run goalloc --db "$T/modes.db" compare 1.9.2 latest --mode all --metric allocs
like "$out" "^allocs/op +slice/worse +Worse +default, noinline +0 +2 " "the same change in two modes: one row that names them"
is "$(printf '%s\n' "$out" | grep -cE '^allocs/op')" 2 "... and no other"
like "$out" "^Changed: 4 differences \(2 worse, 2 better\) in 2 rows, each counted once a mode$" "... and counts that add up"
run goalloc --db "$T/modes.db" compare 1.9.2 latest --mode all --metric allocs --format csv
is "$(printf '%s\n' "$out" | grep -c 'allocs/op')" 4 "data keep a row for each"

# ---- trend ----
DB=$T/plain.db
run goalloc --db "$DB" trend
in_order "trend: a section per release, what it comes to at the end" "^What changed" "^go1.27.4 after go1.22.12: [0-9]+ differences? \(" "^allocs/op +slice/worse" \
  "^[0-9]+ differences.*; 1 of 3 releases changed something"
is "$(printf '%s\n' "$out" | sed -n 's/^go1.27.4 after go1.22.12: \([0-9]*\) .*/\1/p')" "$(printf '%s\n' "$out" | grep -cE '^(allocs/op|B/op|output|status) ')" \
  "a section has as many rows as it says"

# ---- status ----
run goalloc --db "$DB" status
in_order "status: cells, then what failed and why" "^toolchain +mode +ok" "^go1.9.2 +default" "^Done: 15 of 15 cells: 13 ok, 1 unsupported, 1 build_failed; 0 missing\.$" \
  "^Failed: 1 cell$" "go1.27.4 +default +map/broken +build_failed: undefined: x" "^Unsupported: 1 cell$" "generics/young +needs go1.18"
sql "$DB" "DELETE FROM sample WHERE cell_id IN ($(cell slice/worse go1.27.4)); DELETE FROM cell WHERE id IN ($(cell slice/worse go1.27.4));
  UPDATE cell SET stages = stages & 3 WHERE case_name = 'slice/better'"
run goalloc --db "$DB" status
like "$out" "^Done: 14 of 15 cells: 12 ok, 1 unsupported, 1 build_failed; 1 missing\.$" "a cell that is missing"
in_order "... with the command that measures it" "^Missing: 1 cell$" "go1.27.4 +default +slice/worse +goalloc run --go 1.27.4 --mode default --match slice/worse$"
like "$out" "3 +go1.9.2 .. go1.27.4 +default +slice/better +not timed: goalloc run --only time --go 1.9.2,1.22.12,1.27.4 --mode default --match slice/better$" "cells that were not timed, in one row"

# ---- explain ----
run goalloc --db "$T/plain.db" --color always explain slice/better
like "$out" "$ESC" "explain has colours"
run goalloc --db "$T/plain.db" explain slice/better --width 30
is "$(printf '%s\n' "$out" | awk 'length > 30' | wc -l)" 0 "explain --width 30 is kept to"
like "$out" "said heap make" "... what was said stands in a line of its own"

# ---- progress ----
draw="$GOALLOC --db $T/plain.db plot --output $T/plots"
# shellcheck disable=SC2086
run on --width 80 --stdout "$T/plot.out" $draw
like "$(printf '%s' "$out" | tr '\r' '\n')" "figures \[[#-]{20}\] [0-9]+ of [0-9]+" "progress on a terminal: a bar, done and in all"
is "$(printf '%s' "$out" | tr -d '\r' | sed "s/.*$ESC\[J//" | tr -d '\n')" "" "... and nothing is left of it"
is "$(printf '%s' "$out" | sed "s/$ESC\[[A-Z]//g" | tr -d '\n' | tr '\r' '\n' | awk 'length > 79' | wc -l)" 0 "... within the terminal's width"
like "$(cat "$T/plot.out")" "heatmap" "the result goes where it should"
# figures not drawn yet: the terminal has its new width long before the next line
run on --width 100 --resize 24 --stdout /dev/null "$GOALLOC" --db "$T/plain.db" plot --output "$T/plots-narrow"
like "$out" "$ESC\[A" "a terminal made narrower: all its lines are taken back"
is "$(printf '%s' "$out" | sed "s/$ESC\[[A-Z]//g" | tr -d '\n' | tr '\r' '\n' | tail -n +2 | awk 'length > 23' | wc -l)" 0 "... and the new width is kept to"
# shellcheck disable=SC2086
run $draw
like "$err" "^figures: done [0-9]+ of [0-9]+.* \([0-9.]+ .*s\)$" "progress without a terminal: a line when a stage ends"
unlike "$err" "$ESC|"$'\r' "... a plain one"
# shellcheck disable=SC2086
run on --width 80 --stdout /dev/null env TERM=dumb $draw
unlike "$out" "$ESC" "TERM=dumb: lines on a terminal, too"
like "$out" "figures: done" "... that say the same"
for words in "-q" "--progress none"; do
  # shellcheck disable=SC2086
  run on --width 80 --stdout /dev/null "$GOALLOC" $words --db "$T/plain.db" plot --output "$T/plots"
  is "$out" "" "$words: nothing"
done
done_testing
