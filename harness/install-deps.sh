#!/bin/sh
# Installs what is missing of the named groups through the platform's package manager.
#   install-deps.sh GROUP...        groups: build run test browser lint fuzz paper
# Prints the command first; sudo only when not root. NO_INSTALL=1: prints what to install and stops (exit 3).
# A need is a row of the table below: group, how to see that it is there, and its package in each manager ("-": the
# manager has none or the need comes with another row).
set -eu

table() {
  cat <<'END'
# group check                    apt                  dnf                  apk               pacman       zypper              brew
build   cmd:cc                   gcc                  gcc                  build-base        gcc          gcc                 -
build   cmd:make                 make                 make                 make              make         make                make
build   cmd:pkg-config           pkg-config           pkgconf-pkg-config   pkgconf           pkgconf      pkg-config          pkgconf
build   pc:libcurl               libcurl4-openssl-dev libcurl-devel        curl-dev          curl         libcurl-devel       curl
build   pc:libarchive            libarchive-dev       libarchive-devel     libarchive-dev    libarchive   libarchive-devel    libarchive
build   pc:jansson               libjansson-dev       jansson-devel        jansson-dev       jansson      libjansson-devel    jansson
build   pc:sqlite3               libsqlite3-dev       sqlite-devel         sqlite-dev        sqlite       sqlite3-devel       sqlite
build   pc:libcrypto             libssl-dev           openssl-devel        openssl-dev       openssl      libopenssl-devel    openssl@3
build   pc:smartcols             libsmartcols-dev     libsmartcols-devel   util-linux-dev    util-linux-libs libsmartcols-devel util-linux
run     file:/etc/ssl/certs      ca-certificates      ca-certificates      ca-certificates   ca-certificates ca-certificates  -
run     cmd:gnuplot              gnuplot-nox          gnuplot              gnuplot           gnuplot      gnuplot             gnuplot
run     font:dejavu              fonts-dejavu-core    dejavu-sans-fonts    font-dejavu       ttf-dejavu   dejavu-fonts        -
run     source:go                golang-go            golang               go                go           go                  go
test    h:cmocka.h               libcmocka-dev        libcmocka-devel      cmocka-dev        cmocka       libcmocka-devel     cmocka
test    cmd:prove                perl                 perl-Test-Harness    perl-utils        perl         perl                perl
test    cmd:python3              python3              python3              python3           python       python3             python3
test    cmd:sqlite3              sqlite3              sqlite               sqlite            sqlite       sqlite3             sqlite
test    cmd:git                  git                  git                  git               git          git                 git
browser chromium                 chromium             chromium             chromium          chromium     chromium            -
lint    cmd:clang-format         clang-format         clang-tools-extra    clang-extra-tools clang        clang-tools         clang-format
lint    cmd:clang-tidy           clang-tidy           clang-tools-extra    clang-extra-tools clang        clang-tools         llvm
lint    cmd:cppcheck             cppcheck             cppcheck             cppcheck          cppcheck     cppcheck            cppcheck
lint    cmd:shellcheck           shellcheck           ShellCheck           shellcheck        shellcheck   ShellCheck          shellcheck
lint    cmd:mandoc               mandoc               mandoc               mandoc            mandoc       mandoc              mandoc
lint    cmd:groff                groff-base           groff-base           groff             groff        groff               groff
lint    cmd:zsh                  zsh                  zsh                  zsh               zsh          zsh                 zsh
lint    cmd:fish                 fish                 fish                 fish              fish         fish                fish
paper   cmd:latexmk              latexmk              latexmk              texlive-binextra  texlive-binextra texlive-latexmk    texlive
paper   tex:booktabs.sty         texlive-latex-recommended texlive-collection-latexrecommended texmf-dist-latexrecommended texlive-latexrecommended texlive-collection-latexrecommended -
paper   tex:siunitx.sty          texlive-science      texlive-siunitx      texmf-dist-mathscience texlive-mathscience texlive-siunitx    -
paper   tex:lmodern.sty          lmodern              texlive-lm           texmf-dist-fontsrecommended texlive-fontsrecommended texlive-lm         -
paper   cmd:pdftoppm             poppler-utils        poppler-utils        poppler-utils     poppler          poppler-tools      poppler
fuzz    cmd:clang                clang                clang                clang             clang        clang               llvm
fuzz    fuzzer                   libclang-rt-14-dev   compiler-rt          compiler-rt       compiler-rt  clang               -
END
}

# Is the need already met?
present() {
  case "$1" in
    cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    h:*) printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\n' "${1#h:}" |
           cc -E -x c - >/dev/null 2>&1 ;;
    file:*) [ -e "${1#file:}" ] ;;
    font:*) fc-list 2>/dev/null | grep -qi "${1#font:}" || [ -d /usr/share/fonts/truetype/dejavu ] ;;
    # where toolchains come from: a named source, or a go command that knows its module proxy
    source:go) [ -n "${GOALLOC_SOURCE:-}${GOPROXY:-}" ] || command -v go >/dev/null 2>&1 ;;
    tex:*) kpsewhich "${1#tex:}" >/dev/null 2>&1 ;;
    # any of those that speak the DevTools protocol
    chromium)
      for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$browser" >/dev/null 2>&1 && return 0
      done
      [ -n "${CHROMIUM:-}" ] ;;
    fuzzer) printf 'int LLVMFuzzerTestOneInput(const char *p, long n);int LLVMFuzzerTestOneInput(const char *p, long n){(void)p;(void)n;return 0;}' |
           clang -fsanitize=fuzzer -x c -o /dev/null - >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

# name, column of the table, the command in front of the packages
manager() {
  if command -v apt-get >/dev/null 2>&1; then echo "3 apt-get install -y --no-install-recommends"
  elif command -v dnf >/dev/null 2>&1; then echo "4 dnf install -y"
  elif command -v apk >/dev/null 2>&1; then echo "5 apk add"
  elif command -v pacman >/dev/null 2>&1; then echo "6 pacman -S --needed --noconfirm"
  elif command -v zypper >/dev/null 2>&1; then echo "7 zypper --non-interactive install"
  elif command -v brew >/dev/null 2>&1; then echo "8 brew install"
  else echo "0 none"; fi
}

found=$(manager)
column=${found%% *}
install=${found#* }
missing='' needs=''
for group in "$@"; do
  rows=$(table | grep "^$group ") || { echo "install-deps.sh: there is no group '$group'" >&2; exit 2; }
  while read -r _ check packages; do
    present "$check" && continue
    needs="$needs ${check#*:}"
    [ "$column" = 0 ] && continue
    package=$(echo "- - $packages" | awk -v c="$column" '{ print $c }')
    case " $missing " in *" $package "*) ;; *) [ "$package" = - ] || missing="$missing $package" ;; esac
  done <<END
$rows
END
done
[ -n "$needs" ] || exit 0

if [ "$column" = 0 ]; then
  echo "goalloc: missing:$needs; no package manager known here (apt, dnf, apk, pacman, zypper, brew): install them by hand" >&2
  exit 3
fi
if [ -z "$missing" ]; then
  echo "goalloc: missing:$needs, and this package manager has no package for it: install it by hand" >&2
  exit 3
fi
sudo=''
case "$install" in
  brew*) ;;
  *) [ "$(id -u)" = 0 ] || sudo='sudo ' ;;
esac
update=''
case "$install" in apt-get*) update="${sudo}apt-get update -q && " ;; esac
command="$update$sudo$install$missing"
echo "goalloc: missing:$needs"
echo "+ $command"
if [ "${NO_INSTALL:-}" = 1 ]; then
  echo "goalloc: NO_INSTALL=1: run the line above, then this again" >&2
  exit 3
fi
DEBIAN_FRONTEND=noninteractive sh -c "$command" >&2
