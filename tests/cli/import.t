#!/usr/bin/env bash
# goalloc import: logs that people have kept become cells of their own, told apart from what was measured.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/imported.db
cd "$T" || exit 1

cat > old.txt <<'END'
goos: linux
goarch: amd64
pkg: example.com/a/b
cpu: Some CPU @ 3 GHz
BenchmarkX-8   	 1000000	      1052 ns/op	      16 B/op	       2 allocs/op
BenchmarkX-8   	 1000000	      1040.5 ns/op	      16 B/op	       2 allocs/op
BenchmarkSub/size=10-8  	 2000	 99 ns/op	 64 B/op	 1 allocs/op
PASS
ok  	example.com/a/b	3.1s
END
sed 's/2 allocs/1 allocs/; s/1052/2104/; s/1040.5/2080/' old.txt > new.txt
cat > said-old.txt <<'END'
# example.com/a/b
./x.go:7:10: make([]int, n) escapes to heap
./y.go:9:2: moved to heap: v
# example.com/a/c
c/x.go:7:10: leaking param: p
END
sed 's/n) escapes to heap/n) does not escape/' said-old.txt > said-new.txt

run goalloc --db "$DB" import old.txt said-old.txt --go 1.21.13 --format csv
is "$status" 0 "import"
is "$(printf '%s\n' "$out" | tr -d '\r')" "file,case_name,go,mode,benchmarks,samples,decisions,state
old.txt,imported/example.com+a+b,go1.21.13,default,2,6,0,imported
said-old.txt,imported/example.com+a+b,go1.21.13,default,0,0,2,imported
said-old.txt,imported/example.com+a+c,go1.21.13,default,0,0,1,imported" "a row for each package of each log"
is "$err" "" "nothing to warn of"
is "$(sql "$DB" "SELECT benchmark, purpose, block, n, elapsed_ns, mallocs, bytes, ns_per_op FROM samples ORDER BY benchmark, purpose, block")" \
  "BenchmarkSub/size=10|allocs|0|2000|198000|2000|128000|99.0
BenchmarkSub/size=10|time|0|2000|198000|2000|128000|99.0
BenchmarkX|allocs|0|1000000|1052000000|2000000|16000000|1052.0
BenchmarkX|allocs|1|1000000|1040500000|2000000|16000000|1040.5
BenchmarkX|time|0|1000000|1052000000|2000000|16000000|1052.0
BenchmarkX|time|1|1000000|1040500000|2000000|16000000|1040.5" "totals over the iterations"
is "$(sql "$DB" "SELECT DISTINCT origin FROM cells")" imported "cells say where they are from"
is "$(sql "$DB" "SELECT go, source, digest, trust FROM toolchains")" "go1.21.13|import||" "so does the toolchain, for which nobody vouches"
like "$(sql "$DB" "SELECT command_line, cpu FROM sessions")" "import.*\|Some CPU @ 3 GHz$" "so does the session"
is "$(sql "$DB" "SELECT file, holds FROM imported_logs WHERE case_name LIKE '%+b' ORDER BY file")" "old.txt|results
said-old.txt|decisions" "and the logs are named"

run goalloc --db "$DB" import new.txt said-new.txt --go go1.22.5
is "$status" 0 "another release"
run goalloc --db "$DB" compare 1.21.13 1.22.5 --format csv
like "$out" ',allocs/op,imported/example.com\+a\+b,X,default,2,1,' "their allocations are compared"
like "$out" 'no longer escapes' "... with what the compiler said as the cause"
run goalloc --db "$DB" compare 1.21.13 1.22.5 --metric time --fail-on time --format json
is "$status" 4 "times twice as long are no verdict: nothing was timed side by side"
unlike "$out" '"(slower|faster|same)"' "... none at all"
like "$err" "of 2 time comparisons, 2 are of imported logs \(1 to 2 samples a side\): not taken side by side.*export --format bench --match 'imported/\*'.*benchstat" "... it says what they allow instead"
run goalloc --db "$DB" compare 1.21.13 1.22.5 --metric time
unlike "$out" "goalloc run --only time" "nothing asks to time a log again"
like "$(printf '%s' "$out" | tr '\n' ' ')" "2 are of imported logs \(1 to 2 samples a side\).*benchstat -col go" "... but names who compares samples that are no pairs"
run goalloc --db "$DB" compare 1.21.13 1.22.5 --metric time --format json --with-summary
like "$out" '"unpaired": 2, "imported": 2,' "... and the summary counts them"
run goalloc --db "$DB" compare 1.21.13 1.22.5 --verdicts --format csv
like "$out" "imported: not taken side by side \(2 and 2 samples\)" "each verdict says so"

# what the compiler said is shown by file and line: there is no source
run goalloc --db "$DB" explain imported/example.com+a+b
is "$(printf '%s\n' "$out" | sed -n '/^[* ] *[a-z]*\.go:/,/^$/p' | grep -v '^$')" "*  x.go:7
        : go1.21.13  heap make([]int, n)
        : go1.22.5   stack make([]int, n)
   y.go:9
        : both       heap v" "explain shows the decisions of both releases, by file and line"
like "$(printf '%s' "$out" | tr '\n' ' ')" "the source is not known here" "... and says why there is no source"
like "$out" "X: 2 -> 1 allocs/op" "... and the counts behind them"
run goalloc --db "$DB" explain imported/example.com+a+b --format csv
is "$(printf '%s\n' "$out" | tr -d '\r' | sed -n '/,x.go$/p')" '7,go1.21.13,,"heap make([]int, n)",,,,,,true,,imported/example.com+a+b,default,x.go
7,go1.22.5,,"stack make([]int, n)",,,,,,true,,imported/example.com+a+b,default,x.go' "... as rows, too"
run goalloc --db "$DB" explain imported/example.com+a+c
like "$out" "Nothing is said to be on the heap" "what leaks is no allocation"
run goalloc --db "$DB" explain imported/example.com+a+c --all
like "$out" ": go1.22.5  leaks p" "... --all shows it"
# two files with the same words in the same line are two places
printf '# p\n./a.go:7:2: moved to heap: v\n./b.go:7:2: moved to heap: v\n' > two-old.txt
printf '# p\n/home/x/p/a.go:7:2: moved to heap: v\n' > two-new.txt
goalloc --db "$T/two.db" import two-old.txt --go 1.21.13 >/dev/null
goalloc --db "$T/two.db" import two-new.txt --go 1.22.5 >/dev/null
run goalloc --db "$T/two.db" compare 1.21.13 1.22.5 --metric escape --format csv
is "$(printf '%s\n' "$out" | grep -c ',b.go:7,') $(printf '%s\n' "$out" | wc -l)" "1 2" "a statement is gone from one of two files"

# a history is of what was measured
run goalloc --db "$DB" export --format history
is_error 3 "no counts match .*\(what was imported is left out without --imported\)" "a history has no imported counts"
run goalloc --db "$DB" export --format history --imported
like "$out" "^imported/example.com\+a\+b" "... but with --imported"
run goalloc --db "$DB" export --format csv --imported
is_error 2 "--imported is for --format history" "other formats have all samples anyway"

printf 'pkg: t\nBenchmarkT 2000 50 ns/op\n' > t-old.txt
printf 'pkg: t\nBenchmarkT 2000 60 ns/op 16 B/op 1 allocs/op\n' > t-new.txt
goalloc --db "$T/t.db" import t-old.txt --go 1.21.13 >/dev/null
goalloc --db "$T/t.db" import t-new.txt --go 1.22.5 >/dev/null
run goalloc --db "$T/t.db" compare 1.21.13 1.22.5 --fail-on allocs --format csv
unlike "$out" "allocs/op" "a log without -benchmem says nothing of allocations"
is "$status" 0 "... so that nothing is said to have become worse"

before=$(sql "$DB" "SELECT count(*), sum(elapsed_ns) FROM samples")
goalloc --db "$T/twice.db" import new.txt new.txt --go 1.22.5 >/dev/null
is "$(sql "$T/twice.db" "SELECT count(*) FROM samples")" 6 "a log twice on one command line counts once"
run goalloc --db "$DB" import new.txt --go 1.22.5 --format csv
like "$out" "known already" "a log twice"
is "$(sql "$DB" "SELECT count(*), sum(elapsed_ns) FROM samples") $(sql "$DB" "SELECT count(*) FROM sessions")" "$before 2" "... changes nothing"
sed 's/1000000/3000000/' new.txt > more.txt
run goalloc --db "$DB" import more.txt --go 1.22.5 --format csv
is "$(sql "$DB" "SELECT count(*) FROM samples WHERE go = 'go1.22.5' AND benchmark = 'BenchmarkX' AND purpose = 'time'")" 4 "another log of the same release adds up"

# what was measured stays what it is
M=$T/measured.db
"$FIXTURE" "$M"
measured() { sql "$M" "SELECT go, source, digest, trust FROM toolchains WHERE source <> 'import'; SELECT go, mode, case_name, key, stages FROM cells WHERE origin = 'measured'"; }
before=$(measured)
go=$(sql "$M" "SELECT go FROM toolchains WHERE NOT local ORDER BY version_order LIMIT 1")
run goalloc --db "$M" import old.txt --go "$(sql "$M" "SELECT iif(go GLOB '*.*.*', go, go || '.0') FROM toolchains WHERE go = '$go'")"
is "$status" 0 "a log of a release that was measured, too"
is "$(measured)" "$before" "... leaves its toolchain and cells alone"
is "$(sql "$M" "SELECT go, origin FROM cells WHERE case_name LIKE 'imported/%'")" "$go|imported" "... and is told apart"
is "$(goalloc --db "$M" export --format history | grep -c '^imported/') $(goalloc --db "$M" export --format history --imported | grep -c '^imported/')" "0 2" "... also by the history"
run goalloc --db "$M" trend --format markdown
unlike "$out" "Some CPU" "the page names the machine that measured, not the log's"
sql "$M" "UPDATE cell SET case_name = 'imported/example.com+a+b' WHERE id = (SELECT id FROM cell JOIN (SELECT case_name AS n, go AS g FROM cells WHERE origin = 'measured' AND mode = 'default' AND go <> '$go' LIMIT 1) ON case_name = n AND mode = 'default' AND toolchain_id = (SELECT id FROM toolchain WHERE go = g))"
other=$(sql "$M" "SELECT go FROM cells WHERE case_name = 'imported/example.com+a+b' AND origin = 'measured'")
before=$(measured)
run goalloc --db "$M" import old.txt --go "$other"
is_error 2 "old.txt.*was measured by goalloc with $other" "a log never replaces what was measured"
is "$(measured)" "$before" "... nor part of it"

# our own export comes back as it was
goalloc --db "$DB" export --format bench --go 1.22.5 > own.txt
run goalloc --db "$T/again.db" import own.txt --go 1.22.5
is "$status" 0 "goalloc's own export"
is "$(sql "$T/again.db" "SELECT case_name, benchmark, purpose, n, elapsed_ns, iif(purpose = 'allocs', mallocs, 0) FROM samples ORDER BY 1, 2, 3, 4, 5")" \
  "$(sql "$DB" "SELECT replace(replace(case_name, '+', '++'), 'imported/', 'imported/imported+'), benchmark, purpose, n, iif(purpose = 'allocs', 0, elapsed_ns), iif(purpose = 'allocs', mallocs, 0) FROM samples WHERE go = 'go1.22.5' ORDER BY 1, 2, 3, 4, 5")" "... with the same samples"
run goalloc --db "$T/again.db" import own.txt --go 1.22.6
is_error 2 "results of go1.22.5, and --go says go1.22.6" "... but not as another release"

# an old log names its package behind its results; one names none
printf 'PASS\nBenchmarkA\t 2000\t 5 ns/op\t 8 B/op\t 1 allocs/op\nok  \texample.com/x\t1s\n' > ancient.txt
printf 'BenchmarkA-4 500 5 ns/op\nBenchmarkB-4 500 7 ns/op\n' > bare.txt
run goalloc --db "$T/b.db" import ancient.txt --go 1.4.3 --format csv
like "$out" "imported/example.com\+x,go1.4.3" "a log of go1.4"
run goalloc --db "$T/b.db" import bare.txt --go 1.8.0 --package my/project --mode v3 --format csv
like "$out" "imported/my\+project,go1.8,v3,2" "--package and --mode say what the log does not"

# hostile and broken
# shellcheck disable=SC2016 # it must stand there as it is
{ printf 'pkg: ../../etc/<b>$(x)\n'; printf 'BenchmarkX-8 10 5 ns/op 7 hits/s\nBenchmarkX-8 10 5\nBenchmarkY 99999999999999999999 1 ns/op\n'; head -c 20000 /dev/urandom; } > hostile.txt
run goalloc --db "$T/h.db" import hostile.txt --go 1.22.5
is "$status" 0 "a broken log gives what is whole"
like "$out" "imported/\.\.\+\.\.\+etc\+_b_" "no case of it has a name that is a path or markup"
like "$err" "2 lines begin like results but are cut or broken \(the first is line 3\)" "broken lines are counted, the first is named"
like "$err" "other units are left out: hits/s" "so are units that are not read"
echo "nothing of interest" > empty.txt
run goalloc --db "$T/n.db" import old.txt empty.txt --go 1.22.5
is_error 3 "empty.txt holds neither results .* nor words of the compiler" "a file that is no log"
if [ ! -e "$T/n.db" ]; then pass "nothing of the others is recorded then"; else fail "nothing of the others is recorded then"; fi
printf '%s\n' '{"Time":"x","Action":"output","Package":"p","Output":"BenchmarkX 1 1 ns/op\n"}' > json.txt
run goalloc --db "$T/n.db" import json.txt --go 1.22.5
is_error 3 "go test -json.*jq" "go test -json says what to do"
run goalloc --db "$T/n.db" import missing.txt --go 1.22.5
is_error 3 "missing.txt" "a file that is not there"
run goalloc --db "$T/n.db" import old.txt
is_error 2 "--go VERSION is missing" "without --go"
run goalloc --db "$T/n.db" import old.txt --go 1.22
is_error 2 "1.22 does not say which patch" "a minor is no release"
run goalloc --db "$T/n.db" import old.txt --go latest
is_error 2 "'latest' is no exact version" "nor is a name"
done_testing
