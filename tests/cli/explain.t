#!/usr/bin/env bash
# goalloc explain over a database with known contents (tests/tools/fixture.c), to which source, calls and sites are added.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
text() { sql "$DB" "INSERT INTO text(hash, text) SELECT 0, '$1' WHERE NOT EXISTS (SELECT 1 FROM text WHERE text = '$1')"; }
for t in f grow better_test.go worse_test.go makeslice newobject BenchmarkBetter BenchmarkWorse '' fmt.Sprint; do text "$t"; done
cell="(SELECT c.id FROM cell c JOIN toolchain t ON t.id = c.toolchain_id WHERE c.case_name = '%s' AND t.go = '%s')"
# shellcheck disable=SC2059 # the format is ours
cell_of() { printf "$cell" "$1" "$2"; }
id() { echo "(SELECT min(id) FROM text WHERE text = '$1')"; }
call() { # case go file line callee
  sql "$DB" "INSERT INTO runtime_call VALUES ($(cell_of "$1" "$2"), $4, $(id "$3"), $4, $(id f), $(id "$5"), 1)"
}
site() { # case go benchmark file line callee objects bytes
  sql "$DB" "INSERT INTO alloc_site (cell_id, seq, benchmark, function, file, line, callee, objects_per_op, bytes_per_op)
    VALUES ($(cell_of "$1" "$2"), $5, $(id "$3"), $(id f), $(id "$4"), $5, $(id "$6"), $7, $8)"
}
source_is() { sql "$DB" "UPDATE case_file SET source = $2 WHERE case_name = '$1'"; }
E="char(27)"
lines="'// a comment' || char(10) || 'package p' || char(10) || char(10) || 'func unused() {}' || char(10) || char(10)
  || '// f is measured.' || char(10) || 'func f(n int) {' || char(10) || char(9) || '// a ' || $E || '[31m red' || char(10)
  || char(9) || 'x := 1' || char(10) || char(9) || 'y := 2' || char(10) || char(9) || 'keep(x, y)' || char(10)
  || char(9) || 's := make([]int, n)' || char(10) || char(9) || 'show(s)' || char(10) || '}' || char(10) || char(10)
  || 'func BenchmarkBetter(b *testing.B) {' || char(10) || char(9) || 'for i := 0; i < b.N; i++ {' || char(10)
  || char(9) || char(9) || 'f(i)' || char(10) || char(9) || '}' || char(10) || '}' || char(10)"
source_is slice/better "$lines"
source_is slice/worse "$lines"
call slice/better go1.9.2 better_test.go 12 makeslice
call slice/better go1.22.12 better_test.go 12 makeslice
site slice/better go1.9.2 BenchmarkBetter better_test.go 12 '' 1 512
site slice/better go1.22.12 BenchmarkBetter better_test.go 12 '' 1 512
call slice/worse go1.27.4 worse_test.go 12 makeslice
site slice/worse go1.27.4 BenchmarkWorse worse_test.go 13 fmt.Sprint 2 48

run goalloc --db "$DB" explain slice/better
is "$status" 0 "explain succeeds"
like "$out" "^slice/better: A title" "the case's title"
like "$out" "^go1.22.12, go1.27.4; linux/amd64; mode default" "without --go: the releases around the newest change"
like "$out" "^\*     12 \|     s := make\(\[\]int, n\)$" "a changed line is marked, tabs are blanks"
like "$out" ": go1.22.12  heap make\(\[\]int, n\) +makeslice +1 obj 512 B$" "what the old one said, emitted, allocated"
like "$out" ": go1.27.4 +stack make\(\[\]int, n\) +- +-$" "... and the new one"
like "$out" "^ +9 \|     x := 1$" "the function is shown whole"
like "$out" "^ *6 \| // f is measured" "... with its comment"
unlike "$out" "unused|BenchmarkBetter\(" "functions of which nothing is known are not shown"
like "$out" '^ *8 \|     // a \\x1b\[31m red' "control characters are made visible"
unlike "$out" $'\x1b' "... and none is printed"
like "$out" "^\* Better +1 allocs 512 B +0 allocs 0 B$" "counts, the changed ones marked"
unlike "$out" "said_|allocated_" "said, emitted and happened agree: no finding"
like "$out" "go1.27.4, Better: 1 -> 0 allocs/op at line 12" "where the change is"

run goalloc --db "$DB" explain slice/better --go 1.9.2,1.22
like "$out" ": both +heap make" "releases that agree share a row"
unlike "$out" "^\*.* \|" "... and nothing is marked"
run goalloc --db "$DB" explain slice/better --go 1.9..1.27 --all
like "$out" "^go1.9.2, go1.22.12, go1.27.4;" "a range of releases"
like "$out" ": go1.22.12 += +=  +=$" "= is as in the release before"
like "$out" "unused" "--all shows the whole source"
run goalloc --db "$DB" explain slice/better --go 1.27.4
like "$out" ": go1.27.4 +stack" "a single release"

run goalloc --db "$DB" explain slice/worse --go 1.27.4
like "$out" "^ !    12 " "a line with a finding is marked"
like "$out" "^  said_heap_not_allocated: " "said, emitted, not allocated"
like "$out" "^    line 12: make\(\[\]int, n\)$" "... with its line"
like "$out" "^  allocated_in_callee: " "allocated in what is called"
like "$out" "2 obj 48 B in fmt.Sprint" "... which is named"
run goalloc --db "$DB" explain slice/worse --go 1.27.4 --format csv
like "$out" '^13,go1.27.4,Worse,,,2,48,fmt.Sprint,allocated_in_callee,false,' "csv: the callee and the finding"
text 'a/package.(*WithLongNames).methodThatAllocatesNow and a word or two more'
site slice/worse go1.27.4 BenchmarkWorse worse_test.go 14 'a/package.(*WithLongNames).methodThatAllocatesNow and a word or two more' 2 48
for width in 80 120; do
  run goalloc --db "$DB" explain slice/worse --go 1.27.4 --width "$width"
  is "$(printf '%s\n' "$out" | awk -v w="$width" 'length > w' | wc -l)" 0 "--width $width is kept to"
  like "$out" "two more" "... and nothing is lost"
done
sql "$DB" "DELETE FROM alloc_site WHERE cell_id = $(cell_of slice/worse go1.27.4)"
run goalloc --db "$DB" explain slice/worse --go 1.27.4
like "$out" ": go1.27.4 +heap make.* makeslice +\?$" "sites that were not recorded are unknown"
unlike "$out" "said_heap" "... and prove nothing"

run goalloc --db "$DB" explain slice/better --format csv
is "$(printf '%s\n' "$out" | head -1 | tr -d '\r')" "line,go,benchmark,said,emitted,objects_per_op,bytes_per_op,callee,findings,changed,source,case_name,mode,file" "csv: the columns"
like "$out" '^12,go1.22.12,Better,"heap make\(\[\]int, n\)",makeslice,1,512,,,true,"	s := make\(\[\]int, n\)",slice/better,default' "csv: a row"
like "$out" '^12,go1.27.4,,"stack make\(\[\]int, n\)",,,,,,true,' "csv: a row without an allocation"
for format in markdown html latex json; do
  run goalloc --db "$DB" explain slice/better --format "$format"
  is "$status" 0 "--format $format"
  like "$out" "make" "... has the line"
done
run goalloc --db "$DB" explain slice/better --benchmark Better --format json
like "$out" '"benchmark": ?"Better"' "--benchmark"
run goalloc --db "$DB" explain slice/better --benchmark Worse
is_error 2 "no benchmark 'Worse'" "a benchmark that is none"

run goalloc --db "$DB" explain slice/beter
is_error 3 "no results for a case 'slice/beter'; there are some for slice/better" "a name that is nearly one"
run goalloc --db "$DB" explain nothing/like_it
is_error 3 "no results for a case.*goalloc case list" "a name that is none"
run goalloc --db "$DB" explain slice/better --go 1.13
is_error 3 "1.13 was not measured \(measured: go1.9.2, go1.22.12, go1.27.4\)" "a release that was not measured"
run goalloc --db "$DB" explain slice/better --mode noopt
is_error 3 "slice/better has no results in the mode noopt" "a mode that was not measured"
run goalloc --db "$DB" explain slice/better --go ,
is_error 2 "which releases" "no release"
run goalloc --db "$DB" explain slice/better --format xml
is_error 2 "xml" "an unknown format"
run goalloc --db "$DB" explain
is_error 2 "explain" "no name"
run goalloc --db "$DB" explain map/broken --go 1.22,1.27.4
is "$status" 0 "a release that failed"
like "$out" "go1.27.4 is left out: build_failed: undefined: x" "... is left out, with the reason"
run goalloc --db "$DB" explain generics/young --go 1.9.2
is_error 3 "needs go1.18" "nothing but unsupported releases"
run goalloc --db "$DB" explain string/program
is "$status" 0 "a program case"
like "$out" "A program: " "... says what it is"

sql "$DB" "INSERT INTO case_file SELECT NULL, case_name, 'other', family, file, kind, title, question, why, answer, 'package q'
  FROM case_file WHERE case_name = 'slice/better';
  UPDATE cell SET case_file_id = (SELECT max(id) FROM case_file) WHERE id = $(cell_of slice/better go1.9.2)"
run goalloc --db "$DB" explain slice/better --go 1.9.2,1.22
is "$status" 0 "a case that was edited between two releases"
like "$out" "go1.9.2 is left out: it was measured with another text" "... is shown as the newest has it, and said"
unlike "$out" ": go1.9.2|: both" "... without aligning the other"
done_testing
