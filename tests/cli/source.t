#!/usr/bin/env bash
# Sources that lie, break off, or are not there: one line says what, where and what to do; the cache stays as it was.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export GOALLOC_DIGESTS=$T/digests GOALLOC_STALL_SECONDS=1 GOALLOC_RETRIES=2 GOALLOC_RETRY_MS=20 GOSUMDB=off
python3 "$TESTS/tools/fake_proxy.py" "$T/proxy" > "$GOALLOC_DIGESTS"
python3 "$TESTS/tools/server.py" --port-file "$T/port" --log "$T/log" "$T/proxy" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -s "$T/port" ] && break; sleep 0.05; done
base=http://127.0.0.1:$(cat "$T/port")

installed() { find "$CACHE/toolchains" -mindepth 1 2>/dev/null | wc -l; }
staged() { find "$CACHE/staging" -mindepth 1 2>/dev/null | wc -l; }
refused() { # source spec code pattern name
  run goalloc --source "$1" toolchain install "$2"
  err=$(printf '%s\n' "$err" | grep -v '^goalloc: warning: ')
  is_error "$3" "$4" "$5"
  is "$(installed) $(staged)" "0 0" "... and nothing is left in the cache"
  is "$(goalloc toolchain list --format csv | grep -c '1\.50')" 0 "... nor listed"
}

refused "http://127.0.0.1:1" 1.50.0 3 "127.0.0.1:1" "a source that cannot be reached"
refused "file://$T/nowhere" 1.50.0 3 "$T/nowhere" "a file source that is not there"
refused "$base/ok" 1.50.9 2 "1\.50\.9.*1\.50" "a version that does not exist names near ones"
refused "$base/ok" nonsense 2 "nonsense" "a SPEC that is none"
refused "$base/ok" 1.50.1 3 "go1\.50\.1.*digest" "a wrong digest"
refused "$base/ok" 1.50.2 3 "go1\.50\.2" "a truncated archive"
refused "$base/ok" 1.50.3 3 "\.\./" "an archive that escapes its folder"
if [ -e "$T/escaped" ] || [ -e "$CACHE/escaped" ] || [ -n "$(find "$T" -name escaped -type f | head -1)" ]; then fail "nothing was written outside"; else pass "nothing was written outside"; fi
refused "$base/ok" 1.50.4 3 "go1\.50\.4.*not pinned.*GOALLOC_DIGESTS" "a version without a pinned digest"
refused "$base/status-404" 1.50.0 3 "404" "a server that does not have it"
refused "$base/zip-html" 1.50.0 3 "go1\.50\.0" "a web page in place of the archive"
refused "$base/redirect" 1.50.0 3 "redirect" "a redirect loop"
refused "$base/zip-tofile" 1.50.0 3 "go1\.50\.0" "a redirect to a local file"
refused "$base/zip-stall-1000" 1.50.5 3 "go1\.50\.5" "a server that stops in the middle"
refused "$base/zip-cut-100000" 1.50.5 3 "go1\.50\.5" "a connection that is always cut"
refused "$base/zip-short-100000" 1.50.5 3 "go1\.50\.5" "an archive served short"
refused "$base/zip-long-1000" 1.50.5 3 "go1\.50\.5.*cut off" "a length that is never reached"
refused "$base/zip-big" 1.50.5 3 "go1\.50\.5.*larger than" "10 GB announced"
refused "$base/zip-slow-100" 1.50.5 3 "go1\.50\.5.*too slow" "a server that trickles"
refused "$base/zip-silent" 1.50.5 3 "go1\.50\.5.*nothing came" "a server that never answers"
refused "$base/zip-headers" 1.50.5 3 "go1\.50\.5" "a head that never ends"
refused "$base/zip-garbage" 1.50.5 3 "go1\.50\.5.*HTTP" "no HTTP at all"
refused "$base/zip-busy-120" 1.50.5 3 "go1\.50\.5.*come back in 120 s.*429" "a server that asks to come back in two minutes"
refused "$base/zip-status-503" 1.50.5 3 "go1\.50\.5.*after 3 tries.*503" "a server that is always busy"
for what in html garbage headers silent slow-1 big busy-120 status-429 status-503 redirect tofile cut-3; do
  rm -rf "$CACHE/index"
  refused "$base/$what" 1.50.0 3 "cannot read the list of toolchains.*$base/$what" "a list that is $what"
done
unlike "$(goalloc --source "http://user:secret@127.0.0.1:1" toolchain install 1.50.0 2>&1)" "secret" "credentials are never printed"

if [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] && mkdir "$T/small" && mount -t tmpfs -o size=1m tmpfs "$T/small" 2>/dev/null; then
  run "$GOALLOC" --cache "$T/small/cache" --progress none --source "$base/ok" toolchain install 1.50.5
  is_error 3 "(No space left|full)" "a full disk"
  is "$(find "$T/small/cache/toolchains" -mindepth 1 2>/dev/null | wc -l)" 0 "... leaves nothing half-installed"
  umount "$T/small"
fi

run goalloc --source "$base/zip-cutonce-100000" toolchain install 1.50.5
is "$status" 0 "a connection cut once is tried again"
run grep -c "range=bytes=100000- .*zip-cutonce-100000" "$T/log"
is "$out" 1 "... from where it stopped"
for what in cutwhole-2000000 cutother-2000000 chunked retry-1 retrydate-1; do
  goalloc toolchain remove 1.50.5 >/dev/null 2>&1
  run goalloc --progress plain --source "$base/zip-$what" toolchain install 1.50.5
  is "$status" 0 "an archive that comes by $what"
  case $what in
    cutwhole*) like "$err" "connection lost after 2000000 bytes: .*; resuming" "... says that it resumes" ;;
    cutother*) like "$err" "changed on the server.*; starting over" "... says that it starts over" ;;
    retry*) like "$err" "503.*; trying again in " "... says that it waits" ;;
  esac
  run goalloc toolchain verify 1.50.5
  is "$status" 0 "... verifies"
done
run goalloc --source "$base/once-503" toolchain install 1.50.0
is "$status" 0 "so is a server that is busy once"
like "$out" "^go1.50.0	h1:.*	$CACHE/toolchains/go1.50.0" "what was installed, its digest, and where"
run goalloc toolchain verify 1.50.0
is "$status" 0 "it verifies"
run env GOPROXY="$base/status-404,$base/ok" "$GOALLOC" --cache "$T/other" --progress none toolchain install 1.50.0
is "$status" 0 "a list of proxies: the next one after a 404"
run goalloc --source "http://127.0.0.1:1" toolchain install 1.50
is "$status" 0 "with the source gone, what is installed still resolves"
run env -u HOME -u XDG_CACHE_HOME "$GOALLOC" toolchain list
is_error 3 "no cache folder.*--cache" "no cache folder to be had"
run goalloc --db "$T/x.db" run --go "local=$T/nowhere"
is_error 2 "$T/nowhere" "a local toolchain that is not there"
done_testing
