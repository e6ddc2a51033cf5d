#!/usr/bin/env bash
# Exports that others' tools accept: Go's benchmark format for benchstat, csv and json.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/times.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

# times CASE GO BLOCKS PERCENT: a sample in each block, in one session; noise that is the same in every run of this test
times() {
  sqlite3 "$DB" "WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < $3)
    INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes,
      gc_count, gc_pause_ns)
    SELECT c.id, 1000 + i, (SELECT min(id) FROM session), s.benchmark, 0, 1, i, 0, 300,
      CAST((1000000 + 100000 * (i % 4)) * (1 + $4 / 100.0) + 7919 * (i * i * length('$2$1') % 13) AS INTEGER), 300 * 77, 300 * 999, 0, 0
    FROM b, cell c JOIN toolchain t ON t.id = c.toolchain_id JOIN sample s ON s.cell_id = c.id
    WHERE t.go = '$2' AND c.case_name = '$1' AND s.seq = (SELECT min(seq) FROM sample WHERE cell_id = c.id)"
}
sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 1"
times slice/worse go1.9.2 12 0
times slice/worse go1.27.4 12 2
times slice/better go1.9.2 11 0
times slice/better go1.27.4 11 -5
run goalloc --db "$DB" export --format bench
cp "$T/.out" "$T/unconfirmed.txt"
compare() { goalloc --db "$DB" compare 1.9.2 latest --metric time,allocs,bytes --match 'slice/*' --format csv; }
compare >"$T/unconfirmed.csv"
# confirmations decide where there are any: another clock here, so that they cannot be taken for the others
sqlite3 "$DB" "INSERT INTO sample SELECT cell_id, seq + 5000, session_id, benchmark, ordinal, 2, block, position, n, elapsed_ns * 3, mallocs, bytes,
  gc_count, gc_pause_ns FROM sample WHERE purpose = 1"

run goalloc --db "$DB" export --format bench
is "$status" 0 "export --format bench"
cp "$T/.out" "$T/all.txt"
for key in go mode goos goarch pkg cpu purpose; do like "$out" "^$key: ." "a configuration line $key"; done
is "$(grep -c ' ns/op' "$T/all.txt") $(grep -cE '^Benchmark(Worse|Better).* 77 allocs/op' "$T/all.txt")" "92 0" "a timed process's line has the time alone"
like "$out" "^BenchmarkBetter	1000	512 B/op	1 allocs/op" "one that counts has the counts alone"
is "$(grep -vE '^(Benchmark[^ ]*	[0-9]+(	[0-9.e+]+ [A-Za-z]+/op)+|[a-z]+: .*|)$' "$T/all.txt")" "" "nothing but lines of the format"

goalloc --db "$DB" export --format csv >"$T/samples.csv"
compare >"$T/confirmed.csv"
if command -v benchstat >/dev/null; then
  for purpose in time confirm; do
    sides='go:(go1.9.2 OR go1.27.4)'
    text=$T/all.txt figures=$T/confirmed.csv
    [ "$purpose" = time ] && text=$T/unconfirmed.txt figures=$T/unconfirmed.csv
    benchstat -col go -filter "$sides purpose:$purpose" -format csv "$text" >"$T/stat.csv" 2>"$T/stat.err"
    is "$(cat "$T/stat.err")" "" "$purpose: benchstat reads it without a warning"
    benchstat -col go -filter "$sides purpose:(allocs OR $purpose)" -format csv "$text" >"$T/stat.csv" 2>"$T/stat.err"
    is "$(grep -vE 'need >= [0-9]+ samples|all samples are equal|(summaries|ratios) must be >0' "$T/stat.err")" "" "... and the counts with none but that there are few"
    run python3 "$TESTS/tools/agree_benchstat.py" "$T/stat.csv" "$figures" "$T/samples.csv" go1.9.2 go1.27.4 "$purpose"
    is "$status: $out" "0: 12 medians, 2 p-values of each kind: 0 wrong" "... medians agree, and each p-value with its own test"
  done
else
  pass "benchstat # SKIP no benchstat: go install golang.org/x/perf/cmd/benchstat@latest"
fi

run goalloc --db "$DB" export --format datasette
is "$status" 0 "export --format datasette"
cp "$T/.out" "$T/metadata.json"
cat > "$T/complete.py" <<'END'
import json, sqlite3, sys
(name, database), = json.load(open(sys.argv[1]))["databases"].items()
db = sqlite3.connect(sys.argv[2])
told, wrong = database["tables"], []
for kind, name_ in db.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"):
    entry = told.pop(name_, {})
    if kind == "table":
        if entry != {"hidden": True}:
            wrong.append(f"table {name_} is not hidden")
        continue
    columns = [c[1] for c in db.execute(f'PRAGMA table_info("{name_}")')]
    described = entry.get("columns", {})
    if not entry.get("description") or entry.get("hidden"):
        wrong.append(f"views.tsv has no line for view {name_}")
    wrong += [f"views.tsv has no line for {name_}.{c}" for c in columns if not described.get(c)]
    wrong += [f"{name_} has no column {c}, but views.tsv has" for c in described if c not in columns]
wrong += [f"there is no {n}" for n in told]
print(name, len(wrong), *wrong, sep="\n")
END
is "$(python3 "$T/complete.py" "$T/metadata.json" "$DB")" "times
0" "every view and column is described, every private table hidden"

# what a database from elsewhere says of itself makes no lines and no fields
sqlite3 "$DB" "UPDATE text SET text = 'BenchmarkEvil 1 1 ns/op' || char(10) || 'pkg: other' WHERE text = 'BenchmarkWorse';
  UPDATE session SET cpu = 'a' || char(10) || 'go: go9.9'"
run goalloc --db "$DB" export --format bench
is "$(printf '%s\n' "$out" | grep -E '^(go: go9.9|pkg: other)')" "" "names and settings cannot forge lines"
like "$out" '^BenchmarkEvil_1_1_ns/op_pkg:_other	' "... a name stays one word"
done_testing
