#!/usr/bin/env bash
# goalloc selftest without a toolchain: wrong usage, what is stored and shown of a calibration. Live tests measure one.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/calibrated.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

run goalloc selftest --help
is "$status" 0 "help comes"
like "$out" "goalloc selftest --budget 10m --load" "with examples"
run goalloc selftest --only gate,moon
is_error 2 "--only: 'moon' is none of gate, counts, times" "a part that is none"
run goalloc selftest --only ,
is_error 2 "--only: name at least one" "no part"
run goalloc selftest --each 10
is_error 2 "--each 10: at most 9, for 5 effects in 48 benchmarks" "more changes than benchmarks"
run goalloc selftest --first 0
is_error 2 "--first: reports are counted from 1" "a report before the first"
run goalloc selftest --budget soon
is_error 2 "--budget" "a budget that is none"
run goalloc selftest --format sheet
is_error 2 "format" "a format that is none"
run goalloc selftest now
is_error 2 "too many words" "an operand"
run goalloc --db "$DB" selftest --match 'no/such*'
is_error 2 "no benchmark of the library matches 'no/such\*'" "a glob that matches nothing"
run goalloc --db "$DB" --offline selftest --go 1.27.4
is_error 3 "1.27.4" "a toolchain that is not there"
run goalloc --db "$DB" --offline selftest --go 1.27.4,1.26.1
is "$status" 3 "two toolchains, neither there"

# what compare says below times
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs
unlike "$out" "selftest|can be trusted" "nothing of times below counts"
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "How far alarms on times can be trusted on this machine was not measured: .goalloc selftest. does\.$" "no calibration, and how to get one"
calibrate() { # measured_at loaded machine found
  sqlite3 "$DB" "INSERT INTO calibration (measured_at, wall_ms, tool_version, go, machine, kernel, cpu, governor, load, conditions, loaded, seed,
      settings, verdict) SELECT '$1', 1000, '0.1.0', 'go1.27.4', $3, kernel, cpu, governor, load, conditions, $2, '7', 'goalloc selftest',
      'fine' FROM session ORDER BY id LIMIT 1;
    INSERT INTO calibration_row SELECT max(id), 0, 'time', 'all', 'all in which nothing changed', 0, 2000, $4, 9, 70, 0.001, 0.0089 FROM calibration;
    INSERT INTO calibration_row SELECT max(id), 1, 'time', 'report', 'whole reports, all the same', 0, 60, 1, 0, 0, 0.0004, 0.0894 FROM calibration;
    INSERT INTO calibration_row SELECT max(id), 2, 'time', 'changed', '+5 %', 0.05, 200, 197, 199, 1, 0.956, 0.997 FROM calibration"
}
calibrate 2026-11-20T01:02:03Z 0 "'another machine'" 3
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "was not measured: .goalloc selftest. does \(what is there is of another machine, or of other conditions\)\.$" "one of another machine does not count"
calibrate 2026-11-21T01:02:03Z 1 machine 4
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "was not measured" "nor one beside a load"
calibrate 2026-11-22T01:02:03Z 0 machine 5
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "^On this machine, 2026-11-22: 5 of 2000 comparisons without a change were flagged \(at most 0\.9 %\); of injected changes it found: \+5 % 197 of 200\.$" "the one that applies"
sqlite3 "$DB" "UPDATE calibration SET conditions = 'gogc=50' WHERE measured_at LIKE '2026-11-22%'"
run goalloc --db "$DB" compare 1.9.2 latest --metric time
like "$out" "was not measured" "other conditions are another calibration"

is "$(sql "$DB" "SELECT calibration, metric, truth, what, comparisons, found, rate, low, high, verdict, loaded FROM calibrations
  WHERE calibration = 3 AND effect > 0")" "3|time|changed|+5 %|200|197|0.985|0.956|0.997|fine|0" "the view"
run goalloc --db "$DB" plot --output "$T/plots" --formats svg
is "$status" 0 "plot draws with it"
like "$out" "plots/power$" "power is one of the figures"
like "$(cat "$T/plots/data/power.tsv")" "^1	5	98\.5000	95\.6000	99\.7000	95	197	200	.\+5 %.$" "with the newest calibration without load"
run goalloc --db "$DB" report --output "$T/report" --figures "$T/plots"
is "$status" 0 "report shows it"
page=$(cat "$T/report/index.html")
like "$page" 'id="trust".*How trustworthy the numbers are' "in a section of its own"
like "$page" "src=.figures/power\.svg" "with the figure"
like "$page" "197</td>.*200|200</td>.*197" "and the table"
is "$(printf '%s\n' "$page" | grep -c 'class="caption">2026-11-2')" 3 "one table for each machine and load"

# hostile rows
sqlite3 "$DB" "UPDATE calibration_row SET what = '<b>\"x' || char(27), low = 9e999, high = -1, comparisons = -5, effect = -1e300;
  UPDATE calibration SET go = '<script>', cpu = '<i>'"
run goalloc --db "$DB" report --output "$T/report" --figures "$T/plots" --no-figures
is "$status" 0 "a database from anywhere"
unlike "$(cat "$T/report/index.html")" "<script>.*on both sides|<i>" "cannot write into the page"
run goalloc --db "$DB" plot --output "$T/plots" --formats svg
is "$status" 0 "nor keep the other figures from being drawn"
done_testing
