/* Tables for documents: markdown, an html fragment, latex. Columns for machines stay out. */
#include "report/table_formats.h"

int print_markdown(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	size_t rows = table_rows(t);

	(void)width;
	(void)err;
	if (*t->title) {
		str_add(out, "**");
		escape_markdown(out, t->title);
		str_add(out, "**\n\n");
	}
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only) {
			str_add(out, "| ");
			escape_markdown(out, t->columns[c].title);
			str_add_char(out, ' ');
		}
	str_add(out, "|\n");
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only)
			str_add(out, t->columns[c].type == COLUMN_NUMBER ? "|--:" : "|---");
	str_add(out, "|\n");
	for (size_t r = 0; r < rows; r++) {
		for (size_t c = 0; c < t->ncolumns; c++)
			if (!t->columns[c].machine_only) {
				str_add(out, "| ");
				escape_markdown(out, table_at(t, r, c));
				str_add_char(out, ' ');
			}
		str_add(out, "|\n");
	}
	for (size_t i = 0; i < t->notes.len; i++) {
		str_add(out, "\n");
		escape_markdown(out, t->notes.items[i]);
		str_add(out, "\n");
	}
	return 0;
}

static void html_cell(struct str *out, const char *tag, enum column_type type, const char *text)
{
	str_addf(out, "<%s%s>", tag, type == COLUMN_NUMBER ? " class=\"num\"" : "");
	escape_html(out, text);
	str_addf(out, "</%s>", tag);
}

int print_html(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	size_t rows = table_rows(t);

	(void)width;
	(void)err;
	str_add(out, "<table>\n");
	if (*t->title) {
		str_add(out, "<caption>");
		escape_html(out, t->title);
		str_add(out, "</caption>\n");
	}
	str_add(out, "<thead><tr>");
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only)
			html_cell(out, "th", t->columns[c].type, t->columns[c].title);
	str_add(out, "</tr></thead>\n<tbody>\n");
	for (size_t r = 0; r < rows; r++) {
		str_add(out, "<tr>");
		for (size_t c = 0; c < t->ncolumns; c++)
			if (!t->columns[c].machine_only)
				html_cell(out, "td", t->columns[c].type, table_at(t, r, c));
		str_add(out, "</tr>\n");
	}
	str_add(out, "</tbody>\n</table>\n");
	for (size_t i = 0; i < t->notes.len; i++) {
		str_add(out, "<p class=\"note\">");
		escape_html(out, t->notes.items[i]);
		str_add(out, "</p>\n");
	}
	return 0;
}

static void latex_row(const struct table *t, size_t row, bool header, struct str *out)
{
	bool first = true;

	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only) {
			if (!first)
				str_add(out, " & ");
			escape_latex(out, header ? t->columns[c].title : table_at(t, row, c));
			first = false;
		}
	str_add(out, " \\\\\n");
}

/* Needs \usepackage{booktabs}; columns wide enough to need wrapping are the author's to set. */
int print_latex(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	size_t rows = table_rows(t);

	(void)width;
	(void)err;
	str_add(out, "\\begin{table}\n\\centering\n");
	if (*t->title) {
		str_add(out, "\\caption{");
		escape_latex(out, t->title);
		str_add(out, "}\n");
	}
	str_add(out, "\\begin{tabular}{");
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only)
			str_add_char(out, t->columns[c].type == COLUMN_NUMBER ? 'r' : 'l');
	str_add(out, "}\n\\toprule\n");
	latex_row(t, 0, true, out);
	str_add(out, "\\midrule\n");
	for (size_t r = 0; r < rows; r++)
		latex_row(t, r, false, out);
	str_add(out, "\\bottomrule\n\\end{tabular}\n");
	for (size_t i = 0; i < t->notes.len; i++) {
		str_add(out, "\n{\\footnotesize ");
		escape_latex(out, t->notes.items[i]);
		str_add(out, "\\par}\n");
	}
	str_add(out, "\\end{table}\n");
	return 0;
}
