#!/bin/bash
# Pins the module digests of toolchains in harness/toolchain/digests.txt.
#
#   tests/tools/pin-digests.sh NAME...    NAME as go1.9.2.linux-amd64: look it up in the checksum database and pin it
#   tests/tools/pin-digests.sh --recheck  look up again everything that is pinned
#
# The checksum database is asked through the module proxy, one version after the other, with a pause between two. Which
# proxy and which database come from `go env` (or $GOPROXY and $GOSUMDB). A digest that differs from the pinned one is an
# alarm and ends with status 1: a released toolchain never changes, so it is never an update.
set -euo pipefail

file=${DIGESTS_FILE:-$(dirname "$0")/../../harness/toolchain/digests.txt}
pause=${PAUSE:-1}

die() {
	echo "pin-digests: $*" >&2
	exit "${status:-3}"
}

[ $# -gt 0 ] || { status=2 die "name toolchains as go1.9.2.linux-amd64, or --recheck"; }

proxy=${GOPROXY:-$(go env GOPROXY)}
proxy=$(grep -oE '(https?|file)://[^,|]+' <<<"$proxy" | head -n 1) || true
[ -n "$proxy" ] || die "no module proxy: set GOPROXY"
sumdb=${GOSUMDB:-$(go env GOSUMDB)}
sumdb=${sumdb%%[ +]*}
case $sumdb in "" | off) die "no checksum database: set GOSUMDB" ;; esac

names=("$@")
if [ "$1" = --recheck ]; then
	mapfile -t names < <(awk '/^go/ { print $1 }' "$file")
fi

new=$(mktemp)
trap 'rm -f "$new"' EXIT
cp "$file" "$new"
alarm=0
first=1
for name in "${names[@]}"; do
	[[ $name =~ ^go[0-9]+\.[0-9]+(\.[0-9]+)?((rc|beta)[0-9]+)?\.[a-z0-9]+-[a-z0-9]+$ ]] ||
		{ status=2 die "'$name' is not a toolchain's name as go1.9.2.linux-amd64"; }
	[ "$first" = 1 ] || sleep "$pause"
	first=0
	answer=$(curl -fsS --retry 2 --max-time 60 "${proxy%/}/sumdb/$sumdb/lookup/golang.org/toolchain@v0.0.1-$name") ||
		die "$name: the checksum database does not answer for it; nothing was written"
	digest=$(awk -v v="v0.0.1-$name" '$1 == "golang.org/toolchain" && $2 == v { print $3 }' <<<"$answer")
	[[ $digest =~ ^h1:[A-Za-z0-9+/]{43}=$ ]] || die "$name: the answer holds no digest; nothing was written"
	old=$(awk -v n="$name" '$1 == n { print $2 }' "$file")
	if [ -z "$old" ]; then
		grep -q -F "$name $digest" "$new" || echo "$name $digest" >>"$new"
		echo "pinned   $name $digest"
	elif [ "$old" = "$digest" ]; then
		echo "same     $name"
	else
		echo "ALARM    $name is pinned as $old, the checksum database says $digest" >&2
		alarm=1
	fi
done
[ "$alarm" = 0 ] || { status=1 die "digests of released toolchains have changed; nothing was written"; }
{
	grep '^#' "$new" || true
	grep '^go' "$new" | sort -V
} >"$new.sorted"
mv "$new.sorted" "$file"
