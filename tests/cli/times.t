#!/usr/bin/env bash
# Times in compare: verdicts, exit codes and columns, over a database with times made here.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/times.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

# times CASE GO BLOCKS PERCENT [SPREAD]: one sample in each block; blocks vary by 30 %, PERCENT and a little jitter come on top, up to
# SPREAD percent more in every other block. again: the same of what was timed again.
insert() { # PURPOSE SEQ CASE GO BLOCKS PERCENT SPREAD
  sqlite3 "$DB" "WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < $5)
    INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, mallocs, bytes,
      gc_count, gc_pause_ns)
    SELECT c.id, $2 + i, (SELECT min(id) FROM session), s.benchmark, 0, $1, i, 0, 10,
      CAST((1000000 + 100000 * (i % 4)) * (1 + $6 / 100.0) * (1 + $7 / 100.0 * (i % 2)) + 37 * i AS INTEGER), 0, 0, 0, 0
    FROM b, cell c JOIN toolchain t ON t.id = c.toolchain_id JOIN sample s ON s.cell_id = c.id
    WHERE t.go = '$4' AND c.case_name = '$3' AND s.seq = (SELECT min(seq) FROM sample WHERE cell_id = c.id)"
}
times() { insert 1 1000 "$1" "$2" "$3" "$4" "${5:-0}"; }
again() { insert 2 2000 "$1" "$2" "$3" "$4" "${5:-0}"; }
# json EXPRESSION: an SQL expression of j, the json that was printed last
json() {
  printf '%s' "$out" >"$T/out.json"
  sqlite3 :memory: "SELECT $1 FROM (SELECT CAST(readfile('$T/out.json') AS TEXT) AS j)"
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
is "$status" 4 "what looks slower and was not timed again is no regression yet: exit code 4"
like "$err" "1 of 2 time comparisons look slower and are not confirmed.*goalloc run --only time --go go1.9.2,go1.27.4" "... and says how to confirm it"
like "$out" "slice/worse.*\+6\.0 %.*suspected" "... its row"
like "$out" "2 suspected ones are not confirmed yet" "... and the summary"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --format csv
like "$out" "slice/worse,.*,suspected,,,[0-9.]*,[0-9.]*,false," "... which is not worse for programs"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time --match slice/better
is "$status" 0 "what looks faster leaves nothing open for --fail-on time"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --propose
unlike "$out" "slice/worse" "nor is it proposed as known"

again slice/worse go1.9.2 12 0
again slice/worse go1.27.4 12 5
again slice/better go1.9.2 12 0
again slice/better go1.27.4 12 -19
sqlite3 "$DB" "INSERT INTO session SELECT id + 1, started_at, finished_at, command_line, tool_version, seed, machine, kernel, cpu, governor, load,
  conditions FROM session ORDER BY id DESC LIMIT 1; UPDATE sample SET session_id = (SELECT max(id) FROM session) WHERE purpose = 2"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 1 "a benchmark that became slower: exit code 1"
like "$out" "slice/worse.*\+5\.0 %.*worse" "its row, with what timing it again has shown"
like "$out" "slice/better.*-19\.0 %.*better" "one that became faster"
is "$(printf '%s\n' "$out" | grep -oE '^ns/op +slice/(better|worse)' | head -1 | tr -s ' ')" "ns/op slice/better" "the largest change comes first"
like "$out" "^2 time comparisons; a family of 2, Benjamini-Hochberg at 5 %: 1 slower, 1 faster, by 1 % or more; 0 the same within 3 %; 0 open" "the summary"
like "$out" "Geometric mean of the ratios of the 2 benchmarks timed side by side: 0.92" "the mean"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --format csv
like "$out" ",why,ratio,ratio_low,ratio_high,p,q,family,pairs,time_verdict,accepted,accepted_why,code,first_ratio,again_pairs,again_p,again_q,old_low,old_high,new_low,new_high.?$" "new columns come at the end"
like "$out" "slice/worse.*,1\.0[45][0-9.]*,1\.0[45][0-9.]*,1\.0[45][0-9.]*,0\.00048828125,0\.00048828125,2,12,slower,false,,,1\.05[0-9]*,12,0\.000244140625,0\.000244140625,,,,.?$" "... of a time"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --format csv
like "$out" "slice/worse.*,,,,,,,,,false,,,,,,,0,0,2,2.?$" "... and empty for a count, which has its ranges"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time --threshold 10%
is "$status" 0 "--threshold: what changed by less is no regression"
like "$out" "0 slower, 1 faster, by 10 % or more; 1 the same within 10 %" "... but the same"
run goalloc --db "$DB" compare 1.9.2 latest --verdicts
is "$status" 0 "all verdicts"
like "$out" "^faster .*slice/better.*-19\.0 %.*-20\.0 % at first, timed again in 12 blocks" "... of what changed"
like "$out" "^slower .*slice/worse.*\+5\.0 %" "... the largest first"
run goalloc --db "$DB" compare 1.9.2 latest --verdicts --format csv
like "$out" "^old_go,new_go,verdict,case_name,benchmark,mode,old,new,difference,interval,ratio,ratio_low,ratio_high,old_ns,new_ns,p,q,family,p_text,q_text,pairs,needed,why,code,identical,first_ratio,again_pairs,again_p,again_q" "... as data"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --verdicts
is "$status" 2 "--verdicts of counts: there are none"

run goalloc --db "$DB" compare 1.9.2 latest --metric allocs,time --fail-on time --format json --with-summary
is "$status" 1 "--with-summary: the exit code stays"
is "$(json "json_extract(j, '\$.summary.old_go', '\$.summary.new_go', '\$.summary.worse', '\$.summary.better', '\$.summary.exit_code',
  '\$.summary.fail_on', '\$.summary.times.slower', '\$.summary.times.faster', '\$.summary.times.comparisons')")" \
  '["go1.9.2","go1.27.4",2,2,1,["time"],1,1,2]' "... the summary as data"
is "$(json "json_array_length(j, '\$.notes') > 3")" 1 "... and the notes"
rows=$(json "json_extract(j, '\$.rows')")
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs,time --format json
is "$(json "json(j)")" "$rows" "... with the rows that are printed without it"
run goalloc --db "$DB" compare 1.9.2 latest --with-summary
is "$status" 2 "... of json alone"
run goalloc --db "$DB" compare 1.9.2 latest --format json --metric allocs --with-summary
is "$(json "json_type(j, '\$.summary.times')")" null "... and no times where none were asked for"

sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 2"
again slice/worse go1.9.2 12 0
again slice/worse go1.27.4 12 0
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 0 "what did not hold up is no regression"
like "$out" "Cleared, timed again in fresh processes: slice/worse Worse \+6\.0 %, again [+-]0\.0 %" "... and is listed as cleared"
unlike "$out" "^ns/op +slice/worse" "... not as a change"
run goalloc --db "$DB" compare 1.9.2 latest --verdicts
like "$out" "^cleared .*slice/worse" "... and as such among all verdicts"
sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 2"
again slice/worse go1.9.2 12 0
again slice/worse go1.27.4 12 -20 60
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 4 "timed again, but too noisy to clear it"
like "$out" "1 suspected one was timed again, which neither confirmed nor cleared it" "... is said"
sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 2"
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
run goalloc --db "$DB" compare 1.9.2 latest --verdicts
like "$out" "^open .*slice/worse.*too few blocks: it takes 6" "... nor among all verdicts"
sqlite3 "$DB" "UPDATE sample SET block = block + 100 WHERE purpose = 1 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE t.go = 'go1.9.2')"
run goalloc --db "$DB" compare 1.9.2 latest --verdicts
like "$out" "^open .*slice/worse.*never timed side by side" "... among all verdicts, too"
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "1 were never timed side by side: .*goalloc run --only time --go go1.9.2,go1.27.4" "no block in common: how to get one"

# One binary under two names, or code that calls nothing: whatever the clock says, it is no change.
sqlite3 "$DB" "DELETE FROM sample WHERE purpose = 1"
times slice/worse go1.9.2 12 0
times slice/worse go1.27.4 12 6
sqlite3 "$DB" "UPDATE cell SET binary_sha256 = 'b' WHERE case_name = 'slice/worse'"
run goalloc --db "$DB" compare 1.9.2 latest --metric time --fail-on time
is "$status" 0 "the same binary has not become slower"
like "$out" "1 of them do identical work .*1 of 1 \(100\.0 %\) have a p below 5 %, 1 would be suspected; 95 % of the ratios are within 6\.0 % of 1" "... what it shows is noise"
run goalloc --db "$DB" compare 1.9.2 latest --verdicts
like "$out" "^identical .*slice/worse.*the same binary: what the clock says is noise" "... and its row says so"

# Counts that are not deterministic.
sqlite3 "$DB" "UPDATE sample SET mallocs = n * 10 WHERE purpose = 0 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.9.2');
  INSERT INTO sample SELECT cell_id, seq + 5000, session_id, benchmark, ordinal, purpose, block, position, n, elapsed_ns, n * 13, bytes, gc_count,
  gc_pause_ns FROM sample WHERE purpose = 0 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.27.4');
  UPDATE sample SET mallocs = n * 12 WHERE purpose = 0 AND seq < 1000 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.27.4')"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --match slice/worse
like "$out" "slice/worse .* 10 +12\.\.13 " "a count that is not deterministic is a range"
like "$out" "a\.\.b: not deterministic" "... with a note that says why"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --match slice/worse --format json
is "$(json "json_extract(j, '\$[0].old_low', '\$[0].old_high', '\$[0].new_low', '\$[0].new_high')")" "[10,10,12,13]" "... and columns for programs"
run goalloc --db "$DB" trend slice/worse --metric allocs
like "$out" "slice/worse .* 12\.\.13 " "... in trend, too"
sqlite3 "$DB" "UPDATE sample SET mallocs = n * 12.5 WHERE purpose = 0 AND cell_id IN (SELECT c.id FROM cell c JOIN toolchain t
  ON t.id = c.toolchain_id WHERE c.case_name = 'slice/worse' AND t.go = 'go1.9.2')"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --match slice/worse --fail-on allocs
is "$status" 0 "ranges that overlap are no change"
unlike "$out" "slice/worse" "... and have no row"
run goalloc --db "$DB" trend slice/worse --metric time --format csv
like "$out" ",level_releases,level_ratio,level_low,level_high,level_p,level_q,level_session,old_low,old_high,new_low,new_high.?$" "trend has columns for new levels"
done_testing
