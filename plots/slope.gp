# The slope chart of a comparison: every count that differs, from the old release (left) to the new one (right).
#
# usage: gnuplot -c slope.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/slope.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Counts are exact: there are no intervals. The scale is logarithmic with 0 kept below 1; up is solid, down is dashed.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
load ARG0[1:strlen(ARG0) - strlen("slope.gp")]."common.gp"

array SIDE[2]
stats DATA index 0 using (SIDE[$1] = strcol(2), 0) nooutput name "X"
stats DATA index 1 using 1 nooutput
panels = int(STATS_max)
array METRIC[panels]; array LINES[panels]; array NOTE[panels]
fine_print(changed, more, fewer, both, left) = sprintf("%d of %d differ: %d more, %d fewer", changed, both, more, fewer) \
  .(left > 0 ? sprintf("; %d small ones left out", left) : "")
stats DATA index 1 using (METRIC[$1] = strcol(2), LINES[$1] = int($3), NOTE[$1] = fine_print($4, $5, $6, $8, $7), 0) nooutput name "X"

# a benchmark's name (without its family where room is scarce); how many more lie on its line
short(case) = PRINT ? case[strstrt(case, "/") + 1:] : case
alike(n) = n > 1 ? sprintf(" (+%d)", n - 1) : ""
stats DATA index 2 using (strlen(short(strcol(9))) + 1 + strlen(strcol(10)) + strlen(alike($5))) nooutput name "N"
stats DATA index 2 using (strlen(strcol(7))) nooutput name "O"
stats DATA index 2 using (strlen(strcol(8))) nooutput name "P"

# Everything in units from the top left.
old_w = chars(O_max, 9) + 26; new_w = chars(O_max + P_max + 3, 9) * 1.08 + (PRINT ? 20 : 32)
longest = PRINT ? int((PW - old_w - new_w - 74) / chars(1, 8.3)) : 60
names_w = chars(N_max < longest ? N_max : longest, PRINT ? 8.3 : 9) + (PRINT ? 4 : 16)
slope_w = PRINT ? PW - old_w - new_w - names_w : 220.0
slope_w = slope_w < 70 ? 70.0 : slope_w
panel_w = old_w + slope_w + new_w + names_w
across = !PRINT && panels == 2 ? 2 : 1
down = (panels + across - 1) / across
most = panels == 2 && LINES[panels] > LINES[1] ? LINES[panels] : LINES[1]
row_h = PRINT ? 13.5 : 17.0
height_for(lines) = lines * row_h < (PRINT ? 90 : 160) ? (PRINT ? 90 : 160) : lines * row_h
array TOP[panels]; array PLOT_H[panels]
head_h = PRINT ? 34 : 84
gap_h = 44
TOP[1] = head_h
do for [p = 1:panels] { PLOT_H[p] = across == 2 ? height_for(most) : height_for(LINES[p]) }
if (panels == 2) { TOP[2] = across == 2 ? head_h : head_h + PLOT_H[1] + gap_h + 10 }
W = PRINT ? PW : across * panel_w + 24
W = !PRINT && W < 560 ? 560 : W
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.9))
foot_y = TOP[panels] + PLOT_H[panels] + 24
H = PRINT ? foot_y - 8 : int(foot_y + 10 + 13 * (strlen(caption_text) / (W / 5.9) + 1))
left_of(p) = across == 2 ? (p - 1) * panel_w + old_w : old_w

unset border; unset xtics; unset ytics

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
    set label 3 T("orange, solid: more;  blue, dashed: fewer;  (+n): so many on the same line;  logarithmic, 0 below 1", 9, 0) \
      at screen sx(12), sy(42) left font F(9, 0) tc rgb FAINT
  }
  do for [p = 1:panels] {
    lines = LINES[p]
    array OLD[lines]; array NEW[lines]; array UP[lines]; array COUNT[lines]
    array OLD_TEXT[lines]; array NEW_TEXT[lines]; array NAME[lines]; array AT[lines]; array SHOWN[lines]
    stats DATA index 2 using ($1 == p ? (OLD[$2] = $3, NEW[$2] = $4, UP[$2] = $6, COUNT[$2] = $5, OLD_TEXT[$2] = strcol(7), \
      NEW_TEXT[$2] = strcol(8), NAME[$2] = short(strcol(9))." ".strcol(10), 0) : 0) nooutput name "X"
    low = 1e9; high = -1e9
    do for [i = 1:lines] {
      a = log_zero(OLD[i]); b = log_zero(NEW[i])
      low = a < low ? a : low; low = b < low ? b : low
      high = a > high ? a : high; high = b > high ? b : high
    }
    high = high - low < 1 ? low + 1 : high
    per = (high - low) / (PLOT_H[p] - row_h)     # scale units in one unit of the page
    y_low = low - per * row_h / 2; y_high = high + per * row_h / 2
    # Labels stand beside their ends, and where they would cover each other as near as they can: first from the top
    # downwards, then what fell below the bottom is pushed up again.
    step = row_h * per
    do for [i = 1:lines] {
      AT[i] = log_zero(NEW[i])
      if (i > 1 && AT[i] > AT[i - 1] - step) { AT[i] = AT[i - 1] - step }
    }
    floor_at = y_low + step / 2
    do for [i = lines:1:-1] {
      if (AT[i] < floor_at) { AT[i] = floor_at }
      floor_at = AT[i] + step
    }
    # of old counts that would cover each other the first is written; the names' own texts have all
    do for [i = 1:lines] {
      SHOWN[i] = 1
      do for [k = 1:i - 1] { if (SHOWN[k] && abs(log_zero(OLD[k]) - log_zero(OLD[i])) < 0.8 * step) { SHOWN[i] = 0 } }
    }
    set tmargin at screen sy(TOP[p]); set bmargin at screen sy(TOP[p] + PLOT_H[p])
    set lmargin at screen sx(left_of(p) - old_w); set rmargin at screen sx(left_of(p) + panel_w - old_w)
    set xrange [-old_w / slope_w:(panel_w - old_w) / slope_w]
    set yrange [y_low:y_high]
    reach = 18.0 / slope_w                       # from the end of a line to its name
    set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead lw LW(1) lc rgb FAINT
    set arrow 2 from first 1, graph 0 to first 1, graph 1 nohead lw LW(1) lc rgb FAINT
    set label 4 T(SIDE[1], 10, 1) at screen sx(left_of(p)), sy(TOP[p] - 10) center font F(10, 1) tc rgb INK
    set label 5 T(SIDE[2], 10, 1) at screen sx(left_of(p) + slope_w), sy(TOP[p] - 10) center font F(10, 1) tc rgb INK
    set label 6 T(METRIC[p], 10, 1) at screen sx(left_of(p) - old_w + 12), sy(TOP[p] - 26) left font F(10, 1) tc rgb INK
    set label 7 T(NOTE[p], 9, 0) at screen sx(left_of(p) - old_w + 20 + chars(9, 10)), sy(TOP[p] - 26) left font F(9, 0) tc rgb FAINT
    weight(i) = COUNT[i] > 3 ? 3 : COUNT[i] > 1 ? 2 : 1
    rise(i) = log_zero(NEW[i]) - log_zero(OLD[i])
    plot \
      for [w = 1:3] for [u = 0:1] OLD using (UP[$1] == u && weight($1) == w ? 0 : NaN):(log_zero(OLD[$1])):(1):(rise($1)) \
        with vectors nohead lw LW(0.6 + 0.9 * w) dt 2 - u lc rgb (u ? ORANGE : BLUE), \
      NEW using (1):(log_zero(NEW[$1])):(reach):(AT[$1] - log_zero(NEW[$1])) with vectors nohead lw LW(0.5) lc rgb FAINT, \
      for [u = 0:1] OLD using (UP[$1] == u ? 0 : NaN):(log_zero(OLD[$1])) with points pt 7 ps PS(0.7) lc rgb (u ? ORANGE : BLUE), \
      for [u = 0:1] NEW using (UP[$1] == u ? 1 : NaN):(log_zero(NEW[$1])) with points pt 7 ps PS(0.7) lc rgb (u ? ORANGE : BLUE), \
      OLD using (SHOWN[$1] ? -10.0 / slope_w : NaN):(log_zero(OLD[$1])):(L(OLD_TEXT[$1], 9, 0)) with labels right font F(9, 0) tc rgb INK, \
      NEW using (1 + reach + 4.0 / slope_w):(AT[$1]):(L(OLD_TEXT[$1]." → ".NEW_TEXT[$1], 9, 1)) with labels left font F(9, 1) tc rgb INK, \
      NEW using (1 + reach + (new_w - 6) / slope_w):(AT[$1]):(L(cut(NAME[$1], longest - strlen(alike(COUNT[$1]))).alike(COUNT[$1]), 9, 0)) with labels left font F(9, 0) tc rgb INK
    unset label; unset arrow
  }
  unset multiplot
}
