#!/usr/bin/env bash
# Reading commands over a database with known contents (tests/tools/fixture.c).
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

run goalloc --db "$DB" compare 1.9.2 1.27.4 --format csv
is "$status" 0 "compare succeeds without --fail-on"
like "$out" "allocs/op,slice/better,Better,default,1,0,-1,better,.*make" "an allocation that vanished, with what the compiler said"
like "$out" "allocs/op,slice/worse,Worse,default,0,2,\+2,worse" "allocations that appeared"
like "$out" "string/program" "a program whose output changed"
like "$out" "map/broken.*undefined: x|map/broken.*build_failed" "a case that no longer builds"
unlike "$out" "generics/young" "a case the old release is too young for is no change"
run goalloc --db "$DB" compare 1.9.2 1.22 --format csv
is "$(printf '%s\n' "$out" | wc -l)" 1 "no difference where only addresses differ; 1.22 is its newest patch measured"
run goalloc --db "$DB" compare 1.9.2 latest --metric escape --format csv
like "$out" "slice/better.*does not escape|slice/better.*gone" "escape decisions that changed"
like "$out" "better_test.go:12" "... with their place"
run goalloc --db "$DB" compare 1.9.2 latest --fail-on allocs
is "$status" 1 "--fail-on: a regression exits with 1"
run goalloc --db "$DB" compare latest 1.9.2 --match slice/worse --fail-on allocs
is "$status" 0 "--fail-on: an improvement exits with 0"
run goalloc --db "$DB" compare 1.13 latest
is_error 3 "1.13 was not measured \(measured: go1.9.2, go1.22.12, go1.27.4\).*goalloc run --go 1.13" "a release that was not measured"
cp "$DB" "$T/modes.db"
sqlite3 "$T/modes.db" "UPDATE cell SET mode = 'noopt' WHERE toolchain_id = (SELECT id FROM toolchain WHERE go = 'go1.27.4')"
run goalloc --db "$T/modes.db" compare 1.9.2 latest --mode all
is_error 3 "nothing was measured with both go1.9.2 and go1.27.4" "latest is the newest release measured"
run goalloc --db "$T/modes.db" compare 1.9.2 latest
like "$out" "measured with both go1.9.2 and go1.22.12" "... in that mode"
run goalloc --db "$T/modes.db" compare 1.9.2 1.27
is_error 3 "1.27 was not measured \(measured: go1.9.2, go1.22.12\)" "what was measured in that mode is what is listed"
run goalloc --db "$DB" compare 1.9.2 latest --match no/such
is_error 3 "1.9.2 was not measured \(measured: nothing\)" "... and of those cases"
for format in text markdown html latex json; do
  run goalloc --db "$DB" compare 1.9.2 latest --format "$format"
  is "$status" 0 "compare --format $format"
  like "$out" "better" "... has the case"
done

run goalloc --db "$DB" trend --format csv
like "$out" "^go1.27.4,go1.22.12,allocs/op,slice/better" "trend names the release and the one before"
unlike "$out" "^go1.22.12," "... and nothing where nothing changed"
run goalloc --db "$DB" trend slice/worse --format csv
unlike "$out" "slice/better" "trend NAME is about that case"
run goalloc --db "$DB" trend no/such
is_error 3 "no results for no/such" "trend of a case without results"
run goalloc --db "$DB" trend --summary
like "$out" "go1.27.4 .*slice/better.*better.*Better 1 -> 0" "the summary is a row per release and case"

run goalloc --db "$DB" status
like "$out" "1 cells failed" "status counts failures"
run goalloc --db "$DB" status --failed --format csv
like "$out" "map/broken,default,go1.27.4,build_failed,undefined: x" "status --failed says why"
run goalloc --db "$DB" status --unsupported --format csv
like "$out" "generics/young,default,go1.9.2,unsupported,needs go1.18" "status --unsupported"

run goalloc --db "$DB" export --format csv
like "$(printf '%s\n' "$out" | head -1)" "^go,goos,goarch,mode,case_name,benchmark,purpose,session,block,position,n,elapsed_ns,mallocs,bytes,gc_count,gc_pause_ns,ns_per_op,allocs_per_op,bytes_per_op" "export's columns"
like "$out" "^go1.27.4,linux,amd64,default,slice/worse,BenchmarkWorse,allocs,.*,1000,50000,2002,48064,0,0,50,2,48" "raw samples"
run goalloc --db "$DB" export --format bench --go go1.9.2 --match slice/better
like "$out" "^pkg: slice/better" "bench: configuration lines"
like "$out" "^BenchmarkBetter	1000	512 B/op	1 allocs/op$" "bench: a line a sample, with what it counted"
like "$out" "^BenchmarkBetter	1000	50[.0-9]* ns/op$" "... or how long it took"
run goalloc --db "$DB" export --format xml
is_error 2 "xml.*bench, csv, json" "export: unknown format"

run goalloc --db "$DB" plot --output "$T/plots"
is "$status" 0 "plot"
like "$(file -b "$T/plots/heatmap.png" 2>/dev/null || head -c4 "$T/plots/heatmap.png")" "PNG" "the heatmap is a PNG"
like "$(head -c5 "$T/plots/heatmap.pdf")" "%PDF" "... and a PDF"
like "$(head -c300 "$T/plots/heatmap.svg")" "<svg" "... and an SVG"
run env PATH="$T/nowhere" "$GOALLOC" --cache "$CACHE" --db "$DB" --progress none plot --output "$T/plots2"
is_error 3 "gnuplot.*install" "gnuplot missing: said, with what to do"
if [ -e "$T/plots2/heatmap.png" ]; then fail "... and nothing half-drawn"; else pass "... and nothing half-drawn"; fi
run goalloc --db "$DB" report --output "$T/report" --figures "$T/plots"
is "$status" 0 "report"
like "$(cat "$T/report/index.html")" "times: medians of random blocks" "the caption says how times were taken"
cp "$DB" "$T/untimed.db"
sqlite3 "$T/untimed.db" "DELETE FROM sample WHERE purpose = 1"
run env PATH="$T/nowhere" "$GOALLOC" --cache "$CACHE" --db "$T/untimed.db" --progress none report --output "$T/untimed"
like "$(cat "$T/untimed/index.html")" "counts over N" "... and how counts were"
unlike "$(cat "$T/untimed/index.html")" "times: medians" "... where there are no times, nothing of them"
like "$(cat "$T/report/index.html")" "slice/better" "the page has the cases"
run env PATH="$T/nowhere" "$GOALLOC" --cache "$CACHE" --db "$DB" report --output "$T/report2" --figures "$T/plots3"
is "$status" 0 "a report without gnuplot is a page without figures"
like "$err" "no figures.*gnuplot" "... and says so"
done_testing
