#include "report/text.h"

#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/utf8_locale.h"
#include "report/table.h"

#define BESIDE 12 /* columns that an indent leaves for words */

static struct utf8_locale widths; /* whose wcwidth() knows Unicode; never freed */

static void find_widths(void)
{
	utf8_locale_enter(&widths);
	if (widths.own)
		uselocale(widths.before);
}

/* Columns of a character; without any UTF-8 locale each counts one. */
static size_t columns_of(uint32_t cp)
{
	int w = cp == UTF8_INVALID || !widths.own ? 1 : wcwidth((wchar_t)cp);

	return w > 0 ? (size_t)w : w < 0;
}

static locale_t enter(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, find_widths);
	return uselocale(widths.own);
}

size_t text_width(const char *s)
{
	const locale_t before = enter();
	size_t total = 0;

	while (*s) {
		uint32_t cp;

		s += utf8_next(s, &cp);
		total += columns_of(cp);
	}
	uselocale(before);
	return total;
}

size_t text_fitting(const char *s, size_t width)
{
	const locale_t before = enter();
	size_t used = 0, at = 0;

	while (s[at]) {
		uint32_t cp;
		size_t n = utf8_next(s + at, &cp), columns = columns_of(cp);

		if (used + columns > width)
			break;
		used += columns;
		at += n;
	}
	uselocale(before);
	return at;
}

void text_to_ascii(char *s)
{
	char *to = s;

	while (*s) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		*to++ = n == 1 && cp != UTF8_INVALID ? *s : '?';
		s += n;
	}
	*to = '\0';
}

/* Characters that nobody knows the width of (unassigned ones) become U+FFFD. */
static void replace_unknown(struct str *out, const char *s)
{
	const locale_t before = enter();

	while (*s) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		if (n > 1 && widths.own && wcwidth((wchar_t)cp) < 0)
			str_add(out, UTF8_REPLACEMENT);
		else
			str_add_bytes(out, s, n);
		s += n;
	}
	uselocale(before);
}

char *text_printable(const char *s, const struct text_look *look)
{
	struct str safe = STR_INIT, out = STR_INIT;

	escape_text(&safe, s);
	replace_unknown(&out, str_cstr(&safe));
	str_release(&safe);
	if (look->ascii && out.p)
		text_to_ascii(out.p);
	return str_detach(&out);
}

void text_blanks(struct str *out, size_t n)
{
	while (n-- > 0)
		str_add_char(out, ' ');
}

void text_cut(struct str *out, const char *s, size_t width, bool ascii)
{
	if (text_width(s) <= width) {
		str_add(out, s);
		return;
	}
	str_add_bytes(out, s, text_fitting(s, width ? width - 1 : 0));
	str_add(out, ascii ? "~" : "\xE2\x80\xA6");
}

/* Bytes of the first character and what combines with it. */
static size_t one_character(const char *s)
{
	uint32_t cp;
	size_t n = utf8_next(s, &cp), more = text_fitting(s + n, 0);

	return n + more;
}

size_t text_line(const char *s, size_t width, size_t *next)
{
	const size_t line = strcspn(s, "\n");
	size_t most = text_fitting(s, width), end;

	if (line <= most) {
		*next = line + (s[line] == '\n');
		return line;
	}
	for (end = most; end > 0 && s[end] != ' '; end--)
		;
	if (end) { /* a line does not begin with the blanks that it was broken at */
		*next = end + strspn(s + end, " ");
		while (end > 0 && s[end - 1] == ' ')
			end--;
		if (end)
			return end;
	}
	for (end = most; end > 1 && !strchr("/_,.;", s[end - 1]); end--)
		;
	if (end <= most / 2) /* hardly anything would stand in the line */
		end = most;
	*next = end = end ? end : one_character(s);
	return end;
}

void text_wrap(struct str *out, const char *s, size_t used, size_t indent, size_t width)
{
	const size_t limit = width ? width : SIZE_MAX;
	size_t next = 0;

	if (indent + BESIDE > limit)
		indent = limit > BESIDE ? limit - BESIDE : 0;
	if (used > indent && limit != SIZE_MAX && used + BESIDE > limit && used + text_width(s) > limit) {
		str_add_char(out, '\n');
		text_blanks(out, indent);
		used = indent;
	}
	for (;; s += next) {
		size_t n = text_line(s, limit > used ? limit - used : 1, &next);

		str_add_bytes(out, s, n);
		str_add_char(out, '\n');
		if (!s[next])
			return;
		text_blanks(out, indent);
		used = indent;
	}
}

void text_fit_lines(struct str *out, const char *text, const struct text_look *look)
{
	while (*text) {
		const size_t n = strcspn(text, "\n"), indent = strspn(text, " ");
		char *line = xstrndup(text, n);

		if (look->ascii)
			text_to_ascii(line);
		if (indent >= n) {
			str_add_char(out, '\n');
		} else {
			text_blanks(out, indent);
			text_wrap(out, line + indent, indent, indent + 2, look->width);
		}
		free(line);
		text += n + (text[n] == '\n');
	}
}

const char *text_sequence(enum text_style style)
{
	static const char *const sequences[TEXT_STYLES] = {
		[TEXT_PLAIN] = "",         [TEXT_GOOD] = "\x1b[32m", [TEXT_BAD] = "\x1b[31m",
		[TEXT_DOUBT] = "\x1b[33m", [TEXT_DIM] = "\x1b[2m",   [TEXT_STRONG] = "\x1b[1m"
	};

	return sequences[style];
}

void text_paint(struct str *out, const char *s, enum text_style style, const struct text_look *look)
{
	if (!look->colour || style == TEXT_PLAIN || !*s) {
		str_add(out, s);
		return;
	}
	str_addf(out, "%s%s\x1b[0m", text_sequence(style), s);
}
