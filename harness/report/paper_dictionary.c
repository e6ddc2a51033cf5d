#include "report/paper_dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/report/paper_columns.tsv.h"
#include "harness/store/views.tsv.h"

/* Field k of the first line whose first fields are these; NULL without. The caller frees. */
static char *look_up(const char *text, const char *file, const char *column, int k)
{
	char *start = xasprintf("%s\t%s\t", file, column);
	const size_t n = strlen(start);
	char *found = NULL;

	for (const char *line = text; *line && !found; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *p = line + n;

		if (strncmp(line, start, n) != 0)
			continue;
		for (int i = 2; i < k; i++) {
			p += strcspn(p, "\t\n");
			p += *p == '\t';
		}
		found = xstrndup(p, strcspn(p, "\t\n"));
	}
	free(start);
	return found;
}

void paper_dictionary_begin(struct table *t)
{
	table_column(t, "file", "file", COLUMN_TEXT, false);
	table_column(t, "column", "column", COLUMN_TEXT, false);
	table_column(t, "unit", "unit", COLUMN_TEXT, false);
	table_column(t, "description", "description", COLUMN_TEXT, false);
}

void paper_dictionary_row(struct table *t, const char *file, const char *column)
{
	char *unit = look_up(embedded_paper_columns_tsv, file, column, 2);
	char *about = look_up(embedded_paper_columns_tsv, file, column, 3);

	if (!about || !*about) {
		free(about);
		about = look_up(embedded_views_tsv, file, column, 2);
	}
	if (!about) {
		free(unit);
		unit = look_up(embedded_paper_columns_tsv, "*", column, 2);
		about = look_up(embedded_paper_columns_tsv, "*", column, 3);
	}
	table_cellf(t, "data/%s.csv", file);
	table_cell(t, column);
	table_cell(t, unit);
	table_cell(t, about);
	free(unit);
	free(about);
}
