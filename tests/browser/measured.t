#!/usr/bin/env bash
# The report of what was really measured: three releases, some cases, two modes, times of a few side by side.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
# shellcheck source=tests/browser/browser.sh
. "$TESTS/browser/browser.sh"
DB=$T/measured.db
run goalloc --db "$DB" run --go "$LIVE" --match 'slice/append_growth,slice/make_runtime_size,string/b*,string/empty*alias,generics/new*' --mode default,noinline --only escape,allocs
[ "$status" = 0 ] || { fail "three releases are measured" "$err"; done_testing; exit 1; }
run goalloc --db "$DB" run --go "1.9.2,latest" --match string/builder --only time --blocks 12
[ "$status" = 0 ] || { fail "... and two are timed" "$err"; done_testing; exit 1; }
site measured "$DB"
look pages.py --name measured --site "$T/measured" --db "$DB"
