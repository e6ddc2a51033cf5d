/* Tables for programs: csv and json. Every column, exact values, no notes. */
#include "report/table_formats.h"

#include <ctype.h>
#include <string.h>

/* RFC 4180: records end in CRLF, a header line first. */
int print_csv(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	size_t rows = table_rows(t);

	(void)width;
	(void)err;
	for (size_t c = 0; c < t->ncolumns; c++) {
		if (c)
			str_add_char(out, ',');
		escape_csv(out, t->columns[c].name);
	}
	str_add(out, "\r\n");
	for (size_t r = 0; r < rows; r++) {
		for (size_t c = 0; c < t->ncolumns; c++) {
			if (c)
				str_add_char(out, ',');
			escape_csv(out, table_at(t, r, c));
		}
		str_add(out, "\r\n");
	}
	return 0;
}

/* RFC 8259, 6: -? int frac? exp?; "NaN", "inf", "+1", ".5" and "007" are none. */
static bool is_json_number(const char *s)
{
	if (*s == '-')
		s++;
	if (!isdigit((unsigned char)*s) || (s[0] == '0' && isdigit((unsigned char)s[1])))
		return false;
	s += strspn(s, "0123456789");
	if (*s == '.') {
		size_t n = strspn(++s, "0123456789");

		if (!n)
			return false;
		s += n;
	}
	if (*s == 'e' || *s == 'E') {
		size_t n;

		s++;
		s += *s == '+' || *s == '-';
		n = strspn(s, "0123456789");
		if (!n)
			return false;
		s += n;
	}
	return !*s;
}

static void json_cell(struct str *out, enum column_type type, const char *text)
{
	if (type != COLUMN_TEXT && !*text)
		str_add(out, "null");
	else if (type == COLUMN_NUMBER && is_json_number(text))
		str_add(out, text);
	else if (type == COLUMN_BOOL && (!strcmp(text, "true") || !strcmp(text, "yes") || !strcmp(text, "1")))
		str_add(out, "true");
	else if (type == COLUMN_BOOL && (!strcmp(text, "false") || !strcmp(text, "no") || !strcmp(text, "0")))
		str_add(out, "false");
	else
		escape_json(out, text);
}

int print_json(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	size_t rows = table_rows(t);

	(void)width;
	(void)err;
	str_add_char(out, '[');
	for (size_t r = 0; r < rows; r++) {
		str_add(out, r ? ",\n {" : "\n {");
		for (size_t c = 0; c < t->ncolumns; c++) {
			if (c)
				str_add(out, ", ");
			escape_json(out, t->columns[c].name);
			str_add(out, ": ");
			json_cell(out, t->columns[c].type, table_at(t, r, c));
		}
		str_add_char(out, '}');
	}
	str_add(out, rows ? "\n]\n" : "]\n");
	return 0;
}
