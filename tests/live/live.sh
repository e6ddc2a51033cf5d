# What live tests share: real toolchains (1.4.3, 1.9.2 and the newest release) in one cache for all of them, kept in
# build/ between runs. Skips the file, visibly, where no source can be reached.
# shellcheck shell=bash disable=SC2034
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
CACHE=$ROOT/build/live-cache
LIVE=1.4.3,1.9.2,latest
cd "$ROOT" || exit 1
if ! "$GOALLOC" --cache "$CACHE" --progress none toolchain install "$LIVE" >"$T/installed" 2>"$T/install-error"; then
  if grep -qiE 'no source|cannot reach|could not (connect|resolve)|timed? ?out' "$T/install-error"; then
    skip_all "no source of toolchains can be reached: $(head -c 200 "$T/install-error")"
  fi
  fail "the toolchains for live tests install" "$(cat "$T/install-error")"
  done_testing
  exit 1
fi
NEWEST=$(tail -1 "$T/installed" | cut -f1)
