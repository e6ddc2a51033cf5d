#!/usr/bin/env bash
# One allocation more, and one size class more, are found in every benchmark of cases of many kinds, in old and new releases:
# put into copies of the cases, measured under the name of another toolchain, compared. Where nothing was put in, nothing is found.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
names='append/growth_factor bufio/scanner channel/blocking closure/capture defer/inside_loop errors/construct fmt/sprint_family
  goroutine/start interface/conversion json/small_struct map/size_hint slice/make_large string/concat strconv/numbers sync/pool_buffer'
known=()
for name in $names; do if [ -f "cases/${name}_test.go" ]; then known+=("$name"); fi; done
if [ ${#known[@]} -ge 10 ]; then pass "ten cases to put something into: ${#known[@]}"; else fail "ten cases to put something into" "${known[*]}"; fi

copies() { # folder size: copies of the cases whose loops allocate that many bytes more
  local name
  for name in "${known[@]}"; do
    mkdir -p "$1/$(dirname "$name")"
    awk -v size="$2" '{ print }
      size && /for i := 0; i < b.N; i\+\+ \{/ { print "\t\tgoallocMore = new([" size "]byte)" }
      END { if (size) print "\nvar goallocMore *[" size "]byte" }' "cases/${name}_test.go" > "$1/${name}_test.go"
  done
}
copies "$T/plain" 0
copies "$T/again" 0
copies "$T/more" 64
copies "$T/class" 65 # takes the class of 80
while IFS=$'\t' read -r go _ goroot; do
  [ "$go" = go1.9.2 ] && continue
  DB=$T/$go.db
  for which in plain again more class; do
    run goalloc --db "$DB" run --go "$which=$goroot" --cases "$T/$which" --only allocs --mode default
    is "$status" 0 "$go: the cases are counted ($which)"
  done
  # an edited case is not compared with what it was: here it is the same case, in which something happened
  sql "$DB" "UPDATE cell SET case_file_id = (SELECT min(f.id) FROM case_file f WHERE f.case_name = cell.case_name)"
  all=$(sql "$DB" "SELECT count(*) FROM (SELECT DISTINCT case_name, benchmark FROM samples WHERE go = 'plain')")
  run goalloc --db "$DB" compare plain again --metric allocs,bytes --format csv
  is "$(printf '%s\n' "$out" | wc -l)" 1 "$go: measured again, nothing is found in $all benchmarks"
  run goalloc --db "$DB" compare plain more --metric allocs --fail-on allocs --format csv
  is "$status" 1 "$go: one allocation more is a regression"
  is "$(printf '%s\n' "$out" | tail -n +2 | wc -l)" "$all" "... found in each of $all benchmarks"
  run goalloc --db "$DB" compare more class --metric allocs --format csv
  is "$(printf '%s\n' "$out" | wc -l)" 1 "$go: a larger object is no allocation more"
  run goalloc --db "$DB" compare more class --metric bytes --fail-on bytes --format csv
  is "$status" 1 "$go: one size class more is a regression"
  # what is not found is known as a range: of the longest samples not all print the same, or blocks that are none of the
  # operation's may be as much as a class (1024 bytes each, says analysis/step.c)
  printf '%s\n' "$out" | tail -n +2 | cut -d, -f4,5 | sort > "$T/found"
  sql "$DB" "SELECT case_name || ',' || substr(benchmark, 10) FROM samples s WHERE go IN ('more', 'class') AND n = (SELECT max(n)
    FROM samples l WHERE l.go = s.go AND l.case_name = s.case_name AND l.benchmark = s.benchmark)
    GROUP BY case_name, benchmark HAVING max(CASE go WHEN 'more' THEN bytes / n END) = min(CASE go WHEN 'more' THEN bytes / n END)
    AND max(CASE go WHEN 'class' THEN bytes / n END) = min(CASE go WHEN 'class' THEN bytes / n END)
    AND max(mallocs % n * 64.0 / n) < 1" | sort > "$T/exact"
  is "$(comm -13 "$T/found" "$T/exact")" "" "... found in each benchmark whose bytes are one number ($(wc -l < "$T/exact") of $all)"
done < "$T/installed"
done_testing
