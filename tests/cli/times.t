#!/usr/bin/env bash
# Times in compare: verdicts, exit codes and columns, over a database with times made here.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/times.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

# times CASE GO BLOCKS PERCENT: one sample in each block; blocks vary by 30 %, PERCENT and a little jitter come on top
times() {
  sqlite3 "$DB" "WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < $3)
    INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes,
      gc_count, gc_pause_ns)
    SELECT c.id, 1000 + i, (SELECT min(id) FROM session), s.benchmark, 0, 1, i, 0, 10,
      CAST((1000000 + 100000 * (i % 4)) * (1 + $4 / 100.0) + 37 * i AS INTEGER), 0, 0, 0, 0
    FROM b, cell c JOIN toolchain t ON t.id = c.toolchain_id JOIN sample s ON s.cell_id = c.id
    WHERE t.go = '$2' AND c.case_name = '$1' AND s.seq = (SELECT min(seq) FROM sample WHERE cell_id = c.id)"
}
sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 1"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 4 "--fail-on time where nothing was timed: exit code 4"
like "$err" "no benchmark was timed with both.*goalloc run --only time" "... and says what to do"

times slice/worse go1.9.2 12 0
times slice/worse go1.27.4 12 6
times slice/better go1.9.2 12 0
times slice/better go1.27.4 12 -20
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 1 "a benchmark that became slower: exit code 1"
like "$out" "slice/worse.*\+6\.0 %.*worse" "its row"
like "$out" "slice/better.*-20\.0 %.*better" "one that became faster"
is "$(printf '%s\n' "$out" | grep -n slice/better | cut -d: -f1)" 3 "the largest change comes first"
like "$out" "^2 time comparisons; a family of 2, Benjamini-Hochberg at 5 %: 1 slower, 1 faster, by 1 % or more; 0 the same within 3 %; 0 open" "the summary"
like "$out" "Geometric mean of the ratios of the 2 benchmarks timed side by side: 0.92" "the mean"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --format csv
like "$out" ",why,ratio,ratio_low,ratio_high,p,q,family,pairs,time_verdict,accepted,accepted_why,code.?$" "new columns come at the end"
like "$out" "slice/worse.*,1\.0[56][0-9.]*,1\.0[56][0-9.]*,1\.0[56][0-9.]*,0\.00048828125,0\.00048828125,2,12,slower,false,,.?$" "... of a time"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --format csv
like "$out" "slice/worse.*,,,,,,,,,false,,.?$" "... and empty for a count"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time --threshold 10%
is "$status" 0 "--threshold: what changed by less is no regression"
like "$out" "0 slower, 1 faster, by 10 % or more; 1 the same within 10 %" "... but the same"
run goalloc --db "$DB" compare 1.9.2 latest --fail-on allocs --threshold 90%
is "$status" 1 "--threshold: from nothing to something is more than any percentage"
run goalloc --db "$DB" compare 1.9.2 latest --fail-on allocs --threshold much
is "$status" 2 "--threshold takes a number"
sqlite3 "$DB" "UPDATE sample SET mallocs = n * 10 WHERE purpose = 0 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.9.2');
  UPDATE sample SET mallocs = n * 11 WHERE purpose = 0 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.27.4')"
for expect in "9% 1" "10% 1" "11% 0"; do
  run goalloc --db "$DB" compare 1.9.2 latest --match slice/worse --fail-on allocs --threshold "${expect% *}"
  is "$status" "${expect#* }" "--threshold ${expect% *} of 10 to 11 allocations"
  like "$out" "slice/worse.* 10 +11 " "... whose row stays"
done

sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 1"
times slice/worse go1.9.2 5 0
times slice/worse go1.27.4 5 50
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 4 "too few blocks to tell: exit code 4"
like "$out" "1 open \(1 of them need at least 6 blocks\)" "... and how many it takes"
like "$err" "1 of 1 time comparisons are open" "... said on stderr"
run goalloc --db "$DB" compare 1.9.2 latest --metric time
is "$status" 0 "... which is no error where it was not asked"
sqlite3 "$DB" "UPDATE sample SET block = block + 100 WHERE purpose = 1 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE t.go = 'go1.9.2')"
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "1 were never timed side by side: .*goalloc run --only time --go go1.9.2,go1.27.4" "no block in common: how to get one"
done_testing
