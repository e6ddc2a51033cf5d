#!/usr/bin/env bash
# make install and uninstall: what is installed works from where it stands, and goes without a trace.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
cd "$ROOT" || exit 1
variant=$(basename "$(dirname "$(readlink -f "$GOALLOC")")")
# a copy of what was built: with another prefix a part of it is built again, which must not happen beneath the other tests
mkdir "$T/tree"
cp -a --parents Makefile LICENSE README.md CITATION.cff cases plots harness "build/$variant/harness" "build/$variant/gen" \
  "build/$variant/goalloc" "$T/tree" || { fail "a copy of the tree"; done_testing; exit 1; }
build() { make -s -C "$T/tree" VARIANT="$variant" "$@"; }

run build install DESTDIR="$T/dest" PREFIX=/opt/goalloc
is "$status" 0 "make install into DESTDIR"
base=$T/dest/opt/goalloc
for file in bin/goalloc share/goalloc/cases/slice/append_growth_test.go share/goalloc/plots/heatmap.gp share/man/man1/goalloc.1 \
  share/bash-completion/completions/goalloc share/zsh/site-functions/_goalloc share/fish/vendor_completions.d/goalloc.fish \
  share/doc/goalloc/LICENSE; do
  if [ -s "$base/$file" ]; then pass "$file"; else fail "$file" "$(find "$T/dest" -type f | grep -v cases/)"; fi
done
is "$(find "$T/dest" -mindepth 1 -maxdepth 2 | sort | tr '\n' ' ')" "$T/dest/opt $T/dest/opt/goalloc " "... and nothing elsewhere"
is "$(find "$T/dest" -type f -perm /022 ! -perm /111; find "$T/dest" -type f -perm /111 ! -path '*/bin/goalloc')" "" "modes are 755 and 644"
is "$(find "$base/share/goalloc/cases" -name '*.go' | wc -l)" "$(find cases -name '*.go' | wc -l)" "every case"
is "$(grep -c '^.SS compare' "$base/share/man/man1/goalloc.1")" 1 "the manual page is the generated one"
like "$(cat "$base/share/man/man1/goalloc.1")" '^\\fB/opt/goalloc/share/goalloc' "... and names the folder it was installed for"

# without a prefix for staging: where it stands is where it looks for its cases
run build install PREFIX="$T/pre fix"
is "$status" 0 "make install into a folder with a blank in its name"
mkdir "$T/elsewhere"
run env -C "$T/elsewhere" "$T/pre fix/bin/goalloc" --version
like "$out" "^goalloc [0-9]" "the installed program runs"
run env -C "$T/elsewhere" "$T/pre fix/bin/goalloc" --cache "$CACHE" case list --format csv
is "$(printf '%s\n' "$out" | tail -n +2 | wc -l)" "$(cd "$T/elsewhere" && "$GOALLOC" --cache "$CACHE" case list --cases "$ROOT/cases" --format csv | tail -n +2 | wc -l)" "it lists the installed cases"
like "$out" "$T/pre fix/share/goalloc/cases/slice" "... from its own folder"

# packagers stage into a folder of the tree
run build install DESTDIR=staged PREFIX=/usr
is "$(find "$T/tree/staged/usr/share/goalloc/cases" -name '*.go' | wc -l) $(find "$T/tree/cases" -path '*staged*' | wc -l)" \
  "$(find cases -name '*.go' | wc -l) 0" "a relative DESTDIR is one of the tree"

run build uninstall PREFIX="$T/pre fix"
is "$status" 0 "make uninstall"
is "$(find "$T/pre fix" -type f)" "" "nothing is left"
done_testing
