# The forest plot of a comparison: ratios of times, new to old, with 95 % intervals, verdict by verdict; below them those of counts.
#
# usage: gnuplot -c forest.gp DATA OUTPUT FORMATS [TITLE [CAPTION [WIDTH SIZE FONT]]]
#   DATA     a data file that `goalloc plot` wrote: data/forest.tsv; its blocks are named in comments
#   OUTPUT   file name without suffix
#   FORMATS  what to draw, separated by blanks: "svg png pdf"
#   CAPTION  the parameters of the run, printed below
#   WIDTH .. for print: see common.gp
#
# Times: median-like estimates (Hodges, Lehmann) of paired ratios. Bars without ends: too few pairs for an interval, the
# range that was seen. Grey band: differences below the threshold; dotted: the margin of "same". Counts are exact: no bars, or the
# range of what measuring again may give.

DATA = ARG1; OUTPUT = ARG2; FORMATS = ARG3; TITLE = ARG4; CAPTION = ARG5; WIDTH = ARG6; SIZE = ARG7; FONT = ARG8
load ARG0[1:strlen(ARG0) - strlen("forest.gp")]."common.gp"

stats DATA index 0 using (THRESHOLD = $1, MARGIN = $2, ALL = $3, FAMILY = $4, 0) nooutput name "X"
stats DATA index 1 using 1 nooutput
groups = int(STATS_max)
array PANEL[groups]; array GROUP[groups]; array OF[groups]; array DRAWN[groups]; array LEAST[groups]; array MOST[groups]
stats DATA index 1 using (PANEL[$1] = int($2), GROUP[$1] = strcol(3), OF[$1] = int($4), DRAWN[$1] = int($5), LEAST[$1] = $6, \
  MOST[$1] = $7, 0) nooutput name "X"
panels = PANEL[groups]

# The verdicts' marks differ in shape and in shade.
mark_of(name) = name eq "slower" ? 9 : name eq "faster" ? 11 : name eq "suspected" ? 12 : name eq "cleared" ? 4 : name eq "open" ? 6 : \
  name eq "same" ? 7 : name eq "identical" ? 2 : name eq "allocs/op" ? 13 : 5
colour_of(name) = name eq "slower" ? ORANGE : name eq "faster" ? BLUE : name eq "suspected" ? ORANGE : name eq "allocs/op" ? GREEN : \
  name eq "B/op" ? GREEN : FAINT

# A row a ratio, a head a group; where not all have a row the head says so.
array TOP[groups]; array HEIGHT[2]; array FIRST[2]
HEIGHT[1] = 0; HEIGHT[2] = 0
do for [g = 1:groups] { TOP[g] = HEIGHT[PANEL[g]] + 1; HEIGHT[PANEL[g]] = HEIGHT[PANEL[g]] + DRAWN[g] + 1.4 }
y_of(g, row) = TOP[g] + row
head_text(g) = sprintf("%s: %d", GROUP[g], OF[g]) \
  .(DRAWN[g] == OF[g] ? "" : DRAWN[g] == 0 ? ", never timed side by side" : sprintf(", the %d largest shown", DRAWN[g]))

stats DATA index 2 using (strlen(strcol(12)) + 1 + strlen(strcol(13))) nooutput name "N"
stats DATA index 2 using ($2 == 1 ? $5 : NaN) nooutput name "L"
stats DATA index 2 using ($2 == 1 ? $6 : NaN) nooutput name "U"
low = L_min < 1 - MARGIN ? L_min : 1 - MARGIN; high = U_max > 1 + MARGIN ? U_max : 1 + MARGIN
low = low < 0.2 ? 0.2 : low; high = high > 5 ? 5 : high
array LOW[2]; array HIGH[2]
LOW[1] = low / (high / low) ** 0.04; HIGH[1] = high * (high / low) ** 0.04
LOW[2] = 0.5; HIGH[2] = 2
if (panels == 2) {
  # Counts may differ by any factor; a ratio with 0 in it stands at the edge.
  set xrange [*:*]
  stats DATA index 2 using ($2 == 2 && $7 == 0 ? $5 : 1) nooutput name "L"
  stats DATA index 2 using ($2 == 2 && $7 == 0 ? $6 : 1) nooutput name "U"
  LOW[2] = L_min < 0.5 ? L_min / 1.5 : 0.4; HIGH[2] = U_max > 2 ? U_max * 1.5 : 2.5
}

row_h = PRINT ? 14.0 : 17.0
longest = PRINT ? int(PW * 0.36 / chars(1, 9)) : 56
names_w = chars(N_max < longest ? N_max : longest, 9) + 22
text_w = chars(26, 9)
plot_w = PRINT ? PW - names_w - text_w - 8 : 430.0
W = PRINT ? PW : names_w + plot_w + text_w + 12
W = !PRINT && W < 760 ? 760 : W
x1 = names_w; x2 = names_w + plot_w
head_h = PRINT ? 40 : 84
axis_h = 40
array PLACE[2]
PLACE[1] = head_h; PLACE[2] = head_h + HEIGHT[1] * row_h + axis_h + 26
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.9))
foot_y = PLACE[panels] + HEIGHT[panels] * row_h + axis_h + 14
H = PRINT ? foot_y - 12 : int(foot_y + 12 + 13 * (strlen(caption_text) / (W / 5.9) + 1))

percent(r) = sprintf("%+.3g %%", 100 * (r - 1))
ticks(span) = span > log(4) ? "0.2 0.5 1 2 5" : span > log(1.8) ? "0.5 0.6 0.7 0.8 0.9 1 1.2 1.5 2 3" : \
  span > log(1.3) ? "0.7 0.8 0.9 1 1.1 1.2 1.3 1.4" : span > log(1.12) ? "0.85 0.9 0.95 1 1.05 1.1 1.15 1.2" : \
  "0.92 0.94 0.96 0.98 1 1.02 1.04 1.06 1.08"
count_ticks(span) = span > log(400) ? "0.001 0.01 0.1 1 10 100 1000 10000" : span > log(30) ? "0.01 0.1 1 10 100" : "0.1 0.2 0.5 1 2 5 10"
told(ratio, low, high, bounded, pairs) = sprintf("%+.1f %% [%+.1f, %+.1f]", 100 * (ratio - 1), 100 * (low - 1), 100 * (high - 1)) \
  .(bounded == 1 ? "" : " range")

set border 1 lc rgb FAINT
set logscale x
unset ytics

do for [format in FORMATS] {
  eval terminal(format, W, H)
  set output output_of(format)
  small = F(9, 0)
  set multiplot
  if (!PRINT) {
    set label 1 T(TITLE, 13, 1) at screen sx(12), sy(20) left font F(13, 1) tc rgb INK
    set label 2 T(caption_text, 8, 0) at screen sx(12), sy(foot_y) left font F(8, 0) tc rgb FAINT
    set label 3 T(sprintf("grey: less than %.3g %% either way;  dotted: %.3g %%, the margin of \"same\";  %d comparisons, corrected as a family of %d", \
      100 * THRESHOLD, 100 * MARGIN, ALL, FAMILY), 9, 0) at screen sx(12), sy(42) left font F(9, 0) tc rgb FAINT
  }
  do for [p = 1:panels] {
    set lmargin at screen sx(x1); set rmargin at screen sx(x2)
    set tmargin at screen sy(PLACE[p]); set bmargin at screen sy(PLACE[p] + HEIGHT[p] * row_h)
    set xrange [LOW[p]:HIGH[p]] noextend
    set yrange [HEIGHT[p] + 0.5:0.5] noextend
    inside(v) = v < LOW[p] ? LOW[p] : v > HIGH[p] ? HIGH[p] : v
    span = log(HIGH[p] / LOW[p])
    unset xtics
    set xtics nomirror scale 0.4 font small tc rgb INK
    set for [r in (p == 1 ? ticks(span) : count_ticks(span))] xtics \
      (TIC(p == 1 ? (r + 0 == 1 ? "0" : percent(r + 0)) : "×".r, 9) r + 0)
    set label 4 T(p == 1 ? "time per operation, ratio" : "counts, exact ratio", 10, 1) \
      at screen sx(x1), sy(PLACE[p] - 10) left font F(10, 1) tc rgb INK
    set label 5 T("fewer, faster", 8, 0) at screen sx(x1), sy(PLACE[p] + HEIGHT[p] * row_h + 30) left font F(8, 0) tc rgb FAINT
    set label 6 T("more, slower", 8, 0) at screen sx(x2), sy(PLACE[p] + HEIGHT[p] * row_h + 30) right font F(8, 0) tc rgb FAINT
    if (p == 1) {
      set label 7 T("change [95 % interval]", 8, 0) at screen sx(x2 + 8), sy(PLACE[p] - 10) left font F(8, 0) tc rgb FAINT
      set object 1 rect from inside(1 - THRESHOLD), graph 0 to inside(1 + THRESHOLD), graph 1 fs solid 1 noborder fc rgb GONE back
      set arrow 1 from inside(1 - MARGIN), graph 0 to inside(1 - MARGIN), graph 1 nohead lw LW(1) dt (2,3) lc rgb FAINT back
      set arrow 2 from inside(1 + MARGIN), graph 0 to inside(1 + MARGIN), graph 1 nohead lw LW(1) dt (2,3) lc rgb FAINT back
    }
    set arrow 3 from 1, graph 0 to 1, graph 1 nohead lw LW(1) lc rgb FAINT back
    do for [g = 1:groups] {
      if (PANEL[g] == p) {
        set label 20 + g T(head_text(g), 9, 1) at screen sx(10), first TOP[g] left font F(9, 1) tc rgb INK
      }
    }
    plot \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g && $8 == 1 && $7 == 0 && $6 > $5 ? inside($4) : NaN):(y_of(g, $3)):(inside($5)):(inside($6)) \
        with xerrorbars pt 0 ps 0 lw LW(1.5) lc rgb colour_of(GROUP[g]), \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g && $8 == 0 ? inside($5) : NaN):(y_of(g, $3)):(inside($6) - inside($5)):(0) \
        with vectors nohead lw LW(1.5) dt (4,2) lc rgb colour_of(GROUP[g]), \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g && $7 == 0 ? inside($4) : NaN):(y_of(g, $3)) \
        with points pt mark_of(GROUP[g]) ps PS(1) lw LW(1.2) lc rgb colour_of(GROUP[g]), \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g && $7 == -1 ? LOW[p] * 1.25 : NaN):(y_of(g, $3)):(LOW[p] * (1 - 1.25)):(0) \
        with vectors head filled size char 0.6, 25 lw LW(1.5) lc rgb colour_of(GROUP[g]), \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g && $7 == 1 ? HIGH[p] / 1.25 : NaN):(y_of(g, $3)):(HIGH[p] * (1 - 1 / 1.25)):(0) \
        with vectors head filled size char 0.6, 25 lw LW(1.5) lc rgb colour_of(GROUP[g]), \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g ? LOW[p] : NaN):(y_of(g, $3)):(L(cut(strcol(12)." ".strcol(13), longest), 9, 0)) \
        with labels right offset -1, 0 font F(9, 0) tc rgb INK, \
      for [g = 1:groups] DATA index 2 using ($2 == p && $1 == g ? HIGH[p] : NaN):(y_of(g, $3)): \
        (L(p == 2 ? strcol(10)." → ".strcol(11) : told($4, $5, $6, $8, $9), 9, 0)) with labels left offset 1, 0 font F(9, 0) tc rgb INK
    unset label; unset object; unset arrow
  }
  unset multiplot
}
