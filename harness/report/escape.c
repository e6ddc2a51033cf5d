/* The escapers: one walk over the characters, one function a format that says what to do with each. */
#include "report/table.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* One character on its way: `before` is the byte left of it (0 at the start), p[n] the byte right of it. */
struct glyph {
	const char *p;
	size_t n;
	uint32_t cp;
	char before;
};

static void visible_name(char *buf, size_t size, uint32_t cp)
{
	switch (cp) {
	case '\n':
		str_copy(buf, size, "\\n", 2);
		break;
	case '\r':
		str_copy(buf, size, "\\r", 2);
		break;
	case '\t':
		str_copy(buf, size, "\\t", 2);
		break;
	default:
		snprintf(buf, size, cp < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)cp);
	}
}

typedef bool special(struct str *out, const struct glyph *g); /* true: has written the character its own way */

static void escape(struct str *out, const char *s, special *handle, const char *backslash)
{
	struct glyph g = { .p = s };

	for (; *g.p; g.before = g.p[g.n - 1], g.p += g.n) {
		char name[16];

		g.n = utf8_next(g.p, &g.cp);
		if (handle(out, &g))
			continue;
		if (g.cp == UTF8_INVALID) {
			str_add(out, UTF8_REPLACEMENT);
		} else if (utf8_is_control(g.cp)) {
			visible_name(name, sizeof name, g.cp);
			str_add(out, backslash);
			str_add(out, name + 1);
		} else {
			str_add_bytes(out, g.p, g.n);
		}
	}
}

/* Replaces single ASCII characters by a table. */
struct replacement {
	char c;
	const char *text;
};

static bool replaced(struct str *out, const struct glyph *g, const struct replacement *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g->cp == (uint32_t)table[i].c) {
			str_add(out, table[i].text);
			return true;
		}
	return false;
}

static bool special_text(struct str *out, const struct glyph *g)
{
	(void)out;
	(void)g;
	return false;
}

void escape_text(struct str *out, const char *s)
{
	escape(out, s, special_text, "\\");
}

static bool special_html(struct str *out, const struct glyph *g)
{
	static const struct replacement table[] = {
		{ '&', "&amp;" },  { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" }, { '\n', "\n" },  { '\t', "\t" },
	};
	return replaced(out, g, table, sizeof table / sizeof *table);
}

void escape_html(struct str *out, const char *s)
{
	escape(out, s, special_html, "\\");
}

static bool special_markdown(struct str *out, const struct glyph *g)
{
	/* '@' would call somebody's attention where the table is pasted */
	static const struct replacement table[] = {
		{ '&', "&amp;" }, { '<', "&lt;" },  { '>', "&gt;" },  { '|', "\\|" }, { '\\', "\\\\" },
		{ '`', "\\`" },   { '*', "\\*" },   { '[', "\\[" },   { ']', "\\]" }, { '~', "\\~" },
		{ '$', "\\$" },   { '\n', "<br>" }, { '@', "&#64;" },
	};

	if (g->cp == '_') { /* inside a word it is no emphasis (CommonMark 6.2), and append_growth stays readable */
		if (!isalnum((unsigned char)g->before) || !isalnum((unsigned char)g->p[1]))
			str_add_char(out, '\\');
		str_add_char(out, '_');
		return true;
	}
	if (g->cp == '#' && !g->before) {
		str_add(out, "\\#");
		return true;
	}
	return replaced(out, g, table, sizeof table / sizeof *table);
}

void escape_markdown(struct str *out, const char *s)
{
	escape(out, s, special_markdown, "\\\\");
}

static bool special_latex(struct str *out, const struct glyph *g)
{
	/* '[' and '*' would be taken as an option of the \\ that ended the row before; quotes and dashes as ligatures */
	static const struct replacement table[] = {
		{ '\\', "\\textbackslash{}" },
		{ '{', "\\{" },
		{ '}', "\\}" },
		{ '#', "\\#" },
		{ '$', "\\$" },
		{ '%', "\\%" },
		{ '&', "\\&" },
		{ '_', "\\_" },
		{ '^', "\\textasciicircum{}" },
		{ '~', "\\textasciitilde{}" },
		{ '<', "\\textless{}" },
		{ '>', "\\textgreater{}" },
		{ '|', "\\textbar{}" },
		{ '"', "\\symbol{34}" },
		{ '`', "\\textasciigrave{}" },
		{ '[', "{[}" },
		{ '\n', " " },
		{ '\t', " " },
	};
	static const struct {
		uint32_t cp;
		const char *text;
	} signs[] = {
		{ 0x00B1, "$\\pm$" },
		{ 0x00B7, "$\\cdot$" },
		{ 0x00D7, "$\\times$" },
		{ 0x2192, "$\\rightarrow$" },
		{ 0x2212, "$-$" },
		{ 0x2248, "$\\approx$" },
		{ 0x2264, "$\\leq$" },
		{ 0x2265, "$\\geq$" },
		{ 0x25B2, "$\\blacktriangle$" },
		{ 0x25BC, "$\\blacktriangledown$" },
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (g->cp == signs[i].cp) {
			str_add(out, signs[i].text);
			return true;
		}
	if (g->cp == '*' && !g->before) {
		str_add(out, "{*}");
		return true;
	}
	if ((g->cp == '-' || g->cp == '\'' || g->cp == ',') && g->p[1] == g->p[0]) {
		str_add_char(out, g->p[0]);
		str_add(out, "{}");
		return true;
	}
	return replaced(out, g, table, sizeof table / sizeof *table);
}

void escape_latex(struct str *out, const char *s)
{
	escape(out, s, special_latex, "\\textbackslash{}");
}

static bool special_json(struct str *out, const struct glyph *g)
{
	static const struct replacement table[] = {
		{ '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\r', "\\r" },
		{ '\t', "\\t" }, { '\b', "\\b" },  { '\f', "\\f" },
	};

	if (replaced(out, g, table, sizeof table / sizeof *table))
		return true;
	if (g->cp == UTF8_INVALID || !utf8_is_control(g->cp))
		return false;
	if (g->cp > 0xFFFF) /* a surrogate pair: RFC 8259, 7 */
		str_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((g->cp - 0x10000) >> 10)),
		         (unsigned)(0xDC00 + ((g->cp - 0x10000) & 0x3FF)));
	else
		str_addf(out, "\\u%04x", (unsigned)g->cp);
	return true;
}

void escape_json(struct str *out, const char *s)
{
	str_add_char(out, '"');
	escape(out, s, special_json, "\\");
	str_add_char(out, '"');
}

static bool special_csv(struct str *out, const struct glyph *g)
{
	if (g->cp == UTF8_INVALID)
		return false;
	if (g->cp == '"')
		str_add_char(out, '"');
	str_add_bytes(out, g->p, g->n);
	return true;
}

void escape_csv(struct str *out, const char *s)
{
	size_t n = strlen(s);
	bool quote = strpbrk(s, ",\"\r\n") || (n && (s[0] == ' ' || s[n - 1] == ' '));

	if (quote)
		str_add_char(out, '"');
	escape(out, s, special_csv, "\\");
	if (quote)
		str_add_char(out, '"');
}
