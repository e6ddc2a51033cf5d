# Small multiples: per benchmark, allocs/op (above) and B/op (below) in every Go release.
#
# usage: gnuplot -c family.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/family-*.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# A release is a place on the axis, not a date. Axes start at 0; where values differ by more than a factor of 100 they
# are logarithmic with 0 kept below 1. Hatched: no count there (not supported, or failed).

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
folder = ARG0[1:strlen(ARG0) - strlen("family.gp")]
load folder."common.gp"
parts = 2; plot_h = 98
load folder."panels.gp"

array LOW[2 * panels]; array HIGH[2 * panels]  # allocs and bytes of panel 1, of panel 2, ...
set xrange [*:*]
do for [i = 1:2 * panels] {
  stats DATA index (i + 3) / 2 using (column(i % 2 ? 2 : 3)) nooutput name "V"
  LOW[i] = V_min; HIGH[i] = V_max
}
# where Go changed its own counters
do for [r = 1:releases] {
  if (BORDER[r] == 1) { set arrow from r - 0.5, graph 0 to r - 0.5, graph 1 nohead lw LW(1.5) dt (6,4) lc rgb INK }
}

set xrange [0.5:releases + 0.5]

# one plot's scale: linear from 0, or logarithmic with zero
is_log(lowest, highest) = highest > 100 && highest > 100 * (lowest < 1 ? 1 : lowest)
scaled(v) = logarithmic ? log_zero(v) : v

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
  }
  key_y = PRINT ? 12 : 44
  set label 3 T("above: allocs/op", 10, 1) at screen sx(12), sy(key_y) left font F(10, 1) tc rgb BLUE
  set label 4 T("below: B/op", 10, 1) at screen sx(140), sy(key_y) left font F(10, 1) tc rgb ORANGE
  set label 5 T("numbers where a value changes;  hatched: not supported, or failed" \
    .(epochs ? ";  dashed: Go itself changed what it counts" : ""), 9, 0) \
    at screen sx(PRINT ? 12 : 250), sy(key_y + (PRINT ? 15 : 0)) left font F(9, 0) tc rgb FAINT
  do for [panel = 1:panels] {
    set lmargin at screen sx(left_of(panel)); set rmargin at screen sx(left_of(panel) + plot_w)
    eval head_panel
    do for [part = 0:1] {
      set tmargin at screen sy(top_of(panel, part))
      set bmargin at screen sy(top_of(panel, part) + plot_h)
      y = part + 2                             # the metric's column; then how it changed, how long it stays
      colour = part == 0 ? BLUE : ORANGE
      lowest = LOW[2 * panel - 1 + part]; highest = HIGH[2 * panel - 1 + part]
      logarithmic = is_log(lowest, highest)
      unset ytics
      set ytics nomirror scale 0.4 font small tc rgb INK
      if (logarithmic) {
        set yrange [(lowest < 1 ? -0.3 : log_zero(lowest) - 0.4):log_zero(highest) + 1.1]
        set ytics (T("0", 9, 0) 0)
        powers = int(log10(highest)) + 1
        do for [power = 0:powers:powers > 4 ? 2 : 1] { set ytics add (T(tick(10.0 ** power), 9, 0) power + 1) }
      } else {
        top = highest < 1 ? 1 : highest
        set yrange [-0.08 * top:1.4 * top]
        set ytics 0, (top <= 4 ? 1 : step_for(top))
        set format y axis_form(top < 1e4 ? "%.0f" : "%.0s %c", top < 1e4 ? "%.0f" : "%.0s %c", 9)
      }
      set grid ytics lt 1 lw 0.5 lc rgb GRID
      set label 7 T(part == 0 ? "allocs/op" : "B/op", 9, 0) \
        at screen sx(left_of(panel) - axis_w + 14), sy(top_of(panel, part) + plot_h / 2) center rotate by 90 font small tc rgb colour
      unset xtics
      if (part == 1) {
        set xtics nomirror scale 0.4
        set for [r = 1:releases] xtics ("" r)
        eval name_releases
      }
      last_x = -100; before = NaN
      plot \
        DATA index panel + 1 \
          using 1:(strcol(y) eq "NaN" ? 0 : NaN):($1-0.5):($1+0.5):(-1e12):(1e12) \
          with boxxyerror fs transparent pattern 5 noborder lc rgb "#c8c8c8", \
        DATA index panel + 1 \
          using ($1-0.5):(rise_from = before, before = scaled(column(y)), rise_from):(0):(before - rise_from) \
          with vectors nohead lw LW(2) lc rgb colour, \
        DATA index panel + 1 using ($1-0.5):(scaled(column(y))):(column(y + 4)):(0) with vectors nohead lw LW(2) lc rgb colour, \
        DATA index panel + 1 \
          using ($1-0.5):(column(y + 2) != 0 ? scaled(column(y)) : AWAY):(column(y + 2) != 0 ? beside($1, count(column(y))) : "") \
          with labels left offset 0.4, 0.55 font small tc rgb INK
      unset label 1; unset label 2; unset label 3; unset label 4; unset label 5; unset label 6; unset label 8
      eval forget_releases
    }
  }
  unset multiplot
}
