# How many counts changed in every Go release, and why: more upwards, fewer downwards; allocs/op above, B/op below.
#
# usage: gnuplot -c causes.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/causes.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Dashed: borders across which Go itself changed what it counts; what differs there is counted apart and is no change.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
load ARG0[1:strlen(ARG0) - strlen("causes.gp")]."common.gp"

stats DATA index 0 using 1 nooutput
releases = int(STATS_max)
stats DATA index 0 using 3 nooutput name "E"
stats DATA index 0 using (strlen(strcol(2))) nooutput name "R"
array RELEASE[releases]; array BORDER[releases]
stats DATA index 0 using (RELEASE[$1] = strcol(2), BORDER[$1] = $3, 0) nooutput name "X"
stats DATA index 1 using 1 nooutput
causes = int(STATS_max)
array CAUSE[causes]; array TOTAL[causes]
stats DATA index 1 using (CAUSE[$1] = strcol(2), TOTAL[$1] = $3 + $4, 0) nooutput name "X"
array UP[2]; array DOWN[2]; array COUNTERS[2]
do for [m = 1:2] {
  stats DATA index 0 using (column(3 * m + 1)) nooutput name "U"
  stats DATA index 0 using (column(3 * m + 2)) nooutput name "D"
  stats DATA index 0 using (column(3 * m + 3)) nooutput name "K"
  UP[m] = U_max; DOWN[m] = D_max; COUNTERS[m] = K_max
}

# Told apart without colours by their shade and by what is drawn over them: 0 nothing, else a pattern, in white or ink.
array COLOUR[6] = [BLUE, 0x56B4E9, ORANGE, 0xF0E442, GREEN, 0xFFFFFF]
array PATTERN[6] = [0, 0, 4, 0, 5, 0]

axis_w = 56; right_w = 14; between_h = 26
W = PRINT ? PW : axis_w + right_w + (releases * 34 > 640 ? releases * 34 : 640)
plot_w = W - axis_w - right_w
turned = R_max * chars(1, 9) > plot_w / releases
names_h = turned ? R_max * chars(1, 9) + 14 : 26
key_columns = plot_w > 560 ? causes : 3
key_rows = (causes + key_columns - 1) / key_columns
key_top = PRINT ? 12 : 48
head_h = key_top + key_rows * 18 + (PRINT ? (E_max > 0 ? 30 : 16) : 26)
plot_h = PRINT ? 120 : 200
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.9))
foot_y = head_h + 2 * plot_h + between_h + names_h + 14
H = PRINT ? foot_y - 8 : int(foot_y + 10 + 13 * (strlen(caption_text) / (W / 5.9) + 1))
top_of(m) = head_h + (m - 1) * (plot_h + between_h)
key_x(c) = axis_w + ((c - 1) % key_columns) * plot_w / key_columns
key_y(c) = key_top + ((c - 1) / key_columns) * 18


set border 2 lc rgb FAINT
set xrange [0.4:releases + 0.6]
do for [r = 1:releases] {
  if (BORDER[r] == 1) { set arrow from r - 0.5, graph 0 to r - 0.5, graph 1 nohead lw LW(1.5) dt (6,4) lc rgb INK back }
}

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
  }
  do for [c = 1:causes] {
    set object c rect from screen sx(key_x(c)), sy(key_y(c) + 6) to screen sx(key_x(c) + 14), sy(key_y(c) - 6) \
      fs solid 1 border lc rgb INK fc rgb COLOUR[c] front
    if (PATTERN[c]) {
      set object 20 + c rect from screen sx(key_x(c)), sy(key_y(c) + 6) to screen sx(key_x(c) + 14), sy(key_y(c) - 6) \
        fs transparent pattern PATTERN[c] border lc rgb INK fc rgb "#ffffff" front
    }
    set label 10 + c T(sprintf("%s %d", CAUSE[c], TOTAL[c]), 9, 0) at screen sx(key_x(c) + 19), sy(key_y(c)) left font F(9, 0) tc rgb INK
  }
  set lmargin at screen sx(axis_w); set rmargin at screen sx(axis_w + plot_w)
  do for [m = 1:2] {
    set tmargin at screen sy(top_of(m)); set bmargin at screen sy(top_of(m) + plot_h)
    up = UP[m] < 1 ? 1 : UP[m]; down = DOWN[m] < 1 ? 1 : DOWN[m]
    set yrange [-(down + 0.16 * (up + down)):up + 0.16 * (up + down)]
    set label 3 T(m == 1 ? "allocs/op" : "B/op", 10, 1) at screen sx(axis_w), sy(top_of(m) - 9) left font F(10, 1) tc rgb INK
    set label 4 T("more", 9, 0) at screen sx(16), graph 1 right rotate by 90 font F(9, 0) tc rgb FAINT
    set label 5 T("fewer", 9, 0) at screen sx(16), graph 0 left rotate by 90 font F(9, 0) tc rgb FAINT
    if (E_max > 0 && m == 1) {
      set label 6 T("dashed: Go changed its counters, and (n) counts with it", 8, 0) \
        at screen sx(axis_w + plot_w), sy(PRINT ? key_top + key_rows * 18 - 1 : top_of(m) - 9) right font F(8, 0) tc rgb FAINT
    }
    unset ytics
    step = step_for(up > down ? up : down); step = step < 1 ? 1 : step
    set ytics nomirror scale 0.4 font small tc rgb INK
    set for [k = -int(down / step):int(up / step)] ytics (T(sprintf("%d", abs(k * step)), 9, 0) k * step)
    set grid ytics lt 1 lw LW(0.5) lc rgb GRID
    unset xtics
    if (m == 2) {
      set xtics nomirror scale 0 font small tc rgb INK
      if (turned) { set xtics rotate by 90 right }
      set for [r = 1:releases] xtics (TIC(RELEASE[r], 9) r)
    }
    plot \
      for [c = 1:causes] DATA index 2 using ($2 == m && $3 == c && $4 > 0 ? $1 : NaN):5:($1-0.36):($1+0.36):5:($5+$4) \
        with boxxyerror fs solid 1 border lc rgb INK fc rgb COLOUR[c], \
      for [c = 1:causes] DATA index 2 using ($2 == m && $3 == c && $6 > 0 ? $1 : NaN):(-$7):($1-0.36):($1+0.36):(-$7-$6):(-$7) \
        with boxxyerror fs solid 1 border lc rgb INK fc rgb COLOUR[c], \
      for [c = 1:causes] DATA index 2 using ($2 == m && $3 == c && $4 > 0 && PATTERN[c] ? $1 : NaN):5:($1-0.36):($1+0.36):5:($5+$4) \
        with boxxyerror fs transparent pattern PATTERN[c] border lc rgb INK fc rgb "#ffffff", \
      for [c = 1:causes] DATA index 2 using ($2 == m && $3 == c && $6 > 0 && PATTERN[c] ? $1 : NaN):(-$7):($1-0.36):($1+0.36):(-$7-$6):(-$7) \
        with boxxyerror fs transparent pattern PATTERN[c] border lc rgb INK fc rgb "#ffffff", \
      0 with lines lw LW(1) lc rgb INK, \
      DATA index 0 using 1:(column(3 * m + 1) > 0 ? column(3 * m + 1) : NaN):(L(sprintf("%d", column(3 * m + 1)), 8, 0)) \
        with labels offset 0, 0.6 font F(8, 0) tc rgb INK, \
      DATA index 0 using 1:(column(3 * m + 2) > 0 ? -column(3 * m + 2) : NaN):(L(sprintf("%d", column(3 * m + 2)), 8, 0)) \
        with labels offset 0, -0.6 font F(8, 0) tc rgb INK, \
      DATA index 0 using 1:($3 == 1 && column(3 * m + 3) > 0 ? -(down + 0.1 * (up + down)) : NaN):(L(sprintf("(%d)", column(3 * m + 3)), 8, 0)) \
        with labels rotate by (plot_w / releases < 28 ? 90 : 0) font F(8, 0) tc rgb FAINT
    unset label; unset object
  }
  unset multiplot
}
