# The layout of small multiples, shared by family.gp, time.gp and distribution.gp; load after common.gp.
# Before: DATA, CAPTION, parts (plots stacked in one panel), plot_h (units). After: panels, releases, HEAD[], RELEASE[],
# epochs, W, H, and what is used to place things.

stats DATA index 1 using 1 nooutput
panels = int(STATS_max)
stats DATA index 0 using 1 nooutput
releases = int(STATS_max)
stats DATA index 0 using (strlen(strcol(2))) nooutput name "R"
stats DATA index 0 using 3 nooutput name "E"
epochs = int(E_max)
array RELEASE[releases]; array BORDER[releases]
stats DATA index 0 using (RELEASE[$1] = strcol(2), BORDER[$1] = $3, 0) nooutput name "X"
array HEAD[panels]
stats DATA index 1 using (HEAD[$1] = strcol(2)."  ".strcol(3), 0) nooutput name "X"

axis_w = PRINT ? 56 : 68; gap_w = PRINT ? 12 : 20; between_h = PRINT ? 10 : 14; head_h = PRINT ? 34 : 66
across = panels == 1 ? 1 : panels <= 4 ? 2 : 3
across = PRINT && PW < 250 * across ? (PW < 520 ? 1 : 2) : across
down = (panels + across - 1) / across
plot_w = releases > 16 ? 26.0 * releases : 450.0
plot_w = PRINT ? real(PW - 4) / across - axis_w - gap_w : plot_w > 560 ? 560.0 : plot_w
plot_h = PRINT ? int((parts == 2 ? 0.6 : 0.72) * plot_h) : plot_h
turned = R_max * chars(1, 9.4) > plot_w / releases # release names stand upright where they are too wide
each = int(ceil(11.5 * releases / plot_w))              # ... and only some of them where they are too many
each = each < 1 || !turned ? 1 : each
names_h = turned ? R_max * (PRINT ? 5.0 : 6.6) + 14 : 24
panel_w = axis_w + plot_w + gap_w
panel_h = 30 + parts * plot_h + (parts - 1) * between_h + names_h + (PRINT ? 6 : 14)
W = PRINT ? PW : int(across * panel_w + 10)
W = !PRINT && W < 760 ? 760 : W
caption_text = PRINT ? "" : wrap(CAPTION, int(W / 5.6))
foot_y = head_h + down * panel_h + 8
H = PRINT ? foot_y - 8 : int(foot_y + 10 + 13 * (strlen(caption_text) / (W / 5.6) + 1))

# top left corner of a panel's first plot; top of a part's
left_of(panel) = ((panel - 1) % across) * panel_w + axis_w
top_of(panel, part) = head_h + ((panel - 1) / across) * panel_h + 30 + part * (plot_h + between_h)

# the release's name, where it is written
release_name(r) = (releases - r) % each == 0 ? TIC(RELEASE[r], 9) : ""
# what a panel is called, as far as there is room
head_name(panel) = cut(HEAD[panel], int((plot_w + gap_w) / chars(1, PRINT ? 10.4 : 10)))
# A text at x, unless it would run into the one before; last_x starts far left.
beside(x, text) = x - last_x < (strlen(text) * (PRINT ? 5.6 : 6.2) + 5) * releases / plot_w ? "" : (last_x = x, L(text, 9, 0))

set border 3 lc rgb FAINT
set xrange [0.5:releases + 0.5]
