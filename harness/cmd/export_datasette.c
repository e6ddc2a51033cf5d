#include "cmd/export_datasette.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/store/views.tsv.h"
#include "report/table.h"
#include "store/read.h"

/* A line of views.tsv. */
struct description {
	char *view, *column, *text; /* into the line */
};

static bool read_description(char *line, struct description *d)
{
	char *tab = strchr(line, '\t'), *second = tab ? strchr(tab + 1, '\t') : NULL;

	if (*line == '#' || !second)
		return false;
	*tab = *second = '\0';
	*d = (struct description){ .view = line, .column = tab + 1, .text = second + 1 };
	return true;
}

/* Datasette names a database by its file, without the ending. */
static char *database_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	return dot && dot > base ? xstrndup(base, (size_t)(dot - base)) : xstrdup(base);
}

static void add_views(const struct strlist *views, struct str *out)
{
	struct strlist lines = STRLIST_INIT;
	bool columns = false, open = false;

	strlist_split(&lines, embedded_views_tsv, '\n');
	for (size_t i = 0; i < lines.len; i++) {
		struct description d;

		if (!read_description(lines.items[i], &d) || !strlist_has(views, d.view))
			continue;
		if (!*d.column) {
			str_add(out, columns ? "\n    }},\n    " : open ? "},\n    " : "\n    ");
			escape_json(out, d.view);
			str_add(out, ": {\"description\": ");
			escape_json(out, d.text);
			open = true;
			columns = false;
			continue;
		}
		str_add(out, columns ? ",\n      " : ", \"columns\": {\n      ");
		escape_json(out, d.column);
		str_add(out, ": ");
		escape_json(out, d.text);
		columns = true;
	}
	if (open)
		str_add(out, columns ? "\n    }}" : "}");
	strlist_release(&lines);
}

int export_datasette(struct store *db, const char *path, struct str *out, struct error *err)
{
	struct strlist tables = STRLIST_INIT, views = STRLIST_INIT;
	char *name = database_name(path);
	int status = store_names(db, &tables, &views, err);

	if (!status) {
		str_add(out,
		        "{\n \"title\": \"goalloc\",\n \"description\": \"How Go's allocation behaviour changes from "
		        "release to release. The views are stable; the tables beneath them are not.\",\n"
		        " \"databases\": {\n  ");
		escape_json(out, name);
		str_add(out, ": {\"tables\": {");
		add_views(&views, out);
		for (size_t i = 0; i < tables.len; i++) {
			str_add(out, i || views.len ? ",\n    " : "\n    ");
			escape_json(out, tables.items[i]);
			str_add(out, ": {\"hidden\": true}");
		}
		str_add(out, "\n  }}\n }\n}\n");
	}
	free(name);
	strlist_release(&tables);
	strlist_release(&views);
	return status;
}
