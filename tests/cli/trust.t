#!/usr/bin/env bash
# Who vouches for a toolchain: pins, then the checksum database, and each wall broken once.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export GOALLOC_DIGESTS=$T/digests GOALLOC_STALL_SECONDS=2
unset GONOSUMDB GOPRIVATE GONOSUMCHECK GOFLAGS GOINSECURE GOPROXY
python3 "$TESTS/tools/fake_proxy.py" "$T/proxy" "$T/known" > "$GOALLOC_DIGESTS"
sumdb() { python3 "$TESTS/tools/fake_sumdb.py" "$1" db.test "${@:2}" < "$T/known"; }
GOSUMDB=$(sumdb "$T/proxy" --before 300)
export GOSUMDB
python3 "$TESTS/tools/server.py" --port-file "$T/port" --log "$T/log" "$T" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -s "$T/port" ] && break; sleep 0.05; done
base=http://127.0.0.1:$(cat "$T/port")
good=$base/ok/proxy
name=$(grep -o '^go1.50.4[^ ]*' "$T/known")
digest=$(grep "^$name " "$T/known" | cut -d' ' -f2)
info=$CACHE/toolchains/$name.info

fresh() { chmod -R u+w "$CACHE" 2>/dev/null; rm -rf "$CACHE"; }
installed() { find "$CACHE/toolchains" "$CACHE/staging" -mindepth 1 2>/dev/null | wc -l; }
# What a broken wall must do: one line with code 3, and nothing installed. warnings are not counted.
refused() { # source pattern name
  run goalloc --source "$1" toolchain install 1.50.4
  err=$(printf '%s\n' "$err" | grep -v '^goalloc: \(warning\|note\): ')
  is_error 3 "$2" "$3"
  is "$(installed)" 0 "... and nothing is installed"
}
# A copy of the good proxy to break.
broken() { rm -rf "$T/broken"; cp -a "$T/proxy" "$T/broken"; }
bad=$base/ok/broken

run "$GOALLOC" --cache "$CACHE" --progress plain --source "$good" toolchain install 1.50.4
is "$status" 0 "a version that is not pinned installs by way of the checksum database"
like "$err" "go1\.50\.4.*checksum database db\.test.*306 records" "... which is said, with the size of its tree"
like "$out" "^go1.50.4	$(printf '%s' "$digest" | sed 's/[+]/[+]/g')	" "... with the digest that the database has"
like "$(cat "$info")" "^trust=checksum database$" "... and who vouched for it is recorded"
is "$(sed -n 2p "$CACHE/sumdb/db.test/latest")" 306 "the tree head is remembered"
run goalloc toolchain verify 1.50.4
is "$status $out" "0 go1.50.4	verified" "it verifies"
sed -i '/^trust=/d' "$info"
run goalloc toolchain verify 1.50.4
is "$status $out" "0 go1.50.4	verified" "so does one installed before that was recorded"
run goalloc --source "$good" toolchain install 1.50.0
unlike "$err" "checksum database" "for what is pinned the database is not asked"
like "$(cat "$CACHE/toolchains/${name/1.50.4/1.50.0}.info")" "^trust=pinned$" "... and the pin is recorded"

# the log grows; answers of proxies may be old
sumdb "$T/proxy" --before 300 --after 500 >/dev/null
run goalloc --source "$good" toolchain digest 1.50.4
is "$status $(sed -n 2p "$CACHE/sumdb/db.test/latest")" "0 806" "a log that has grown is followed"
sumdb "$T/proxy" --before 300 --after 100 >/dev/null
run goalloc --source "$good" toolchain digest 1.50.4
is "$status $(sed -n 2p "$CACHE/sumdb/db.test/latest")" "0 806" "an older head of the same log is fine, and the newer one stays"
sumdb "$T/proxy" --before 300 --after 600 --salt another >/dev/null
run goalloc --source "$good" toolchain digest 1.50.4
is_error 3 "SECURITY ALARM.* 806 records .* 906 records " "another history is an alarm that names both heads"
is "$(sed -n 2p "$CACHE/sumdb/db.test/latest")" 806 "... and the one remembered stays"
rm -rf "$T/proxy/sumdb" "$CACHE/sumdb"
sumdb "$T/proxy" --before 300 >/dev/null

run goalloc --source "$good" toolchain digest 1.50.4,1.50.0 --format csv
is "$status $(printf '%s\n' "$out" | cut -d, -f1,3 | tr -d '\r' | tr '\n' ' ')" "0 name,pinned ${name/1.50.4/1.50.0},yes $name,no " "digest: beside what is pinned"
run goalloc --source "$good" toolchain digest '1.50.*' --format json
is "$status" 3 "a pinned digest that differs is an error"
like "$out" "\"pinned\": *\"DIFFERENT\"" "... and its row says so"
like "$err" "1 of 6 digests differ" "... and how many"
run goalloc --source "$good" toolchain digest 1.50.4 --platform plan9/386
is_error 3 "go1\.50\.4\.plan9-386.*does not know" "digest: of another platform"
for platform in plan9 plan9/ /386 plan9/386/x 'plan9/../x' Plan9/386; do
  run goalloc --source "$good" toolchain digest 1.50.4 --platform "$platform"
  is_error 2 "--platform: '$platform'.*linux/amd64" "digest: '$platform' is no platform"
done
run goalloc --source "$good" toolchain digest "$T"
is_error 2 "local toolchain" "digest: of a local toolchain"

# ---- each wall, broken ----
fresh
broken
zip=$T/broken/golang.org/toolchain/@v/v0.0.1-$name.zip
python3 - "$zip" <<'P'
import sys, zipfile
old = zipfile.ZipFile(sys.argv[1])
files = [(n, old.read(n)) for n in old.namelist()]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for n, data in files:
        z.writestr(n, data + (b"// and more\n" if n.endswith("print.go") else b""))
P
refused "$bad" "go1\.50\.4.*wrong digest.*$(printf '%s' "$digest" | sed 's/[+]/[+]/g') \(checksum database\)" "a changed archive"
broken
sed -i "s|h1:[^ ]*|h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|" "$T/broken/sumdb/db.test/lookup/golang.org/toolchain@v0.0.1-$name"
refused "$bad" "go1\.50\.4.*is not record" "a changed record"
fresh; broken
sed -i 's/^306$/305/' "$T/broken/sumdb/db.test/lookup/golang.org/toolchain@v0.0.1-$name"
refused "$bad" "go1\.50\.4.*signature" "a changed tree head"
fresh; broken
sumdb "$T/broken" --before 300 --seed 2 >/dev/null
refused "$bad" "go1\.50\.4.*has not signed" "a database with another key"
fresh; broken
printf x | dd of="$T/broken/sumdb/db.test/tile/8/0/001.p/50" bs=1 seek=40 conv=notrunc 2>/dev/null
refused "$bad" "go1\.50\.4.*tiles" "a changed tile"
fresh; broken
truncate -s 20 "$T/broken/sumdb/db.test/tile/8/0/001.p/50"
refused "$bad" "go1\.50\.4.*no tile" "a tile cut short"
fresh; broken
head -c 9000 /dev/zero > "$T/broken/sumdb/db.test/tile/8/0/001.p/50"
refused "$bad" "go1\.50\.4.*larger" "a tile that is too large"
fresh; broken
head -c 200000 /dev/zero >> "$T/broken/sumdb/db.test/lookup/golang.org/toolchain@v0.0.1-$name"
refused "$bad" "go1\.50\.4.*larger" "an answer that is too large"
run goalloc --source "$base/html/proxy" toolchain digest 1.50.4
is_error 3 "no answer of a checksum database" "a web page in place of the database"
run goalloc --source "$base/status-403/proxy" toolchain digest 1.50.4
is_error 3 "cannot be reached.*403" "a proxy that refuses is an error, not a reason to ask the database itself"

# ---- the go command's variables ----
fresh
GOSUMDB=off refused "$good" "not pinned.*GOSUMDB=off" "GOSUMDB=off: nothing that is not pinned"
run env GOSUMDB=unknown.test "$GOALLOC" --cache "$CACHE" --progress none --source "$good" toolchain install 1.50.4
is "$status" 2 "a database whose key is not known"
like "$err" "NAME\+HASH\+KEY" "... and how to give it"
for setting in GONOSUMDB=golang.org GOPRIVATE='golang.org/*' GONOSUMCHECK=1 GOFLAGS=-insecure 'GOINSECURE=golang.org/*'; do
  fresh
  run env "$setting" "$GOALLOC" --cache "$CACHE" --progress none --source "$good" toolchain install 1.50.4
  like "$err" "warning: ${setting%%=*}|warning: GONOSUMDB .or GOPRIVATE" "$setting: said loudly"
  like "$(cat "$info")" "^trust=checksum database$" "... and checked all the same"
done
fresh
run env GOSUMDB=off "$GOALLOC" --cache "$CACHE" --progress none --source "file://$T/proxy" toolchain install 1.50.4
like "$err" "IS NOT CHECKED.*GOSUMDB=off" "GOSUMDB=off and one folder: unchecked, and said loudly"
like "$status $(cat "$info")" "trust=none" "... and recorded"
run goalloc toolchain verify 1.50.4
is "$status" 0 "... and rehashed later like any other"
fresh
run env "GOSUMDB=$GOSUMDB $base/ok/proxy/sumdb/db.test" "$GOALLOC" --cache "$CACHE" --progress none --source "$base/zip-ok/proxy" toolchain install 1.50.4
is "$status" 0 "GOSUMDB with an address"
like "$(cat "$T/log")" "/ok/proxy/sumdb/db.test/lookup" "... which is asked"
unlike "$(cat "$T/log")" "/zip-ok/proxy/sumdb" "... and no proxy"
done_testing
