# allocs/op of every benchmark (rows) in every Go release (columns).
#
# usage: gnuplot -c heatmap.gp DATA OUTPUT FORMATS [TITLE [CAPTION]]
#   DATA     a data file that `goalloc plot` wrote: data/heatmap.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5
load ARG0[1:strlen(ARG0) - strlen("heatmap.gp")]."common.gp"

stats DATA index 0 using 1 nooutput
columns = int(STATS_max)
stats DATA index 1 using 1 nooutput
rows = int(STATS_max)
# width of the names, in characters
stats DATA index 1 using (strlen(strcol(2))) nooutput name "F"
stats DATA index 1 using (strlen(strcol(3))) nooutput name "C"
stats DATA index 1 using (strlen(strcol(4))) nooutput name "B"
stats DATA index 0 using (strlen(strcol(2))) nooutput name "R"

stats DATA index 0 using 3 nooutput name "E"
epochs = E_max > 0 ? ";  dashed: Go itself changed what it counts (differences there are not framed)" : ""

# One coordinate system for everything: x in cells, y in rows; names, headings and the legend lie outside the grid.
cell_w = 57; cell_h = 18
char_w = 7.4                                   # an average character of the 10 pt font, rather wide than cut
turned = R_max * char_w > cell_w               # headings that are too wide stand upright
heading = turned ? R_max * char_w / cell_h + 0.4 : 1.4
head = 5.4 + heading
x_bench = 0.5 - (B_max * char_w + 14) / cell_w
x_case = x_bench - (C_max * char_w + 10) / cell_w
x_family = x_case - (F_max * char_w + 20) / cell_w
left = x_family - 0.25
right = columns + 0.9
right = right < left + 820.0 / cell_w ? left + 820.0 / cell_w : right # a short history still needs room for the legend
W = int((right - left) * cell_w)
caption_text = wrap(CAPTION, int(W / 6))
foot = heading + 2.2 + (strlen(caption_text) / (W / 6) + 1) * 0.8
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
mark(change) = change > 0 ? "▲ " : change < 0 ? "▼ " : ""

# The legend's boxes; -1 stands for no count.
array LEGEND = [0, 1, 3, 10, 30, 100, 300, 1000, -1]
legend_x(i) = left + 1.9 + (i - 1) * 0.85 + (i == 9 ? 0.4 : 0)
legend_y = 0.5 - head + 2.9
legend_text(v) = v < 0 ? "n/a" : v == 1000 ? "1000+" : sprintf("%d", v)

LEGEND_BOX = "(legend_x($1)-0.42):(legend_x($1)+0.42):(legend_y-0.6):(legend_y+0.6)"

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output OUTPUT.".".format
  set label 1 TITLE at left + 0.25, 0.5 - head + 1.2 left font bold(format, 13) tc rgb INK
  set label 2 caption_text at left + 0.25, rows + heading + 2.2 left font plain(format, 8) tc rgb FAINT
  set label 3 "allocs/op" at left + 0.25, legend_y left tc rgb INK
  set label 4 "not supported, or failed" at legend_x(9) + 0.6, legend_y left tc rgb INK
  set label 5 "▲ more, ▼ fewer than in the release to its left (framed)".epochs \
    at left + 0.25, legend_y + 1.5 left tc rgb INK
  set style fill solid 1 noborder
  plot \
    DATA index 2 using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):(shade($3)) \
      with boxxyerror fs solid 1 lc palette, \
    DATA index 2 using 1:($3 < 1 ? $2 : NaN):($1-0.5):($1+0.5):($2-0.5):($2+0.5) \
      with boxxyerror fs solid 1 lc rgb "#ffffff", \
    DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : NaN):($1-0.5):($1+0.5):($2-0.5):($2+0.5) \
      with boxxyerror fs solid 1 lc rgb GONE, \
    DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : NaN):($1-0.5):($1+0.5):($2-0.5):($2+0.5) \
      with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
    DATA index 2 using ($1-0.5):($2-0.5):(1):(0) with vectors nohead lw 0.5 lc rgb GRID, \
    DATA index 2 using ($1-0.5):($2-0.5):(0):(1) with vectors nohead lw 0.5 lc rgb GRID, \
    DATA index 1 using (left + 0.1):($5 == 1 ? $1 - 0.5 : NaN):(columns + 0.5 - left - 0.1):(0) \
      with vectors nohead lw 1 lc rgb "#888888", \
    DATA index 1 using (x_case):($5 == 0 && $6 == 1 ? $1 - 0.5 : NaN):(columns + 0.5 - x_case):(0) \
      with vectors nohead lw 0.5 lc rgb "#aaaaaa", \
    DATA index 2 using 1:($5 != 0 ? $2 : NaN):($1-0.47):($1+0.47):($2-0.44):($2+0.44) \
      with boxxyerror fs empty border lw 1.5 lc rgb INK, \
    for [any = 1:E_max] DATA index 0 using ($3 == 1 ? $1 - 0.5 : NaN):(0.5):(0):(rows) with vectors nohead lw 2 dt 2 lc rgb BLUE, \
    DATA index 2 \
      using 1:($5 == 0 && strcol(4) ne "n/a" ? $2 : NaN):4:(ink($3)) with labels tc rgb variable, \
    DATA index 2 using 1:($5 != 0 ? $2 : NaN):(mark($5).strcol(4)):(ink($3)) \
      with labels font bold(format, 10) tc rgb variable, \
    DATA index 2 using 1:(strcol(4) eq "n/a" ? $2 : NaN):4 with labels font plain(format, 8) tc rgb FAINT, \
    DATA index 1 using (x_family):($5 == 1 ? $1 : NaN):2 with labels left font bold(format, 10) tc rgb INK, \
    DATA index 1 using (x_case):($6 == 1 ? $1 : NaN):3 with labels left tc rgb INK, \
    DATA index 1 using (x_bench):1:4 with labels left tc rgb INK, \
    for [any = 1:!turned] for [y in sprintf("%g %g", 0.5 - heading / 2, rows + 0.5 + heading / 2)] \
      DATA index 0 using 1:(y + 0):2 with labels font bold(format, 10) center tc rgb INK, \
    for [any = 1:turned] DATA index 0 using 1:(0.2):2 with labels font bold(format, 10) rotate by 90 left tc rgb INK, \
    for [any = 1:turned] DATA index 0 using 1:(rows + 0.8):2 \
      with labels font bold(format, 10) rotate by 90 right tc rgb INK, \
    LEGEND using (legend_x($1)):(legend_y):@LEGEND_BOX:(shade(LEGEND[$1])) \
      with boxxyerror fs solid 1 lc palette, \
    LEGEND using (legend_x($1)):(LEGEND[$1] < 1 ? legend_y : NaN):@LEGEND_BOX:(LEGEND[$1] < 0 ? GONE : 0xFFFFFF) \
      with boxxyerror fs solid 1 lc rgb variable, \
    LEGEND using (legend_x($1)):(LEGEND[$1] < 0 ? legend_y : NaN):@LEGEND_BOX \
      with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
    LEGEND using (legend_x($1)):(legend_y):@LEGEND_BOX with boxxyerror fs empty border lw 0.5 lc rgb "#aaaaaa", \
    LEGEND using (legend_x($1)):(legend_y):(legend_text(LEGEND[$1])):(LEGEND[$1] < 0 ? FAINT : ink(LEGEND[$1])) \
      with labels tc rgb variable
  unset label
}
