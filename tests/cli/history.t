#!/usr/bin/env bash
# The history as data, and the page of changes, from a database with known contents (tests/tools/fixture.c).
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

run goalloc --db "$DB" export --format history
is "$status" 0 "export --format history"
printf '%s\n' "$out" > "$T/history.tsv"
like "$out" "^#releases	go1.9.2	go1.22.12	go1.27.4$" "it names the releases"
like "$out" "^slice/better	BenchmarkBetter	default	go1.9.2	go1.22.12	1	512$" "a run of equal figures is a line"
like "$out" "^slice/better	BenchmarkBetter	default	go1.27.4	go1.27.4	0	0$" "... and a change begins another"
like "$out" "^generics/young	BenchmarkYoung	default	go1.9.2	go1.9.2	unsupported	unsupported$" "what has no count says why"
run goalloc --db "$DB" status --against "$T/history.tsv"
is "$status" 0 "the same database reproduces it"
like "$out" "12 of the 12 figures in .* compared: 0 differences" "... in every figure"

sed 's/	0	0$/	3	0/' "$T/history.tsv" > "$T/other.tsv"
run goalloc --db "$DB" status --against "$T/other.tsv" --format csv
is "$status" 1 "another count: exit code 1"
like "$out" "^slice/better,Better,default,go1.27.4,\"3 allocs/op, 0 B/op\",\"0 allocs/op, 0 B/op\"" "... and listed"
run goalloc --db "$DB" status --against "$T/other.tsv" --match 'generics/*'
is "$status" 0 "--match compares only these cases"
run goalloc --db "$DB" status --against "$T/other.tsv" --match 'no/such'
is_error 3 "no counts match.*goalloc run" "nothing to compare is no success"
sed 's/	512$/	500..512/' "$T/history.tsv" > "$T/range.tsv"
run goalloc --db "$DB" export --format history --widen "$T/range.tsv"
like "$out" "^slice/better	BenchmarkBetter	default	go1.9.2	go1.22.12	1	500..512$" "--widen keeps the older file's ranges"

printf 'case\tallocs\n' > "$T/bad.tsv"
run goalloc --db "$DB" status --against "$T/bad.tsv"
is_error 3 "bad.tsv is no history as .*line 1" "a file that is none"
run goalloc --db "$DB" status --against "$T/missing.tsv"
is_error 3 "missing.tsv" "a file that is not there"
run goalloc --db "$DB" export --widen "$T/history.tsv"
is_error 2 "--widen is for --format history" "--widen without a history"
run goalloc --db "$DB" export --format history --go latest
is_error 2 "without --go" "a history of one release"

run goalloc --db "$DB" trend --format markdown
is "$status" 0 "trend --format markdown is the page"
like "$out" "^\| \[go1.27.4\]\(#go1.27.4\) \| 1 \| 1 \| 0 \|" "its table counts by release and links"
like "$out" "^## go1.27.4$" "a heading for each release"
like "$out" "^- \*\*slice/better\*\* Better 1 → 0 .*— line 12: make" "a line for each change, with what shows why"
like "$out" "^- \*\*string/program\*\* b b 0xc000777.* → a b 0xc000777" "programs that print otherwise"
run goalloc --db "$DB" trend --summary --format markdown
like "$out" "^\| go1.27.4 \| slice/better \| better \|" "--summary stays a table"
done_testing
