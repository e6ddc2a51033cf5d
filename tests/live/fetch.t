#!/usr/bin/env bash
# Real toolchains: fetched, checked, verified, repaired.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"

is "$(cut -f1 "$T/installed" | head -2 | tr '\n' ' ')" "go1.4.3 go1.9.2 " "three toolchains are installed, in order"
run goalloc toolchain list --format json
for key in go path digest source installed; do like "$out" "\"$key\":" "json rows have $key"; done
pinned=$(grep '^go1.9.2.linux-amd64 ' harness/toolchain/digests.txt | cut -d' ' -f2)
[ "$(uname -sm)" = "Linux x86_64" ] && like "$(cat "$T/installed")" "go1.9.2	$(printf '%s' "$pinned" | sed 's/[+]/[+]/g')" "go1.9.2 has its pinned digest"
while read -r go _ goroot; do
  run env -i GOROOT="$goroot" HOME="$T" GOTOOLCHAIN=local "$goroot/bin/go" version
  like "$out" "^go version $go " "$go runs"
done < "$T/installed"
run goalloc --source "http://127.0.0.1:1" toolchain install 1.9.2
is "$status" 0 "what is installed needs no source"
run goalloc toolchain verify 1.9.2
like "$out" "go1.9.2	verified" "it verifies"

# a cache of its own for what is broken on purpose
cp -a "$CACHE/." "$T/cache" 2>/dev/null
CACHE=$T/cache
goroot=$(goalloc toolchain list --format csv | grep '^go1.9.2,' | tr ',' '\n' | grep /toolchains/)
chmod -R u+w "$goroot"
echo '// changed' >> "$goroot/src/fmt/print.go"
rm "$goroot/src/fmt/scan.go"
echo 'package fmt' > "$goroot/src/fmt/extra.go"
run goalloc toolchain verify 1.9.2
is "$status" 3 "a changed toolchain does not verify"
like "$out" "changed.*src/fmt/print.go" "the changed file is named"
like "$out" "missing.*src/fmt/scan.go" "the vanished file is named"
like "$out" "added.*src/fmt/extra.go" "the added file is named"
run goalloc toolchain remove 1.9.2
is "$status" 0 "it can be removed"
run goalloc toolchain list --format csv
unlike "$out" "^go1.9.2," "... and is gone"
run goalloc toolchain install 1.9.99
is_error 2 "1\.9\.99.*1\.9\.7" "a version that does not exist: near ones are named"
run goalloc toolchain list --available --format csv
like "$out" "^go1.9.2,false,true" "--available shows what is not installed, and whether it is pinned"
done_testing
