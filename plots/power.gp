# How much of what was changed is found, by its size, and how much is flagged without a change; with exact 95 % intervals.
#
# usage: gnuplot -c power.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc selftest` or `goalloc plot` wrote: data/power.tsv
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Dots are shares, bars their intervals (Clopper, Pearson), the short lines what is promised.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
load ARG0[1:strlen(ARG0) - strlen("power.gp")]."common.gp"

stats DATA index 0 using 1 nooutput
effects = int(STATS_max)
stats DATA index 1 using 1 nooutput
kinds = int(STATS_max)
stats DATA index 1 using 5 nooutput name "U"
stats DATA index 1 using (strlen(strcol(9))) nooutput name "N"
most = U_max > 60 ? 100 : U_max > 25 ? 60 : U_max > 10 ? 25 : U_max > 6 ? 10 : 6

# On the screen the two stand side by side, in a column one below the other.
side = !PRINT || PW > 600
names_w = side ? N_max * chars(1, 9.8) + 20 : 12 # in a column the names stand above the bars
counts_w = PRINT ? chars(11, 9) + 8 : 150
gap = PRINT ? 20 : 60
left_w = !PRINT ? 470.0 : side ? (PW - 56 - gap - names_w - counts_w) * 0.6 : PW - 56 - 12
right_w = !PRINT ? 330.0 : side ? (PW - 56 - gap - names_w - counts_w) * 0.4 : PW - names_w - counts_w
row_h = !side ? 36 : PRINT ? 30 : 46
x1 = PRINT ? 56 : 70; x2 = x1 + left_w
x3 = side ? x2 + gap + names_w : names_w; x4 = x3 + right_w
top = PRINT ? 50 : 92
plot_h = kinds * row_h > (PRINT ? 150 : 270) ? kinds * row_h : PRINT ? 150 : 270
top2 = side ? top : top + plot_h + 66
plot2_h = side ? plot_h : kinds * row_h
W = PRINT ? PW : int(x4 + counts_w)
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.9))
foot_y = (side ? top + plot_h : top2 + plot2_h) + (PRINT ? 40 : 66)
H = PRINT ? foot_y : int(foot_y + 22 + 13 * (strlen(caption_text) / (W / 5.9) + 1))

counted(k, n) = sprintf("%d of %d", k, n)
counted_briefly(k, n) = side ? counted(k, n) : sprintf("%d/%d", k, n)
# a promise below 0 is none
promise(p) = p < 0 ? NaN : p

set border 3 lc rgb FAINT
do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0); normal = F(10, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(16), sy(24) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(16), sy(foot_y + 14) left font F(8, 0) tc rgb FAINT
  }
  set label 3 T("dots: shares, bars: exact 95 % intervals;  dashes: what is promised", 9, 0) \
    at screen sx(PRINT ? 6 : 16), sy(PRINT ? 12 : 46) left font small tc rgb FAINT

  set lmargin at screen sx(x1); set rmargin at screen sx(x2); set tmargin at screen sy(top); set bmargin at screen sy(top + plot_h)
  set label 4 T("Injected slowdowns that are found", 10, 1) at screen sx(PRINT ? 6 : x1), sy(top - 16) left font F(10, 1) tc rgb BLUE
  set xrange [0.4:effects + 0.6]
  set yrange [0:112] noextend
  set ytics nomirror scale 0.4 font small tc rgb INK 0, 20, 100
  set format y axis_form("%g %%", "%g\\,\\%%", 9)
  set grid ytics lt 1 lw 0.5 lc rgb GRID
  unset xtics
  set xtics nomirror scale 0.4 font normal tc rgb INK
  set for [e = 1:effects] xtics ("" e)
  plot \
    DATA index 0 using ($1 - 0.28):(promise($6)):(0.56):(0) with vectors nohead lw 2 dt (4,3) lc rgb ORANGE, \
    DATA index 0 using 1:3:4:5 with yerrorbars pt 0 ps 0 lw 2 lc rgb BLUE, \
    DATA index 0 using 1:3 with points pt 7 ps PS(1) lc rgb BLUE, \
    DATA index 0 using 1:(106):(L(counted_briefly($7, $8), 9, 0)) with labels font small tc rgb INK, \
    DATA index 0 using 1:(0):(L(strcol(9), 10, 0)) with labels offset 0, -1.1 font normal tc rgb INK
  unset label 1; unset label 2; unset label 3; unset label 4

  set lmargin at screen sx(x3); set rmargin at screen sx(x4); set tmargin at screen sy(top2); set bmargin at screen sy(top2 + plot2_h)
  set label 5 T("Flagged although nothing changed", 10, 1) at screen sx(side ? x3 - names_w + 10 : 6), sy(top2 - 16) left font F(10, 1) tc rgb GREEN
  set xrange [0:most]
  set yrange [kinds + 0.6:side ? 0.4 : 0.2] noextend
  unset ytics; unset grid; unset xtics
  set xtics nomirror scale 0.4 font small tc rgb INK autofreq
  if (PRINT) { set xtics 0, step_for(most) }
  set format x axis_form("%g %%", "%g\\,\\%%", 9)
  set grid xtics lt 1 lw 0.5 lc rgb GRID
  plot \
    DATA index 1 using (promise($6)):($1 - 0.3):(0):(0.6) with vectors nohead lw 2 dt (4,3) lc rgb ORANGE, \
    DATA index 1 using 3:1:4:5 with xerrorbars pt 0 ps 0 lw 2 lc rgb GREEN, \
    DATA index 1 using 3:1 with points pt 7 ps PS(1) lc rgb GREEN, \
    for [any = 1:side] DATA index 1 using (0):1:(L(strcol(9), 9, 0)) with labels right offset -1, 0 font small tc rgb INK, \
    for [any = side:0] DATA index 1 using (0):($1 - 0.4):(L(strcol(9), 9, 0)) with labels left offset 0.4, 0 font small tc rgb INK, \
    DATA index 1 using (most):1:(L(counted($7, $8), 9, 0)) with labels left offset 1, 0 font small tc rgb INK
  unset label 5; unset grid
  unset multiplot
}
