# What the figures share: terminals, colours, scales, the way numbers are written. Loaded by the other scripts, after
# WIDTH, SIZE, FONT, which may be empty.
#
#   WIDTH    for print: how wide the figure is, in cm; empty or 0: the screen, as wide as its data
#   SIZE     of its text, in points (8)
#   FONT     of its text; in the format cairolatex all text is the document's
#
# Scripts lay out in units: on the screen a unit is a pixel (a point in PDF) and text of size 10 is 12 units high; in print text
# of size 10 is SIZE points high, and everything else goes with it. Neither title nor caption is drawn there.

set encoding utf8
set datafile separator "\t"
unset key
unset colorbox

PRINT = strlen(WIDTH) && WIDTH + 0 > 0
UNIT = PRINT ? (strlen(SIZE) ? SIZE + 0 : 8) / 12.0 : 1.0 # points
PW = PRINT ? WIDTH * 72 / 2.54 / UNIT : 0                 # the width of print, in units
FACE = PRINT && strlen(FONT) ? FONT : "DejaVu Sans"
DPI = 300.0                                               # of a PNG for print
FORMAT = "svg"                                            # being drawn; terminal() sets it

# Okabe and Ito's colours: told apart with every common kind of colour blindness.
BLUE = 0x0072B2; ORANGE = 0xD55E00; GREEN = 0x009E73; SKY = 0x56B4E9; YELLOW = 0xF0E442
INK = 0x222222; FAINT = 0x767676; GRID = 0xDDDDDD; GONE = 0xE9E9E9

# A statement that opens the terminal for one format at w by h units: eval it, then set output. The scales make text
# of one size in all. An SVG for the screen is shown with the fonts of whoever looks at it.
terminal(format, w, h) = (FORMAT = format, \
  format eq "svg" ? sprintf("set terminal svg noenhanced font '%s,10' fontscale %.4f lw %.3f background '#ffffff' size %.0f,%.0f", \
    PRINT ? FACE : "sans-serif", 1.2 * UNIT, PRINT ? 0.7 : 1, w * UNIT, h * UNIT) : \
  format eq "png" ? sprintf("set terminal pngcairo noenhanced font '%s,10' fontscale %.4f lw %.3f pointscale %.3f background '#ffffff' size %.0f,%.0f", \
    FACE, 0.9 * PIXELS, PRINT ? 0.7 * PIXELS / UNIT : 1, PIXELS, w * PIXELS, h * PIXELS) : \
  format eq "pdf" ? sprintf("set terminal pdfcairo noenhanced font '%s,10' fontscale %.4f lw %.3f background '#ffffff' size %.4fin,%.4fin", \
    FACE, 0.9 * UNIT, PRINT ? 0.7 : 1, w * UNIT / 72.0, h * UNIT / 72.0) : \
  sprintf("set terminal cairolatex pdf input colortext nobackground font ',%.2f' lw 0.7 size %.4fin,%.4fin", \
    10 * UNIT * 1.2, w * UNIT / 72.0, h * UNIT / 72.0))
PIXELS = PRINT ? UNIT * DPI / 72 : 1.0
output_of(format) = format eq "cairolatex" ? OUTPUT."-latex.tex" : OUTPUT.".".format
# everything in units from the top left, as screen coordinates; W and H are the whole
sx(u) = u / real(W)
sy(u) = 1 - u / real(H)
# How wide n characters of a size are, rather wide than cut.
chars(n, size) = n * size * (PRINT ? 0.68 : 0.70)

# A text of a size (10 is that of running text), and bold: T() is what is written, F() the font to write it in. All text goes
# through T: what came from outside must not be LaTeX there. The svg terminal knows no bold face but puts the name into
# an attribute as it is.
T(s, size, bold) = FORMAT ne "cairolatex" ? s : strlen(s) == 0 ? "" : \
  TEX_SIZE(size).(bold ? "\\bfseries " : "").tex(s)
TEX_SIZE(size) = sprintf("\\fontsize{%.2f}{%.2f}\\selectfont ", 1.2 * UNIT * size, 1.3 * UNIT * size)
# the same for the numbers on an axis: `form` is for gprintf, in LaTeX `tex_form` is
axis_form(form, tex_form, size) = FORMAT eq "cairolatex" ? TEX_SIZE(size).tex_form : form
F(size, bold) = FORMAT eq "cairolatex" ? "" : (FORMAT eq "svg" ? (PRINT ? FACE : "sans-serif").(bold ? "\" font-weight=\"bold" : "") \
  : FACE.(bold ? ":Bold" : "")).sprintf(",%g", size)
# The same for `with labels`, where gnuplot takes backslashes for its own.
L(s, size, bold) = kept(T(s, size, bold))
kept(s) = !strstrt(s, "\\") ? s : strlen(s) == 1 ? "\\\\" : kept(s[1:strlen(s) / 2]).kept(s[strlen(s) / 2 + 1:strlen(s)])
# The same as the label of a tic, which gnuplot takes for a format.
TIC(s, size) = doubled(T(s, size, 0))
doubled(s) = !strstrt(s, "%") ? s : strlen(s) == 1 ? "%%" : doubled(s[1:strlen(s) / 2]).doubled(s[strlen(s) / 2 + 1:strlen(s)])
# in LaTeX: character by character, halving the text so that even a long one needs few calls
PLAIN_TEX = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !()*+./:;=?@\n"
tex(s) = strlen(s) < 2 ? tex_character(s) : tex(s[1:strlen(s) / 2]).tex(s[strlen(s) / 2 + 1:strlen(s)])
tex_character(c) = strstrt(PLAIN_TEX, c) ? c : \
  c eq "_" ? "\\_" : c eq "-" ? "-{}" : c eq "," ? ",{}" : c eq "'" ? "'{}" : c eq "%" ? "\\%" : c eq "&" ? "\\&" : c eq "#" ? "\\#" : \
  c eq "$" ? "\\$" : c eq "{" ? "\\{" : c eq "}" ? "\\}" : c eq "[" ? "{[}" : c eq "]" ? "{]}" : c eq "\\" ? "\\textbackslash{}" : \
  c eq "~" ? "\\textasciitilde{}" : c eq "^" ? "\\textasciicircum{}" : c eq "<" ? "\\textless{}" : c eq ">" ? "\\textgreater{}" : \
  c eq "|" ? "\\textbar{}" : c eq '`' ? "\\textasciigrave{}" : c eq "\"" ? "''" : c eq "→" ? "$\\rightarrow$" : \
  c eq "▲" ? "$\\blacktriangle$" : c eq "▼" ? "$\\blacktriangledown$" : c eq "µ" ? "$\\mu$" : c eq "±" ? "$\\pm$" : \
  c eq "≥" ? "$\\geq$" : c eq "≤" ? "$\\leq$" : c eq "×" ? "$\\times$" : c eq "·" ? "$\\cdot$" : c eq "" ? "" : "?"
# Where a label lies that is not there, with a range that is set: an empty one would be drawn, and gnuplot 5.4 dies of a
# single one at NaN.
AWAY = -1e9
# lines and points: on the screen as they are, in print a little lighter (terminal() does it for lines)
LW(w) = w
PS(s) = PRINT ? 0.75 * s : s

# Counts on a scale that keeps zero: 0 at 0, 1 at 1, 10 at 2, 100 at 3. (Counts are whole numbers: nothing is between.)
log_zero(v) = v < 1 ? 0 : 1 + log10(v)

# Counts as text: all digits while that is readable, and on axes rounded, with an SI prefix from 10,000 on.
count(v) = v < 1e8 ? sprintf("%d", v) : gprintf("%.3s %c", v)
tick(v) = v < 1e4 ? sprintf("%d", v) : gprintf("%.0s %c", v)

# Axis steps of 1, 2, 5 times a power of ten: about three in 0..v.
nice(step) = step > 5 ? 10 : step > 2 ? 5 : step > 1 ? 2 : 1
decade(v) = 10 ** floor(log10(v))
step_for(v) = nice(v / 3.0 / decade(v / 3.0)) * decade(v / 3.0)

# Breaks a text at blanks into lines of at most n characters; cuts it to n.
last_blank(s, k) = k < 2 ? 0 : s[k:k] eq " " ? k : last_blank(s, k - 1)
wrap_at(s, k, n) = k == 0 ? s[1:n]."\n".wrap(s[n + 1:], n) : s[1:k - 1]."\n".wrap(s[k + 1:], n)
wrap(s, n) = strlen(s) <= n ? s : wrap_at(s, last_blank(s, n + 1), n)
cut(s, n) = strlen(s) <= n ? s : s[1:n - 2].".."
lines_of(s) = strlen(s) == 0 ? 0 : 1 + (strstrt(s, "\n") ? lines_of(s[strstrt(s, "\n") + 1:]) : 0)
