# The first column of a table that goalloc prints.
_goalloc_column() {
  command goalloc "$@" --format csv 2>/dev/null | sed -e 1d -e 's/,.*//' -e 's/^"//;s/"$//'
}
_goalloc_cases() {
  local -a names
  names=(${(f)"$(_goalloc_column case list)"})
  compadd "$@" -a names
}
_goalloc_toolchains() {
  local -a names
  names=(latest all ${(f)"$(_goalloc_column toolchain list | sed 's/^go\([0-9]\)/\1/')"})
  compadd "$@" -a names
}
