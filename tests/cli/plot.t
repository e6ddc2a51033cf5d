#!/usr/bin/env bash
# goalloc plot: which figures, in which formats and sizes.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

run goalloc --db "$DB" plot --output "$T/all" --formats svg
is "$status" 0 "plot"
for name in heatmap changes causes slope; do
  like "$out" "^$T/all/$name$" "$name is one of the figures"
  like "$(head -c300 "$T/all/$name.svg" 2>/dev/null)" "<svg" "... and drawn"
done
unlike "$out" "distribution-" "samples are drawn of the cases that are asked for"
like "$(cat "$T/all/data/slope.tsv")" "^# Counts that differ between go1.22.12 and go1.27.4" "slope compares the two newest releases"

# only what is asked for
run goalloc --db "$DB" plot --output "$T/some" --formats svg --only 'slope,cause?' --compare 1.9.2,latest
is "$status" 0 "--only"
is "$out" "$T/some/causes
$T/some/slope" "two figures"
like "$(cat "$T/some/data/slope.tsv")" "between go1.9.2 and go1.27.4" "--compare chooses the sides"
run goalloc --db "$DB" plot --output "$T/none" --formats svg --only nonsense
is_error 2 "no figure here has a name like nonsense; there are: heatmap, changes" "a name that no figure has"
run goalloc --db "$DB" plot --output "$T/none" --compare 1.9.2
is_error 2 "--compare takes two releases" "--compare with one"
run goalloc --db "$DB" plot --output "$T/none" --formats data --compare 1.9.2,1.13
is_error 3 "1.13 was not measured" "--compare with a release that was not measured"
run goalloc --db "$DB" plot --output "$T/samples" --formats svg --case 'slice/*' --only 'distribution-*'
is "$status" 0 "--case"
like "$out" "^$T/samples/distribution-slice--better$" "a figure a case"
unlike "$out" "heatmap" "... and no other"

# for print
run goalloc --db "$DB" plot --output "$T/print" --formats cairolatex,pdf --only 'causes,changes'
is "$status" 0 "cairolatex needs no --width"
like "$(cat "$T/print/causes-latex.tex")" "includegraphics.*\{causes-latex\}" "the .tex includes what lies beside it"
like "$(head -c5 "$T/print/causes-latex.pdf")" "%PDF" "... a PDF"
like "$(cat "$T/print/data/causes.tsv")" "8.6 cm wide, text of 8 pt" "a column"
like "$(cat "$T/print/data/changes.tsv")" "17.8 cm wide" "... or both"
run goalloc --db "$DB" plot --output "$T/print" --formats pdf --only 'causes,changes' --width 7cm,15 --font 'Liberation Serif,9'
is "$status" 0 "--width, --font"
like "$(cat "$T/print/data/causes.tsv")" "7 cm wide, text of 9 pt, Liberation Serif" "they are used"
like "$(cat "$T/print/data/changes.tsv")" "15 cm wide" "... both of them"
for width in x 8,x 8,9,10 0 8.6in 2; do
  run goalloc --db "$DB" plot --output "$T/none" --width "$width"
  [ "$status" = 2 ] || fail "--width $width: $status"
done
run goalloc --db "$DB" plot --output "$T/none" --width 2
is_error 2 "2 cm wide" "a width that is none"
run goalloc --db "$DB" plot --output "$T/none" --width 8 --font "x';y"
is_error 2 "no font is called" "a font that is gnuplot code"

# without gnuplot
run env PATH="$T/nowhere" "$GOALLOC" --cache "$CACHE" --db "$DB" --progress none plot --output "$T/data" --formats data
is "$status" 0 "data need no gnuplot"
like "$(cat "$T/data/data/heatmap.tsv")" "^# cells" "they are there"
is "$(ls "$T/data")" data "... and nothing else"
echo file >"$T/file"
run goalloc --db "$DB" plot --output "$T/file"
is_error 3 "$T/file.*--output" "a file in the folder's place"
done_testing
