#!/usr/bin/env bash
# shellcheck disable=SC2016 # what other shells are to expand
# Looks at a built Debian package and installs it in a Debian made for that alone: check_deb.sh FOLDER
# FOLDER holds what `make deb` left. The packages of that Debian come from wherever this machine's apt gets its own; SUITE says which
# release (that of this machine). Prints what it tries; the first thing that does not work ends it.
set -euo pipefail
folder=$1
deb=$(find "$folder" -maxdepth 1 -name 'goalloc_*.deb')
# shellcheck source=/dev/null
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
for tool in lintian mmdebstrap; do
  command -v "$tool" >/dev/null || { echo "goalloc: make check-deb needs $tool: apt-get install $tool" >&2; exit 3; }
done
root=${ROOT:-$(mktemp -d)}
# KEEP=1 ROOT=FOLDER: the Debian is kept, and used again
trap '[ -n "${KEEP:-}" ] || rm -rf "$root"' EXIT

mkdir -p "$root"
echo "== lintian"
# it is no first upload to Debian, which would close a bug there
lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs --allow-root "$folder"/*.changes
echo "== a clean $suite"
mapfile -t sources < <(find /etc/apt/sources.list /etc/apt/sources.list.d -name 'debian.sources' -o -name 'sources.list' 2>/dev/null)
# manual pages are left out of minimal systems by a setting of dpkg: here they are what is looked for
[ -e "$root/debian/bin/sh" ] || mmdebstrap --quiet --variant=apt --include=man-db,bash-completion,zsh,fish "$suite" "$root/debian" "${sources[@]}"
cp "$deb" "$root/debian/tmp/goalloc.deb"
# with /proc, which a shell's <(...) needs; the mount goes with the process
in_debian() { unshare --mount sh -c 'mount -t proc proc "$0/proc"; ln -sfn /proc/self/fd "$0/dev/fd"; exec chroot "$0" "$@"' "$root/debian" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

echo "== install, with what it depends on and nothing more"
cp /etc/resolv.conf /etc/hosts "$root/debian/etc/" 2>/dev/null || true
in_debian apt-get -qq update
in_debian apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends -y /tmp/goalloc.deb >/dev/null
want() { # pattern command...
  local pattern=$1 out
  shift
  out=$(in_debian "$@" 2>&1) || { echo "FAILED: $*: $out" >&2; exit 1; }
  grep -qE -- "$pattern" <<<"$out" || { echo "FAILED: $* prints no $pattern: $out" >&2; exit 1; }
  echo "ok: $*" | cut -c1-120
}
want '^goalloc [0-9]' goalloc --version
want '^slice/append_growth ' goalloc case list
want 'goalloc compare 1.24 latest' sh -c 'man goalloc | cat'
want 'goalloc' sh -c 'whatis goalloc'
want "network" goalloc doctor --quick
want '^compare$' bash -c '. /usr/share/bash-completion/completions/goalloc; COMP_WORDS=(goalloc comp); COMP_CWORD=1; _goalloc; printf "%s\n" "${COMPREPLY[@]}"'
want '^slice/append_growth' bash -c '. /usr/share/bash-completion/completions/goalloc; COMP_WORDS=(goalloc explain slice/append_gr); COMP_CWORD=2; _goalloc; printf "%s\n" "${COMPREPLY[@]}"'
want '^compare' fish -c 'complete -C "goalloc comp"'
want '_goalloc' zsh -c 'autoload -Uz compinit; compinit -u -D; print $_comps[goalloc]'
echo "== remove"
in_debian apt-get -qq -o Dpkg::Use-Pty=0 purge -y goalloc >/dev/null
left=$(in_debian find / -xdev -name '*goalloc*' -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/lib/apt/*' -not -path '/var/cache/*' -not -path '/var/log/*')
[ -z "$left" ] || { echo "FAILED: left behind: $left" >&2; exit 1; }
echo "check-deb: fine"
