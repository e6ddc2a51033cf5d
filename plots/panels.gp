# The layout of small multiples, shared by family.gp and time.gp; load after common.gp.
# Before: DATA, CAPTION, parts (plots stacked in one panel), plot_h (pixels). After: panels, releases, HEAD[], RELEASE[],
# epochs, W, H, and what is used to place things.

stats DATA index 1 using 1 nooutput
panels = int(STATS_max)
stats DATA index 0 using 1 nooutput
releases = int(STATS_max)
stats DATA index 0 using (strlen(strcol(2))) nooutput name "R"
stats DATA index 0 using 3 nooutput name "E"
epochs = int(E_max)
array RELEASE[releases]
stats DATA index 0 using (RELEASE[$1] = strcol(2), 0) nooutput name "X"
array HEAD[panels]
stats DATA index 1 using (HEAD[$1] = strcol(2)."  ".strcol(3), 0) nooutput name "X"

# Everything in pixels from the top left; sx() and sy() make screen coordinates of them.
across = panels == 1 ? 1 : panels <= 4 ? 2 : 3
down = (panels + across - 1) / across
plot_w = releases > 16 ? 26.0 * releases : 450.0
plot_w = plot_w > 560 ? 560.0 : plot_w
turned = R_max * 6.6 > plot_w / releases       # release names stand upright where they are too wide
names_h = turned ? R_max * 6.6 + 14 : 24
axis_w = 68; gap_w = 20; between_h = 14; head_h = 66
panel_w = axis_w + plot_w + gap_w
panel_h = 30 + parts * plot_h + (parts - 1) * between_h + names_h + 14
W = int(across * panel_w + 10)
W = W < 760 ? 760 : W
caption_text = wrap(CAPTION, int(W / 5.6))
foot_y = head_h + down * panel_h + 8
H = int(foot_y + 10 + 13 * (strlen(caption_text) / (W / 5.6) + 1))
sx(px) = px / real(W)
sy(px) = 1 - px / real(H)

# top left corner of a panel's first plot; top of a part's
left_of(panel) = ((panel - 1) % across) * panel_w + axis_w
top_of(panel, part) = head_h + ((panel - 1) / across) * panel_h + 30 + part * (plot_h + between_h)

# Axis steps of 1, 2, 5 times a power of ten: about three in 0..v.
nice(step) = step > 5 ? 10 : step > 2 ? 5 : step > 1 ? 2 : 1
decade(v) = 10 ** floor(log10(v))
step_for(v) = nice(v / 3.0 / decade(v / 3.0)) * decade(v / 3.0)

# A text at x, unless it would run into the one before; last_x starts far left.
beside(x, text) = x - last_x < (strlen(text) * 6.2 + 5) * releases / plot_w ? "" : (last_x = x, text)

set border 3 lc rgb FAINT
set xrange [0.5:releases + 0.5]
