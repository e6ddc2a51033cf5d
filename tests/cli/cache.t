#!/usr/bin/env bash
# The cache on the command line: what there is, what is in use, what has to go, and what is never asked for.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export GOALLOC_DIGESTS=$T/digests GOSUMDB=off
python3 "$TESTS/tools/fake_proxy.py" "$T/proxy" --large > "$GOALLOC_DIGESTS"
python3 "$TESTS/tools/server.py" --port-file "$T/port" --log "$T/log" "$T/proxy" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -s "$T/port" ] && break; sleep 0.05; done
export GOALLOC_SOURCE
GOALLOC_SOURCE=http://127.0.0.1:$(cat "$T/port")/ok
asked() { wc -l < "$T/log"; }
platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')

# list
run goalloc toolchain list --available --format csv
is "$status" 0 "list --available"
is "$(printf '%s\n' "$out" | tail -n +2 | cut -d, -f1 | tr '\n' ' ')" \
  "go1.50.0 go1.50.1 go1.50.2 go1.50.3 go1.50.4 go1.50.5 go1.51.0 go1.51.1 go1.51.2 go1.51.3 " "... sorted as versions"
like "$(printf "%s" "$out" | head -1 | tr -d "\r")" "^go,installed,pinned,digest,source,path,installed_at,size,date,disk,used_at,trust$" "... with its columns"
like "$out" "^go1.50.5,false,true,h1:" "... pinned or not, installed or not"
size=$(stat -c %s "$T/proxy/golang.org/toolchain/@v/v0.0.1-go1.50.5.$platform.zip" 2>/dev/null || stat -f %z "$T/proxy/golang.org/toolchain/@v/v0.0.1-go1.50.5.$platform.zip")
printf '{"Version":"v0.0.1-go1.50.5.%s","Time":"2026-10-02T01:02:03Z"}' "$platform" > "$T/proxy/golang.org/toolchain/@v/v0.0.1-go1.50.5.$platform.info"
run goalloc toolchain list --available --format json
like "$out" "\"go\": \"go1.50.5\".*\"size\": $size, \"date\": \"2026-10-02\"" "... with size and day, asked for where they are not pinned"
run goalloc toolchain list --available --platform plan9/386
is_error 3 "plan9/386" "... of a platform that is not offered"
run goalloc toolchain list --platform linux
is_error 2 "'linux'.*linux/amd64" "... of what is no platform"

# two processes, one download
slow=http://127.0.0.1:$(cat "$T/port")/zip-slow-2000000
"$GOALLOC" --cache "$CACHE" --source "$slow" --progress plain toolchain install 1.50.5 >"$T/first" 2>&1 &
first=$!
for _ in $(seq 100); do [ -d "$CACHE/staging/go1.50.5.$platform" ] && break; sleep 0.02; done
run goalloc --source "$slow" toolchain install 1.50.5 --jobs 1
is "$status" 0 "a second process gets it too"
run goalloc --progress plain --source "$slow" toolchain install 1.50.5
wait "$first"
is $? 0 "... and so does the first"
is "$(grep -c "GET.*zip-slow.*1.50.5.$platform.zip" "$T/log")" 1 "... by one download"
rm -rf "$CACHE"
"$GOALLOC" --cache "$CACHE" --source "$slow" --progress none toolchain install 1.50.5 >/dev/null 2>&1 &
first=$!
for _ in $(seq 100); do [ -d "$CACHE/staging/go1.50.5.$platform" ] && break; sleep 0.02; done
run "$GOALLOC" --cache "$CACHE" --progress plain --source "$slow" toolchain install 1.50.5
like "$err" "go1.50.5 is being installed by process $first: waiting" "whoever waits says for whom"
wait "$first"

# too large
run goalloc toolchain install 1.51.0,1.51.1,1.51.2,1.51.3
is "$status" 0 "five toolchains"
for i in 3 1 0 2; do touch -d "2026-01-0$((i + 1))" "$CACHE/locks/go1.51.$i.$platform.use" 2>/dev/null; done
touch -d 2026-02-01 "$CACHE/locks/go1.50.5.$platform.use"
all=$(du -s -k "$CACHE" | cut -f1)
run goalloc --progress plain toolchain install 1.51.3 --max-cache "$((all - 1500))K"
is "$status" 0 "--max-cache"
is "$(goalloc toolchain list --format csv | tail -n +2 | cut -d, -f1 | tr '\n' ' ')" "go1.50.5 go1.51.2 go1.51.3 " "... removes the longest unused"
like "$err" "go1.51.0 was removed.*longest" "... and says so"
if [ "$(du -s -k "$CACHE" | cut -f1)" -le "$((all - 1500))" ]; then pass "... until it is small enough"; else fail "... until it is small enough"; fi
run goalloc --max-cache 1K --progress plain toolchain install 1.51.3
like "$err" "warning: the cache takes .* more than the .*in use" "what is in use stays, with a warning"
is "$(goalloc toolchain list --format csv | tail -n +2 | cut -d, -f1)" "go1.51.3" "... alone"
run goalloc --max-cache lots toolchain list
is_error 2 "--max-cache.*'lots'" "--max-cache of what is no size"

# in use
exec 9<>"$CACHE/locks/go1.51.3.$platform.use"
flock -s 9 2>/dev/null || python3 -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_SH)'
run goalloc toolchain remove 1.51.3
is_error 3 "go1.51.3.*in use" "what others use is not removed"
exec 9>&-
run goalloc toolchain remove 1.51.3
is "$status" 0 "... until they are done"

# nothing is asked for
run goalloc toolchain install 1.51.1,1.50.5
before=$(asked)
run goalloc toolchain install 1.51.1
run goalloc toolchain install latest~0,1.51.1
run goalloc toolchain install 1.51
like "$status" "0|3" "1.51 means 1.51.3, which is not here"
after=$(asked)
if [ "$after" -gt "$before" ]; then pass "... and is asked for"; else fail "... and is asked for"; fi
before=$(asked)
run goalloc toolchain install 1.51.1,1.51.3,1.50.5
run goalloc toolchain install 1.51,latest,latest~0
run goalloc toolchain list
run goalloc toolchain verify
is "$status" 0 "what is installed verifies"
is "$(asked)" "$before" "with everything installed nobody is asked"
for words in "toolchain install all" "toolchain install 1.50.0" "toolchain list --available" "toolchain install latest --refresh" \
  "toolchain digest 1.50.0" "toolchain digest latest" \
  "run --go 1.50.0"; do
  # shellcheck disable=SC2086 # words of a command line
  run goalloc --offline --db "$T/x.db" $words
done
is "$(asked)" "$before" "--offline asks for nothing, whatever the command"
run goalloc toolchain digest 1.50.0 --offline
is_error 3 "offline.*checksum database" "... nor for a digest"
run goalloc --offline toolchain install 1.50.0
is_error 3 "go1.50.0.*offline" "... and says what is missing"
run goalloc toolchain install 1.51 --refresh
if [ "$(asked)" -gt "$before" ]; then pass "--refresh asks"; else fail "--refresh asks"; fi
done_testing
