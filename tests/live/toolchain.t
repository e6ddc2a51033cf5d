#!/usr/bin/env bash
# Toolchains in use: without a network, rebuilt where they lie, in modes that not every one knows.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/toolchain.db
one=(--match 'pointer/return_local' --only 'escape,allocs' --mode default)

# what is installed needs no network: in a namespace that has none, asked for by names that need a list of versions
if unshare -rn true 2>/dev/null; then
  run unshare -rn "$GOALLOC" --cache "$CACHE" --progress none --db "$DB" run --go 1.9.2,latest "${one[@]}"
  is "$status" 0 "a run without a network"
  unlike "$err" "warning" "... without a word about it"
  run unshare -rn "$GOALLOC" --cache "$CACHE" --progress none --offline --db "$DB" run --go 1.4,latest "${one[@]}"
  is "$status" 0 "... and with --offline"
  run unshare -rn "$GOALLOC" --cache "$CACHE" --progress none --offline toolchain install 1.9.2,1.10
  is_error 3 "offline.*install it first.*1\.10" "what is not installed is not to be had"
else
  pass "network namespaces are not to be had here # SKIP"
fi

# a local toolchain is what it compiles with: rebuilt, it is another
goroot=$(goalloc toolchain list --format csv | grep '^go1.9.2,' | tr ',' '\n' | grep /toolchains/)
cp -r "$goroot" "$T/tip"
run goalloc --db "$DB" run --go "1.9.2,tip=$T/tip" "${one[@]}"
is "$status" 0 "a local toolchain is measured"
is "$(sql "$DB" "SELECT count(*) FROM cells WHERE go='tip' AND status='ok'")" 1 "... under its name"
run goalloc --db "$DB" run --go "tip=$T/tip" "${one[@]}"
like "$out" " 0 measured now" "... once"
run goalloc --db "$DB" compare 1.9.2 "$T/tip"
is "$status" 0 "it is compared by its path"
unlike "$err" "rebuilt" "... as the one that was measured"
printf ' ' >>"$(find "$T/tip/pkg/tool" -name compile)"
run goalloc --db "$DB" compare 1.9.2 tip
like "$err" "another toolchain.*rebuilt" "a rebuilt one is noticed"
run goalloc --db "$DB" run --go "tip=$T/tip" "${one[@]}"
like "$out" " 1 measured now" "... and measured anew"
run goalloc --db "$DB" export --go "tip=$T/tip" --format csv
like "$out" "^tip," "export names it so too"
for verb in verify remove; do
  run goalloc toolchain $verb "tip=$T/tip"
  is_error 2 "local toolchain" "$verb leaves it to its owner"
done

# a mode that a toolchain does not know is not measured under a false name
run goalloc --db "$DB" run --go 1.9.2,latest --match 'pointer/return_local' --only escape,allocs --mode x,v3 \
  --define-mode x=GOEXPERIMENT=unheardof --define-mode v3=GOAMD64=v3
is "$status" 0 "modes that not every toolchain knows"
cell() { sql "$DB" "SELECT status || ' ' || reason FROM cells WHERE go='$1' AND mode='$2'"; }
is "$(cell go1.9.2 x)" "unsupported needs go1.17 for GOEXPERIMENT" "1.9.2 knows no experiments"
like "$(cell "$NEWEST" x)" "^unsupported .*unheardof" "$NEWEST does not know this one"
if [ "$(uname -m)" = x86_64 ]; then
  is "$(cell go1.9.2 v3)" "unsupported needs go1.18 for GOAMD64" "1.9.2 knows no GOAMD64"
  is "$(cell "$NEWEST" v3)" "ok " "$NEWEST does"
fi
done_testing
