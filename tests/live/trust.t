#!/usr/bin/env bash
# The real checksum database, by way of the real proxy: what it says, verified here, is what is pinned.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
cd "$ROOT" || exit 1
run goalloc toolchain digest 1.4.3,1.9.2,1.20.0 --platform linux/amd64 --format csv
if [ "$status" != 0 ] && printf '%s' "$err" | grep -qiE 'no source|no checksum database|cannot be reached|could not (connect|resolve)|timed? ?out|stalled|GOSUMDB=off'; then
  skip_all "the checksum database cannot be reached: $(printf '%s' "$err" | head -c 200)"
fi
is "$status" 0 "the checksum database answers, and its answers verify"
for name in go1.4.3.linux-amd64 go1.9.2.linux-amd64 go1.20.linux-amd64; do
  pinned=$(awk -v n="$name" '$1 == n { print $2 }' harness/toolchain/digests.txt)
  is "$(printf '%s\n' "$out" | tr -d '\r' | grep "^$name,")" "$name,$pinned,yes" "$name: it says what is pinned"
done
head=$(find "$CACHE/sumdb" -name latest)
size=$(sed -n 2p "$head")
[ "${size:-0}" -gt 20000000 ]
report $? "its tree is as large as it has been" "size: $size"

# another process goes on from what this one remembered
run goalloc toolchain digest latest --platform linux/amd64 --format csv
is "$status" 0 "the newest release is known to it, too"
[ "$(sed -n 2p "$head")" -ge "$size" ]
report $? "what is remembered only grows" "before: $size, after: $(sed -n 2p "$head")"

# a signature covers every character of what is remembered
sed -i '2s/$/1/' "$head"
cp "$head" "$T/changed"
run goalloc toolchain digest 1.9.2 --platform linux/amd64
is "$status" 3 "a remembered head that was changed is refused"
if cmp -s "$head" "$T/changed"; then pass "... and not overwritten"; else fail "... and not overwritten"; fi
done_testing
