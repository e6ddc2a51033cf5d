# One panel below the other: a series over the nights, in percent, with its interval, and where its new level begins.
#
# usage: gnuplot -c night.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc nightly` wrote: data/series.tsv, data/machine.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  printed below
#   WIDTH .. for print: see common.gp

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
folder = ARG0[1:strlen(ARG0) - strlen("night.gp")]
load folder."common.gp"

stats DATA index 0 using 1 nooutput
panels = int(STATS_max)
array HEAD[panels]
array SINCE[panels]
stats DATA index 0 using (HEAD[$1] = strcol(2), SINCE[$1] = strcol(3), 0) nooutput name "X"

DAY = 86400.0
seconds(text) = strptime("%Y-%m-%d", text)
array LOW[panels]; array HIGH[panels]
first_day = 1e18; last_day = 0
do for [i = 1:panels] {
  stats DATA index i using (seconds(strcol(1))) nooutput name "D"
  first_day = D_min < first_day ? D_min : first_day
  last_day = D_max > last_day ? D_max : last_day
  stats DATA index i using 3 nooutput name "L"
  stats DATA index i using 4 nooutput name "U"
  LOW[i] = L_min; HIGH[i] = U_max
}
days = (last_day - first_day) / DAY
days = days < 4 ? 4 : days

axis_w = PRINT ? 56 : 70; plot_w = PRINT ? PW - axis_w - 20 : 760.0; plot_h = PRINT ? 90.0 : 130.0; head_h = PRINT ? 0 : 54
panel_h = 26 + plot_h + 34
W = PRINT ? PW : int(axis_w + plot_w + 24)
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.6))
foot_y = head_h + panels * panel_h + 8
H = PRINT ? foot_y : int(foot_y + 12 + 13 * (strlen(caption_text) / (W / 5.6) + 1))
top_of(panel) = head_h + (panel - 1) * panel_h + 26

set border 3 lc rgb FAINT
set xdata time
set timefmt "%Y-%m-%d"
set xrange [first_day - 0.02 * days * DAY:first_day + 1.02 * days * DAY]
set format x days > 120 ? "%b %Y" : "%d %b"
set xtics days > 120 ? 61 * DAY : days > 60 ? 14 * DAY : days > 14 ? 7 * DAY : DAY * ceil(days / 7.0)

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(22) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
  }
  do for [panel = 1:panels] {
    set lmargin at screen sx(axis_w); set rmargin at screen sx(axis_w + plot_w)
    set tmargin at screen sy(top_of(panel)); set bmargin at screen sy(top_of(panel) + plot_h)
    set label 6 T(cut(HEAD[panel], int((plot_w + 10) / chars(1, 10))), 10, 1) at screen sx(axis_w), sy(top_of(panel) - 12) left font F(10, 1) tc rgb INK
    spread = HIGH[panel] - LOW[panel]
    spread = spread < 2 ? 2 : spread
    middle = (HIGH[panel] + LOW[panel]) / 2
    set yrange [middle - 0.6 * spread:middle + 0.6 * spread]
    set format y axis_form("%+g %%", "%+g\\,\\%%", 9)
    set ytics nomirror scale 0.4 font small tc rgb INK autofreq
    if (PRINT) { set ytics step_for(1.2 * spread) }
    set xtics nomirror scale 0.4 font small tc rgb INK
    set grid ytics lt 1 lw 0.5 lc rgb GRID
    unset arrow
    if (SINCE[panel] ne "-") {
      set arrow 1 from first seconds(SINCE[panel]) - DAY / 2, graph 0 to first seconds(SINCE[panel]) - DAY / 2, graph 1 \
        nohead lw 1.5 dt 2 lc rgb ORANGE
      set label 7 T("new level", 9, 0) at first seconds(SINCE[panel]) - DAY / 2, graph 0.94 right offset -0.6, 0 font small tc rgb ORANGE
    }
    plot \
      DATA index panel using 1:3:4 with filledcurves fs transparent solid 0.25 noborder lc rgb BLUE, \
      DATA index panel using 1:2 with linespoints pt 7 ps 0.45 lw 1.2 lc rgb BLUE
    unset label 1; unset label 2; unset label 6; unset label 7
  }
  unset multiplot
}
