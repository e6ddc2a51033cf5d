#!/usr/bin/env bash
# Compiles the sample paper of a kit with a stock TeX Live and fails on what a publisher would send back: an error, a reference or
# citation that leads nowhere, a missing figure or character, a box that sticks out by more than 10 pt.
#   check_paper.sh KIT OUT      leaves OUT/paper.pdf and its log
set -u
kit=$1 out=$2
mkdir -p "$out" || exit 3
out=$(cd "$out" && pwd)
bad=0
complain() { echo "check-paper: $*" >&2; bad=1; }

(cd "$kit" && latexmk -interaction=nonstopmode -halt-on-error -file-line-error -outdir="$out" >"$out/latexmk.txt" 2>&1) ||
  complain "paper.tex does not compile: $(grep -m1 -E '^(\./)?[^ ]+:[0-9]+: |^! ' "$out/latexmk.txt")"
log=$out/paper.log
[ -s "$log" ] || { complain "no log: $(tail -3 "$out/latexmk.txt")"; exit 1; }
# TeX breaks lines at 79 characters
text=$(python3 - "$log" <<'END'
import sys
lines, out = open(sys.argv[1], encoding="latin-1").read().split("\n"), []
for line in lines:
    if out and len(out[-1]) % 79 == 0 and out[-1]:
        out[-1] += line
    else:
        out.append(line)
print("\n".join(out))
END
)
while read -r line; do complain "$line"; done < <(grep -E '^! |undefined on input|undefined references|multiply.defined|Missing character|not found|Float too large|No file .*\.(tex|pdf)' <<<"$text" |
  grep -v 'No file paper\.' | sort -u | head -20)
while read -r line; do complain "$line"; done < <(awk 'match($0, /^(Overfull .[hv]box \()([0-9.]+)pt/) { split($0, a, "("); if (a[2] + 0 > 10) print }' <<<"$text" | head -20)
[ -s "$out/paper.pdf" ] || complain "there is no paper.pdf"
grep -q 'Warning--' "$out/paper.blg" 2>/dev/null && complain "bibtex: $(grep -m1 'Warning--' "$out/paper.blg")"
pages=$(sed -n 's/^Output written on .*(\([0-9]*\) page.*/\1/p' "$log")
[ "$bad" = 0 ] && echo "check-paper: $out/paper.pdf, ${pages:-?} pages, nothing to complain of"
exit "$bad"
