# Small multiples: per benchmark, the time of one operation in every Go release, with its spread.
#
# usage: gnuplot -c time.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/time-*.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Dots are medians; bars are 95 % intervals of the median, or the range of fewer than 6 samples (open dots). Axes start
# at 0; where values differ by more than a factor of 100 they are logarithmic. Hatched: not timed there.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
folder = ARG0[1:strlen(ARG0) - strlen("time.gp")]
load folder."common.gp"
parts = 1; plot_h = 150
load folder."panels.gp"

array LOW[panels]; array HIGH[panels]
set xrange [*:*]
do for [i = 1:panels] {
  stats DATA index i + 1 using 3 nooutput name "L"
  stats DATA index i + 1 using 4 nooutput name "U"
  LOW[i] = L_min; HIGH[i] = U_max
}
set xrange [0.5 - 12 * releases / plot_w:releases + 0.5] # room for the first number

# the unit that keeps the numbers short
unit(v) = v < 1e4 ? 1.0 : v < 1e7 ? 1e3 : v < 1e10 ? 1e6 : 1e9
unit_name(u) = u == 1 ? "ns/op" : u == 1e3 ? "µs/op" : u == 1e6 ? "ms/op" : "s/op"
digits(v) = v < 10 ? sprintf("%.2f", v) : v < 100 ? sprintf("%.1f", v) : sprintf("%.0f", v)

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
  }
  set label 3 T("median with its 95 % interval (open dot: range of fewer than 6 samples);  hatched: not timed", 9, 0) \
    at screen sx(12), sy(PRINT ? 12 : 44) left font F(9, 0) tc rgb FAINT
  do for [panel = 1:panels] {
    set lmargin at screen sx(left_of(panel)); set rmargin at screen sx(left_of(panel) + plot_w)
    set tmargin at screen sy(top_of(panel, 0)); set bmargin at screen sy(top_of(panel, 0) + plot_h)
    set label 6 T(head_name(panel), 10, 1) at screen sx(left_of(panel)), sy(top_of(panel, 0) - 12) left font F(10, 1) tc rgb INK
    u = unit(HIGH[panel]); lowest = LOW[panel] / u; highest = HIGH[panel] / u
    unset ytics; unset logscale
    set ytics nomirror scale 0.4 font small tc rgb INK
    if (lowest > 0 && highest > 100 * lowest) {
      set logscale y
      set yrange [lowest / 1.6:highest * 2.5]
      set ytics 10
      set format y axis_form("%g", "%g", 9)
    } else {
      set yrange [0:highest > 0 ? highest * 1.25 : 1]
      set ytics 0, step_for(highest > 0 ? highest : 1)
      set format y axis_form("%g", "%g", 9)
    }
    set grid ytics lt 1 lw 0.5 lc rgb GRID
    set label 7 T(unit_name(u), 9, 0) \
      at screen sx(left_of(panel) - axis_w + 14), sy(top_of(panel, 0) + plot_h / 2) center rotate by 90 font small tc rgb GREEN
    set xtics nomirror scale 0.4 font small tc rgb INK
    if (turned) { set xtics rotate by 90 right }
    set for [r = 1:releases] xtics (release_name(r) r)
    last_x = -100
    plot \
      DATA index panel + 1 using 1:(strcol(2) eq "NaN" ? lowest : NaN):($1-0.5):($1+0.5):(lowest / 1e6):(highest * 1e6) \
        with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
      DATA index panel + 1 using 1:($2 / u) with lines lw 0.7 dt 3 lc rgb GREEN, \
      DATA index panel + 1 using 1:($2 / u):($3 / u):($4 / u) with yerrorbars pt 0 ps 0 lw 1.5 lc rgb GREEN, \
      DATA index panel + 1 using 1:($2 / u) with points pt 7 ps 0.6 lc rgb GREEN, \
      DATA index panel + 1 using 1:($5 < 6 ? $2 / u : NaN) with points pt 7 ps 0.35 lc rgb "#ffffff", \
      DATA index panel + 1 using 1:($2 / u):(beside($1, digits($2 / u))) with labels left offset 0.5, 0.5 font small tc rgb INK
    unset label 1; unset label 2; unset label 3; unset label 6
  }
  unset multiplot
}
