#include "report/paper_latex.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/table.h"

#define LONGEST 10 /* characters of a name without a place to break */

/* What the T1 fonts have, or escape_latex writes as a sign. */
static bool has_glyph(uint32_t cp)
{
	static const uint32_t more[] = { 0x00B1, 0x00B7, 0x00D7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D,
		                         0x2026, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265, 0x25B2, 0x25BC };

	if (cp < 0x80 || (cp >= 0xC0 && cp <= 0xFF && cp != 0xF7))
		return true;
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (more[i] == cp)
			return true;
	return false;
}

static void add_known(struct str *out, const char *p, size_t n, uint32_t cp)
{
	if (cp == UTF8_INVALID)
		str_add(out, "U+FFFD");
	else if (has_glyph(cp) || utf8_is_control(cp)) /* controls are made visible by escape_latex */
		str_add_bytes(out, p, n);
	else
		str_addf(out, "U+%04X", (unsigned)cp);
}

void latex_text(struct str *out, const char *s)
{
	struct str known = STR_INIT;
	uint32_t cp;

	for (size_t n; s && *s; s += n) {
		n = utf8_next(s, &cp);
		add_known(&known, s, n, cp);
	}
	escape_latex(out, str_cstr(&known));
	str_release(&known);
}

void latex_name(struct str *out, const char *s)
{
	struct str piece = STR_INIT;
	size_t length = 0;
	uint32_t cp;
	char last = '\0';

	str_add(out, "\\texttt{");
	for (size_t n; s && *s; s += n) {
		n = utf8_next(s, &cp);
		if (length && (strchr("/._:,;=)([{-&+", last) ||
		               (islower((unsigned char)last) && isupper((unsigned char)*s)) || length >= LONGEST)) {
			escape_latex(out, str_cstr(&piece));
			str_add(out, "\\allowbreak{}");
			str_reset(&piece);
			length = 0;
		}
		add_known(&piece, s, n, cp);
		length += cp < 0x80 && isprint((int)cp) ? 1 : 6;
		last = n == 1 ? *s : 'x';
	}
	escape_latex(out, str_cstr(&piece));
	str_add_char(out, '}');
	str_release(&piece);
}

void latex_share(struct str *out, double share, int digits)
{
	str_addf(out, "\\num{%.*f}\\,\\%%", digits, 100 * share);
}

/* -? digits [. digits] */
static bool is_number(const char *s)
{
	if (*s == '-' || *s == '+')
		s++;
	if (!isdigit((unsigned char)*s))
		return false;
	s += strspn(s, "0123456789");
	if (*s == '.' && isdigit((unsigned char)s[1]))
		s += 1 + strspn(s + 1, "0123456789");
	return !*s;
}

void latex_figure(struct str *out, const char *text)
{
	const char *dots = strstr(text, "..");

	if (is_number(text)) {
		str_add(out, text);
		return;
	}
	str_add_char(out, '{');
	if (dots && strlen(text) == strspn(text, "0123456789.")) {
		str_addf(out, "%.*s--%s", (int)(dots - text), text, dots + 2);
	} else {
		latex_text(out, text);
	}
	str_add_char(out, '}');
}

void latex_p(struct str *out, double p)
{
	if (p >= 0.001)
		str_addf(out, "%.3f", p);
	else
		str_add(out, "{$<$0.001}");
}

void latex_measure(struct latex_width *w, const char *text)
{
	size_t before, behind = 0;

	if (!is_number(text))
		return;
	w->sign |= *text == '-' || *text == '+';
	text += *text == '-' || *text == '+';
	before = strspn(text, "0123456789");
	if (text[before] == '.')
		behind = strlen(text + before + 1);
	if ((int)before > w->before)
		w->before = (int)before;
	if ((int)behind > w->behind)
		w->behind = (int)behind;
}

void latex_column(struct str *out, const struct latex_width *w)
{
	str_addf(out, "S[table-format=%s%d.%d]", w->sign ? "-" : "", w->before ? w->before : 1, w->behind);
}

void latex_table_begin(struct str *out, const char *label, const char *caption, const char *columns, const char *head)
{
	str_addf(out,
	         "\\begin{table*}\n\\centering\\footnotesize\\setlength\\tabcolsep{3pt}\n\\caption{%s.}\n\\label{tab:"
	         "goalloc-%s}\n"
	         "\\begin{tabular}{%s}\n\\toprule\n%s\\midrule\n",
	         caption, label, columns, head);
}

void latex_table_end(struct str *out)
{
	str_add(out, "\\bottomrule\n\\end{tabular}\n\\end{table*}\n");
}

void latex_long_begin(struct str *out, const char *label, const char *caption, const char *columns, const char *head)
{
	str_addf(out,
	         "{\\footnotesize\\setlength\\tabcolsep{3pt}\\setlength\\LTcapwidth{\\linewidth}\n\\begin{longtable}{%"
	         "s}\n\\caption{%s.}\\label{tab:goalloc-%s}\\\\\n\\toprule\n%s\\midrule\n"
	         "\\endfirsthead\n\\toprule\n%s\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n",
	         columns, caption, label, head, head);
}

void latex_long_end(struct str *out)
{
	str_add(out, "\\end{longtable}}\n");
}

void latex_row_end(struct str *out)
{
	str_add(out, " \\\\\n");
}

void latex_nothing(struct str *out, const char *why)
{
	str_addf(out, "%% No table: %s\n", why);
}
