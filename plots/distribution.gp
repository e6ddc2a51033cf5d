# Small multiples: per benchmark, every sample of its time in every Go release, with quartiles and median.
#
# usage: gnuplot -c distribution.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/distribution-*.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# A point is a sample; within a release they stand in the order in which they were taken, so that drift shows as a slope. Boxes
# are quartiles, from 5 samples on; the thick line is the median; n is below. Axes do not start at 0. What is so
# far out that the rest would be a line (3 quartile ranges beyond the boxes) is a triangle at the edge.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
folder = ARG0[1:strlen(ARG0) - strlen("distribution.gp")]
load folder."common.gp"
parts = 1; plot_h = 190
load folder."panels.gp"

LEAST_BOX = 5
array LOW[panels]; array HIGH[panels]
set xrange [*:*]
do for [i = 1:panels] {
  stats DATA index 2 * i using ($2 < LEAST_BOX ? $9 : $4 - 3 * ($5 - $4) < $9 ? $9 : $4 - 3 * ($5 - $4)) nooutput name "L"
  stats DATA index 2 * i using ($2 < LEAST_BOX ? $10 : $5 + 3 * ($5 - $4) > $10 ? $10 : $5 + 3 * ($5 - $4)) nooutput name "U"
  LOW[i] = L_min; HIGH[i] = U_max
}
# for the eye: half a per cent is the least that is shown as a difference
do for [i = 1:panels] {
  least = 0.005 * HIGH[i]
  if (HIGH[i] - LOW[i] < least) { middle = (HIGH[i] + LOW[i]) / 2; LOW[i] = middle - least / 2; HIGH[i] = middle + least / 2 }
}
set xrange [0.5:releases + 0.5]

unit(v) = v < 1e4 ? 1.0 : v < 1e7 ? 1e3 : v < 1e10 ? 1e6 : 1e9
unit_name(u) = u == 1 ? "ns/op" : u == 1e3 ? "µs/op" : u == 1e6 ? "ms/op" : "s/op"
point_x(r, k, n) = r + (n > 1 ? 0.76 * ((k - 1.0) / (n - 1) - 0.5) : 0)

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
  }
  set label 3 T("samples in the order taken, quartiles (from 5 samples on), median, n below;  axes do not start at 0", 9, 0) \
    at screen sx(12), sy(PRINT ? 12 : 44) left font small tc rgb FAINT
  do for [panel = 1:panels] {
    set lmargin at screen sx(left_of(panel)); set rmargin at screen sx(left_of(panel) + plot_w)
    set tmargin at screen sy(top_of(panel, 0)); set bmargin at screen sy(top_of(panel, 0) + plot_h)
    set label 6 T(head_name(panel), 10, 1) at screen sx(left_of(panel)), sy(top_of(panel, 0) - 12) left font F(10, 1) tc rgb INK
    u = unit(HIGH[panel]); lowest = LOW[panel] / u; highest = HIGH[panel] / u
    height = highest - lowest
    inside(v) = v / u > highest ? highest + 0.05 * height : v / u < lowest ? lowest - 0.05 * height : v / u
    outside(v) = v / u > highest ? 1 : v / u < lowest ? -1 : 0
    set yrange [lowest - 0.22 * height:highest + 0.08 * height]
    unset ytics
    step = step_for(height)
    set ytics nomirror scale 0.4 font small tc rgb INK step * ceil(lowest / step), step, highest
    set format y axis_form("%g", "%g", 9)
    set grid ytics lt 1 lw 0.5 lc rgb GRID
    set label 7 T(unit_name(u), 9, 0) \
      at screen sx(left_of(panel) - axis_w + 14), sy(top_of(panel, 0) + plot_h / 2) center rotate by 90 font small tc rgb GREEN
    unset xtics
    set xtics nomirror scale 0.4 font small tc rgb INK
    if (turned) { set xtics rotate by 90 right }
    set for [r = 1:releases] xtics (release_name(r) r)
    last_x = -100
    plot \
      DATA index 2 * panel using ($2 >= LEAST_BOX ? $1 : NaN):($4 / u):($1-0.42):($1+0.42):(inside($4)):(inside($5)) \
        with boxxyerror fs solid 0.25 border lc rgb GREEN fc rgb GREEN, \
      DATA index 2 * panel + 1 using (outside($4) == 0 ? point_x($1, $2, $3) : NaN):(inside($4)) \
        with points pt 7 ps PS(releases > 12 ? 0.2 : 0.3) lc rgb INK, \
      DATA index 2 * panel + 1 using (outside($4) > 0 ? point_x($1, $2, $3) : NaN):(inside($4)) with points pt 9 ps PS(0.6) lc rgb ORANGE, \
      DATA index 2 * panel + 1 using (outside($4) < 0 ? point_x($1, $2, $3) : NaN):(inside($4)) with points pt 11 ps PS(0.6) lc rgb ORANGE, \
      DATA index 2 * panel using ($1-0.42):($3 / u):(0.84):(0) with vectors nohead lw LW(2) lc rgb ORANGE, \
      DATA index 2 * panel using 1:(lowest - 0.14 * height):(beside($1, sprintf("%d", $2))) with labels font F(8, 0) tc rgb FAINT
    unset label 1; unset label 2; unset label 3; unset label 6
  }
  unset multiplot
}
