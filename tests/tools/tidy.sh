#!/usr/bin/env bash
# clang-tidy over the named files, two at a time; $INCLUDES says where headers are. Any finding is a failure.
# Left out: matters of taste (swappable parameters, strcmp without == 0, chars from ints), the "_s" functions of C11 that
# no libc here has, and a va_list check that clang 14 gets wrong about va_start.
set -euo pipefail
checks='-*,bugprone-*,clang-analyzer-*'
for off in bugprone-easily-swappable-parameters bugprone-reserved-identifier bugprone-assignment-in-if-condition \
  bugprone-suspicious-string-compare bugprone-narrowing-conversions 'clang-analyzer-security.insecureAPI.*' \
  clang-analyzer-optin.performance.Padding clang-analyzer-valist.Uninitialized; do
  checks="$checks,-$off"
done
# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | CHECKS=$checks xargs -P 2 -n 8 bash -c '
  # shellcheck disable=SC2086
  clang-tidy --quiet -checks="$CHECKS" -warnings-as-errors="*" "$@" -- $INCLUDES -std=c17 -D_GNU_SOURCE \
    -DGOALLOC_VERSION=\"x\" -DGOALLOC_DATADIR=\"x\" 2>/dev/null' tidy
echo "tidy: clean"
