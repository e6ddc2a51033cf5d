#!/usr/bin/env bash
# The committed history reproduces: three releases of three eras, every case, default mode; and what differs is seen.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
FILE=results/reference/history.tsv
GO=$(sed -n 's/^#releases\t//p' "$FILE" | tr '\t' '\n' | grep -E '^go1\.(4|17|27)\.' | paste -sd, -)
export CACHE DB="$T/history.db" FILE GO MODE=default
run tests/tools/check-history.sh
is "$status" 0 "the history reproduces with $GO"
is "$(printf '%s\n' "$out" | wc -l)" 1 "... in every figure"
compared=$(printf '%s\n' "$out" | sed -n 's/^\([0-9]*\) of the .*/\1/p')
wanted=$(awk -F'\t' -v go="$GO" '
  BEGIN { n = split(go, list, ",") }
  /^#releases/ { for (i = 2; i <= NF; i++) place[$i] = i }
  !/^#/ && $3 == "default" { for (i = 1; i <= n; i++) total += place[$4] <= place[list[i]] && place[list[i]] <= place[$5] }
  END { print total }' "$FILE")
is "$compared" "$wanted" "... and every figure of these releases was compared"
is "$(sql "$DB" "SELECT count(DISTINCT case_sha256) FROM cells")" "$(grep -c '^#case	' "$FILE")" "... of every case"

# one number of each kind changed in the file
changed=$(awk -F'\t' '!/^#/ && $3 == "default" && $5 == "go1.27.4" && $6 == "1" && $7 ~ /^[0-9]+$/ { print $1 "\t" $2; exit }' "$FILE")
awk -F'\t' -v OFS='\t' -v it="$changed" '!/^#/ && $1 "\t" $2 == it && $3 == "default" && $5 == "go1.27.4" { $6 = "2" } { print }' "$FILE" > "$T/other.tsv"
run goalloc --db "$DB" status --against "$T/other.tsv" --format csv
is "$status" 1 "a count that is another one in the file"
like "$out" "^${changed%	*},.*go1.27.4,\"?2 allocs/op.*1 allocs/op" "... is listed"
done_testing
