#include "report/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/table_formats.h"

static const struct {
	const char *name;
	table_printer *print;
} formats[] = {
	[FORMAT_TEXT] = { "text", print_text }, [FORMAT_MARKDOWN] = { "markdown", print_markdown },
	[FORMAT_HTML] = { "html", print_html }, [FORMAT_LATEX] = { "latex", print_latex },
	[FORMAT_CSV] = { "csv", print_csv },    [FORMAT_JSON] = { "json", print_json },
};

void table_init(struct table *t, const char *title)
{
	*t = (struct table){ .title = xstrdup(title ? title : ""), .cells = STRLIST_INIT, .notes = STRLIST_INIT };
}

void table_release(struct table *t)
{
	free(t->title);
	free(t->columns);
	strlist_release(&t->cells);
	strlist_release(&t->notes);
	for (size_t i = 0; i < t->nsections; i++)
		free(t->sections[i].text);
	free(t->sections);
	free(t->styles);
	*t = (struct table){ .title = NULL };
}

void table_column(struct table *t, const char *name, const char *title, enum column_type type, bool machine_only)
{
	t->columns = vec_grow(t->columns, &t->columns_cap, t->ncolumns + 1, sizeof *t->columns);
	t->columns[t->ncolumns++] =
		(struct column){ .name = name, .title = title, .type = type, .machine_only = machine_only };
}

void table_cell(struct table *t, const char *text)
{
	strlist_add(&t->cells, text ? text : "");
}

static char *__attribute__((format(printf, 1, 0))) format_text(const char *fmt, va_list ap)
{
	char *text = NULL;

	return vasprintf(&text, fmt, ap) < 0 ? xstrdup("") : text;
}

void table_cellf(struct table *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strlist_take(&t->cells, format_text(fmt, ap));
	va_end(ap);
}

void table_note(struct table *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strlist_take(&t->notes, format_text(fmt, ap));
	va_end(ap);
}

void table_flows(struct table *t)
{
	t->columns[t->ncolumns - 1].flows = true;
}

void table_heads(struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		t->columns[i].heads = true;
}

void table_style(struct table *t, enum text_style style)
{
	t->styles = vec_grow(t->styles, &t->styles_cap, t->cells.len, 1);
	memset(t->styles + t->nstyles, TEXT_PLAIN, t->cells.len - t->nstyles);
	t->nstyles = t->cells.len;
	t->styles[t->nstyles - 1] = (unsigned char)style;
}

void table_section(struct table *t, const char *fmt, ...)
{
	va_list ap;

	t->sections = vec_grow(t->sections, &t->sections_cap, t->nsections + 1, sizeof *t->sections);
	va_start(ap, fmt);
	t->sections[t->nsections++] = (struct table_section){ .row = table_rows(t), .text = format_text(fmt, ap) };
	va_end(ap);
}

size_t table_rows(const struct table *t)
{
	return t->ncolumns ? (t->cells.len + t->ncolumns - 1) / t->ncolumns : 0;
}

const char *table_at(const struct table *t, size_t row, size_t column)
{
	size_t i = row * t->ncolumns + column;

	return i < t->cells.len ? t->cells.items[i] : "";
}

int format_parse(const char *name, const char *allowed, enum format *out, struct error *err)
{
	struct strlist may = STRLIST_INIT;
	struct str names = STR_INIT;
	int rc = -1;

	strlist_split(&may, allowed ? allowed : "text,markdown,html,latex,csv,json", ',');
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (!strlist_has(&may, formats[i].name))
			continue;
		if (!strcmp(formats[i].name, name)) {
			*out = (enum format)i;
			rc = 0;
		}
		str_addf(&names, "%s%s", names.len ? ", " : "", formats[i].name);
	}
	if (rc)
		error_set(err, ERR_USAGE, "no format '%s' here: one of %s", name, str_cstr(&names));
	strlist_release(&may);
	str_release(&names);
	return rc;
}

int table_print(const struct table *t, enum format format, unsigned width, struct str *out, struct error *err)
{
	return formats[format].print(t, width, out, err);
}
