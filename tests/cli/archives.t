#!/usr/bin/env bash
# Archives that lie, zip and tar.gz: nothing is written outside, the cache stays as it was, memory stays bounded; and
# what the official download index has, installs.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export GOALLOC_DIGESTS=$T/server/digests
python3 "$TESTS/tools/hostile_archives.py" "$T/server" 2>"$T/server.err" &
pids+=($!)
for _ in $(seq 200); do [ -s "$T/server/port" ] && break; sleep 0.05; done
base=http://127.0.0.1:$(cat "$T/server/port")

contents() { (cd "$CACHE" && find toolchains -printf '%p %m %s %l %T@\n' | sort && ls staging); }
measured=(python3 -c 'import resource, subprocess, sys
rc = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(rc)' "$T/peak")
install_from() { # kind address version [command that runs it]
  local source=$2 kind=$1 version=$3
  shift 3
  [ "$kind" = tar ] && source=$source/dl
  run "$@" "$GOALLOC" --cache "$CACHE" --progress none --source "$source" toolchain install "$version"
  warning=$(printf '%s\n' "$err" | grep 'does not come over https')
  err=$(printf '%s\n' "$err" | grep -v '^goalloc: warning: ')
}

# what is fine comes first, then what must change nothing of it
most=0
while read -r kind version status name pattern; do
  name="$kind: ${name//_/ }"
  if [ "$status" = 0 ]; then
    install_from "$kind" "$base" "$version"
    is "$status$err" 0 "$name"
    goalloc toolchain verify "$version" >/dev/null 2>&1
    is "$?" 0 "... it verifies"
  fi
done < <(grep -E '^[a-z]* [^ ]* 0 ' "$T/server/plan")
like "$warning" "go1\.20\.99: .*prove only" "an index that does not come over https is said to prove little"
like "$(cat "$CACHE"/toolchains/go1.61.1.*.info)" "^archive_sha256=[0-9a-f]{64}$" "the archive's own digest is recorded"
is "$(find "$CACHE/toolchains" -perm /7022 | wc -l)" 0 "neither setuid bits nor others' write bits are kept"
is "$(cd "$CACHE"/toolchains/go1.61.1.*/ && find . -type f | sort | tr '\n' ' ')" \
  "./VERSION ./bin/go ./bin/setuid ./pkg/tool/$(cd "$CACHE"/toolchains/go1.61.1.*/pkg/tool && ls)/compile ./src/cmd/go.mod ./src/fmt/print.go ./src/go.mod " \
  "a tar.gz leaves the files that a module zip does"
is "$(find "$CACHE/toolchains" -type l | wc -l)" 0 "there is no link"
is "$(cat "$CACHE"/toolchains/go1.60.3.*/src/streamed.go)" x "the streamed name is the one that was hashed and written"
before=$(contents)

while read -r kind version status name pattern; do
  name="$kind: ${name//_/ }"
  large=()
  case "$name" in *bomb* | *million* | *endless* | *gigabyte*) large=("${measured[@]}") ;; esac
  install_from "$kind" "$base" "$version" ${large[@]+"${large[@]}"}
  is_error 3 "go${version//./\\.}: .*($pattern)" "$name"
  if [ ${#large[@]} != 0 ] && [ "$(cat "$T/peak")" -gt "$most" ]; then most=$(cat "$T/peak"); fi
  [ "$(contents)" = "$before" ] || fail "... and the cache is as it was" "$(contents | diff - <(echo "$before"))"
done < <(grep -vE '^[a-z]* [^ ]* 0 ' "$T/server/plan")
is "$(contents)" "$before" "the cache is as it was"
is "$(find "$T" -name '*escaped*'; ls -d /tmp/*escaped* "${TMPDIR:-/tmp}"/*escaped* /escaped 2>/dev/null)" "" "nothing was written outside"
case "$GOALLOC" in
  */asan/* | */tsan/*) ;;
  *) if [ "$most" -lt 65536 ]; then pass "no more than 64 MB of memory for any"; else fail "no more than 64 MB of memory for any" "$most KB"; fi ;;
esac

# one bit changed, or the end missing, at places spread over the archive
for kind in zip tar; do
  version=1.60.0
  [ "$kind" = tar ] && version=1.61.0
  goalloc toolchain remove "$version" >/dev/null 2>&1
  installed=0
  for change in flip cut; do
    for at in 0 3 111 333 555 777 888 999; do
      install_from "$kind" "$base/$change-$at" "$version"
      [ "$status" = 3 ] && continue
      # what no digest covers is not what the files are made of: a time, or the directory at the end of a zip
      installed=$((installed + 1))
      like "$(goalloc toolchain verify "$version" 2>&1)" "verified" "$kind: $change at $at/1000 leaves the files as they should be"
      goalloc toolchain remove "$version" >/dev/null 2>&1
    done
  done
  if [ "$kind" = tar ]; then is "$installed" 0 "tar: no changed archive is installed"; else like "$installed" '^[0-9]$' "zip: few changed archives are"; fi
done

# the index itself
mkdir -p "$T/site/dl"
printf '[{"version":"go1.61.0","files":[]}]' >"$T/site/dl/index.json"
run goalloc --source "file://$T/site/dl" toolchain install 1.61.0
is "$status" 3 "an index without archives for this platform"
like "$err" "offers no toolchain" "... says so"
echo '<html>' >"$T/site/dl/index.json"
run "$GOALLOC" --cache "$T/other" --progress none --source "file://$T/site/dl" toolchain install 1.61.0
is_error 3 "no JSON" "an index that is none"
run env GOPROXY=off "$GOALLOC" --cache "$T/other" --progress none toolchain install 1.61.0
is_error 3 "forbids" "GOPROXY=off forbids the index too"
done_testing
