#!/usr/bin/env bash
# Databases that are missing, damaged, from the future, read-only, or in use.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/d.db
"$FIXTURE" "$DB"

run goalloc --db "$T/none.db" status
is_error 3 "none.db.*goalloc run" "no database: run first"
if [ -e "$T/none.db" ]; then fail "reading creates no database"; else pass "reading creates no database"; fi
echo "this is not a database, it is a text that goes on for a while" > "$T/garbage.db"
run goalloc --db "$T/garbage.db" status
is_error 3 "garbage.db" "a file that is no database"
cp "$DB" "$T/new.db"
sql "$T/new.db" "PRAGMA user_version = 999" > /dev/null
run goalloc --db "$T/new.db" status
is_error 3 "new.db has version 999.*upgrade goalloc" "a database from a newer version"
run goalloc --db "$T/new.db" run --go 1.9.2
is_error 3 "new.db has version 999.*upgrade goalloc" "... is not written to either"
is "$(sql "$T/new.db" "SELECT count(*) FROM cells")" 15 "... and is left alone"
head -c 5000 "$DB" > "$T/cut.db"
run goalloc --db "$T/cut.db" status
is "$status" 3 "a truncated database"
like "$err" "cut.db" "... is named"

# A database of version 4, as its sessions left it: what version 5 added is taken out.
version_4() {
  local name
  for name in $(sql "$1" "SELECT name FROM sqlite_schema WHERE type = 'view'"); do sql "$1" "DROP VIEW $name"; done
  for name in sample_run imported_log night_news night_point night_toolchain night_series night_pin night calibration_row calibration; do
    sql "$1" "DROP TABLE $name"
  done
  sql "$1" "ALTER TABLE session DROP COLUMN conditions; ALTER TABLE function_code DROP COLUMN leaves; PRAGMA user_version = 4"
}
all_it_says() { # database
  goalloc --db "$1" compare 1.9.2 latest --metric allocs,bytes,escape,output,status,time --format csv
  goalloc --db "$1" compare 1.9.2 latest --verdicts --format csv
  goalloc --db "$1" trend --metric allocs,time --format csv
  goalloc --db "$1" export --format csv
  goalloc --db "$1" status --format csv
}
cp "$DB" "$T/four.db"
said=$(all_it_says "$T/four.db" 2>&1)
version_4 "$T/four.db"
is "$(all_it_says "$T/four.db" 2>&1)" "$said" "a database of version 4 says the same"
is "$(sql "$T/four.db" "PRAGMA user_version; SELECT count(*) > 0 FROM sample; SELECT count(*) FROM sample_run")" "5
1
0" "... is brought up to date without a look at its samples"
is "$(all_it_says "$T/four.db" 2>&1)" "$said" "... and goes on saying so"

mkdir "$T/ro"
cp "$DB" "$T/ro/d.db"
sql "$T/ro/d.db" "PRAGMA journal_mode = DELETE" > /dev/null
chmod 444 "$T/ro/d.db"
chmod 555 "$T/ro"
run goalloc --db "$T/ro/d.db" compare 1.9.2 latest --format csv
is "$status" 0 "a read-only database can be read"
if [ "$(id -u)" = 0 ]; then
  # root writes everywhere but below a file
  run goalloc --db "$T/d.db/below.db" run --go 1.9.2
  is_error 3 "below.db|d.db" "a database that cannot be written is refused before anything is fetched"
else
  run goalloc --db "$T/ro/d.db" run --go 1.9.2
  is_error 3 "ro/d.db" "a database that cannot be written is refused before anything is fetched"
fi
if [ -w /dev/full ]; then
  "$GOALLOC" --cache "$CACHE" --db "$DB" export >/dev/full 2>"$T/.err"
  status=$?
  is "$status" 3 "a full disk behind standard output is an error"
  like "$(cat "$T/.err")" "standard output.*No space" "... that says so"
fi

exec 9>>"$DB.lock"
if command -v flock >/dev/null; then
  flock 9
  run goalloc --db "$DB" run --go 1.9.2
  is_error 3 "d.db.*(another|process|pid|in use)" "a database that another process writes is refused politely"
  run goalloc --db "$DB" status
  is "$status" 0 "... but can be read"
fi
done_testing
