# allocs/op of every benchmark (rows) in every Go release (columns).
#
# usage: gnuplot -c heatmap.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/heatmap.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Framed: another count than in the release to its left. A dashed line is a border across which Go itself changed what it
# counts: what differs there has a dotted frame and is no change. In print a count stands only where it is news.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
load ARG0[1:strlen(ARG0) - strlen("heatmap.gp")]."common.gp"

stats DATA index 0 using 1 nooutput
columns = int(STATS_max)
stats DATA index 1 using 1 nooutput
rows = int(STATS_max)
# width of the names, in characters
longest_case = PRINT ? 24 : 60; longest_bench = PRINT ? 34 : 75
stats DATA index 1 using (strlen(strcol(2))) nooutput name "F"
stats DATA index 1 using (strlen(cut(strcol(3), longest_case))) nooutput name "C"
stats DATA index 1 using (strlen(cut(strcol(4), longest_bench))) nooutput name "B"
stats DATA index 0 using (strlen(strcol(2))) nooutput name "R"
stats DATA index 0 using 3 nooutput name "E"

# One coordinate system for everything: x in cells, y in rows; names, headings and the legend lie outside the grid.
normal = PRINT ? 8.5 : 10; small = PRINT ? 7.5 : 10
bold_w = PRINT ? 1.1 : 1.0
char_w = PRINT ? chars(1, normal) : 7.4        # an average character, rather wide than cut
names_w = (bold_w * F_max + C_max + B_max) * char_w + (PRINT ? 31 : 58)
cell_w = PRINT ? (PW - names_w) / (columns + 0.1) : 57; cell_h = PRINT ? 13.5 : 18.0
cell_w = cell_w > 57 ? 57 : cell_w
turned = R_max * char_w > cell_w               # headings that are too wide stand upright
heading = turned ? R_max * char_w / cell_h + 0.4 : 1.4
legend_rows = E_max > 0 ? 4.5 : 3.2
top_rows = PRINT ? 0.2 : 2.2
head = top_rows + legend_rows + heading
x_bench = 0.5 - (B_max * char_w + (PRINT ? 8 : 14)) / cell_w
x_case = x_bench - (C_max * char_w + (PRINT ? 6 : 10)) / cell_w
x_family = x_case - (bold_w * F_max * char_w + (PRINT ? 10 : 20)) / cell_w
left = x_family - (PRINT ? 3.0 / cell_w : 0.25)
right = PRINT ? left + PW / cell_w : columns + 0.9
right = !PRINT && right < left + 820.0 / cell_w ? left + 820.0 / cell_w : right # a short history still needs room for the legend
W = PRINT ? PW : int((right - left) * cell_w)
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 6))
foot = heading + (PRINT ? 0.2 : 2.2 + (strlen(caption_text) / (W / 6) + 1) * 0.8)
H = int((head + rows + foot) * cell_h)

set margins 0, 0, 0, 0
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
set xrange [left:right]
set yrange [rows + 0.5 + foot:0.5 - head] noextend
unset border; unset tics

# Few allocations differ more than many: the colour follows the logarithm up to 1000. Zero stands apart: it is white.
shade(v) = v < 1 ? -1 : v > 1000 ? 1 : log10(v) / 3
set palette defined (0 "#fde3a0", 0.16 "#f9c06a", 0.33 "#ee8a5a", 0.55 "#c44f6c", 0.78 "#7d2f7a", 1 "#2d1160")
set cbrange [0:1]
ink(v) = shade(v) > 0.45 ? 0xFFFFFF : INK
mark(change) = PRINT ? "" : change > 0 ? "▲ " : change < 0 ? "▼ " : ""
# in print: is it another count than the one to its left?
news(y, v) = !PRINT ? 1 : (same = y == last_y && v == last_v, last_y = y, last_v = v, !same)

# The legend's boxes; -1 stands for no count.
array LEGEND = [0, 1, 3, 10, 30, 100, 300, 1000, -1]
legend_w = PRINT ? 31.0 : 48.0
legend_x(i) = left + ((PRINT ? 72 : 108) + (i - 1) * legend_w + (i == 9 ? 0.45 * legend_w : 0)) / cell_w
legend_half = 0.495 * legend_w / cell_w
legend_y = 0.5 - head + top_rows + 0.7
legend_text(v) = v < 0 ? "n/a" : v == 1000 ? "1000+" : sprintf("%d", v)

LEGEND_BOX = "(legend_x($1)-legend_half):(legend_x($1)+legend_half):(legend_y-0.6):(legend_y+0.6)"

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  edge = left + (PRINT ? 2.0 : 14.0) / cell_w
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at edge, 0.5 - head + 1.2 left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at edge, rows + heading + 2.2 left font F(8, 0) tc rgb FAINT
  }
  set label 3 T("allocs/op", normal, 0) at edge, legend_y left font F(normal, 0) tc rgb INK
  set label 4 T("not supported, or failed", normal, 0) at legend_x(9) + legend_half + 10.0 / cell_w, legend_y left font F(normal, 0) tc rgb INK
  set label 5 T("▲ more, ▼ fewer than in the release to its left (framed)", normal, 0) \
    at edge, legend_y + 1.4 left font F(normal, 0) tc rgb INK
  if (E_max > 0) {
    set label 6 T("dashed lines: Go itself changed what it counts; what differs there (dotted frames) is no change", normal, 0) \
      at edge, legend_y + 2.6 left font F(normal, 0) tc rgb INK
  }
  set style fill solid 1 noborder
  last_y = -1; last_v = -1
  plot \
    DATA index 2 using 1:($3 < 1 ? NaN : $2):($1-0.5):($1+0.5):($2-0.5):($2+0.5):(shade($3)) \
      with boxxyerror fs solid 1 lc palette, \
    DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : NaN):($1-0.5):($1+0.5):($2-0.5):($2+0.5) \
      with boxxyerror fs solid 1 lc rgb GONE, \
    DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : NaN):($1-0.5):($1+0.5):($2-0.5):($2+0.5) \
      with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
    DATA index 1 using (0.5):($1-0.5):(columns):(0) with vectors nohead lw LW(0.5) lc rgb GRID, \
    DATA index 0 using ($1-0.5):(0.5):(0):(rows) with vectors nohead lw LW(0.5) lc rgb GRID, \
    DATA index 1 using (left + 0.1):($5 == 1 ? $1 - 0.5 : NaN):(columns + 0.5 - left - 0.1):(0) \
      with vectors nohead lw LW(1) lc rgb "#888888", \
    DATA index 1 using (x_case):($5 == 0 && $6 == 1 ? $1 - 0.5 : NaN):(columns + 0.5 - x_case):(0) \
      with vectors nohead lw LW(0.5) lc rgb "#aaaaaa", \
    for [any = 1:E_max] DATA index 0 using ($3 == 1 ? $1 - 0.5 : NaN):(-0.1):(0):(rows + 1.2) with vectors nohead lw LW(4.5) lc rgb "#ffffff", \
    for [any = 1:E_max] DATA index 0 using ($3 == 1 ? $1 - 0.5 : NaN):(-0.1):(0):(rows + 1.2) with vectors nohead lw LW(PRINT ? 2.8 : 2.2) dt (5,3) lc rgb INK, \
    DATA index 2 using 1:($10 == 1 ? $2 : NaN):($1-0.47):($1+0.47):($2-0.44):($2+0.44) \
      with boxxyerror fs empty border lw LW(1) dt 3 lc rgb INK, \
    DATA index 2 using 1:($5 != 0 ? $2 : NaN):($1-0.47):($1+0.47):($2-0.44):($2+0.44) \
      with boxxyerror fs empty border lw LW(1.5) lc rgb INK, \
    DATA index 2 \
      using 1:(strcol(4) eq "n/a" ? (last_v = -1, AWAY) : news($2, $3) && $5 == 0 ? $2 : AWAY):(L(strcol(4), small, 0)):(ink($3)) \
      with labels font F(small, 0) tc rgb variable, \
    DATA index 2 using ($1 + (PRINT ? 0.12 : 0)):($5 != 0 ? $2 : AWAY):(L(mark($5).strcol(4), small, 1)):(ink($3)) \
      with labels font F(small, 1) tc rgb variable, \
    for [any = 1:PRINT] DATA index 2 using ($1 - 0.29):($5 > 0 ? $2 : NaN):(ink($3)) with points pt 9 ps 0.4 lc rgb variable, \
    for [any = 1:PRINT] DATA index 2 using ($1 - 0.29):($5 < 0 ? $2 : NaN):(ink($3)) with points pt 11 ps 0.4 lc rgb variable, \
    for [any = 1:!PRINT] DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : AWAY):(L(strcol(4), 8, 0)) with labels font F(8, 0) tc rgb FAINT, \
    DATA index 1 using (x_family):($5 == 1 ? $1 : AWAY):(L(strcol(2), normal, 1)) with labels left font F(normal, 1) tc rgb INK, \
    DATA index 1 using (x_case):($6 == 1 ? $1 : AWAY):(L(cut(strcol(3), longest_case), normal, 0)) with labels left font F(normal, 0) tc rgb INK, \
    DATA index 1 using (x_bench):1:(L(cut(strcol(4), longest_bench), normal, 0)) with labels left font F(normal, 0) tc rgb INK, \
    for [any = 1:!turned] for [y in sprintf("%g %g", 0.5 - heading / 2, rows + 0.5 + heading / 2)] \
      DATA index 0 using 1:(y + 0):(L(strcol(2), normal, 1)) with labels font F(normal, 1) center tc rgb INK, \
    for [any = 1:turned] DATA index 0 using 1:(0.2):(L(strcol(2), normal, 1)) \
      with labels font F(normal, 1) rotate by 90 left tc rgb INK, \
    for [any = 1:turned] DATA index 0 using 1:(rows + 0.8):(L(strcol(2), normal, 1)) \
      with labels font F(normal, 1) rotate by 90 right tc rgb INK, \
    LEGEND using (legend_x($1)):(legend_y):@LEGEND_BOX:(shade(LEGEND[$1])) \
      with boxxyerror fs solid 1 lc palette, \
    LEGEND using (legend_x($1)):(LEGEND[$1] < 1 ? legend_y : NaN):@LEGEND_BOX:(LEGEND[$1] < 0 ? GONE : 0xFFFFFF) \
      with boxxyerror fs solid 1 lc rgb variable, \
    LEGEND using (legend_x($1)):(LEGEND[$1] < 0 ? legend_y : NaN):@LEGEND_BOX \
      with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
    LEGEND using (legend_x($1)):(legend_y):@LEGEND_BOX with boxxyerror fs empty border lw LW(0.5) lc rgb "#aaaaaa", \
    LEGEND using (legend_x($1)):(legend_y):(L(legend_text(LEGEND[$1]), small, 0)):(LEGEND[$1] < 0 ? FAINT : ink(LEGEND[$1])) \
      with labels font F(small, 0) tc rgb variable
  unset label
}
