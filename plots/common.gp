# What the figures share: terminals, colours, scales, the way numbers are written. Loaded by the other scripts.

set encoding utf8
set datafile separator "\t"
unset key
unset colorbox

# Okabe and Ito's colours: told apart with every common kind of colour blindness.
BLUE = 0x0072B2; ORANGE = 0xD55E00; GREEN = 0x009E73
INK = 0x222222; FAINT = 0x767676; GRID = 0xDDDDDD; GONE = 0xE9E9E9

# A statement that opens the terminal for one format at w by h pixels (points in PDF): eval it, then set output. The
# scales make text of one size in all three. An SVG is shown with the fonts of whoever looks at it.
terminal(format, w, h) = format eq "svg" \
  ? sprintf("set terminal svg noenhanced font 'sans-serif,10' fontscale 1.2 background '#ffffff' size %d,%d", w, h) \
  : sprintf("set terminal %scairo noenhanced font 'DejaVu Sans,10' fontscale 0.9 background '#ffffff' size %s", \
      format, format eq "pdf" ? sprintf("%.3fin,%.3fin", w / 72.0, h / 72.0) : sprintf("%d,%d", w, h))
# A font by size. The svg terminal knows no bold face but puts the name into an attribute as it is.
plain(format, size) = (format eq "svg" ? "sans-serif" : "DejaVu Sans").",".size
bold(format, size) = (format eq "svg" ? "sans-serif\" font-weight=\"bold" : "DejaVu Sans:Bold").",".size

# Counts on a scale that keeps zero: 0 at 0, 1 at 1, 10 at 2, 100 at 3. (Counts are whole numbers: nothing is between.)
log_zero(v) = v < 1 ? 0 : 1 + log10(v)

# Counts as text: all digits while that is readable, and on axes rounded, with an SI prefix from 10,000 on.
count(v) = v < 1e8 ? sprintf("%d", v) : gprintf("%.3s %c", v)
tick(v) = v < 1e4 ? sprintf("%d", v) : gprintf("%.0s %c", v)

# Breaks a text at blanks into lines of at most n characters.
last_blank(s, k) = k < 2 ? 0 : s[k:k] eq " " ? k : last_blank(s, k - 1)
wrap_at(s, k, n) = k == 0 ? s[1:n]."\n".wrap(s[n + 1:], n) : s[1:k - 1]."\n".wrap(s[k + 1:], n)
wrap(s, n) = strlen(s) <= n ? s : wrap_at(s, last_blank(s, n + 1), n)
