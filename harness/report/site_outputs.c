/* What programs print, where releases or modes differ; and the cells that have no result. */
#include "report/site_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/table.h"

#define SHOWN 4000 /* bytes of one output in the page; the database has all */

static bool same_output(const struct output_row *a, const struct output_row *b)
{
	return a->exit_status == b->exit_status && output_same(or_empty(a->out), or_empty(b->out)) &&
	       output_same(or_empty(a->err), or_empty(b->err));
}

/* "default: 1.9.2 to 1.17.13; noopt: 1.9.2" of the rows [from, to) that print as `like` does. */
static void add_where(const struct page *p, const struct output_row *rows, size_t n, const struct output_row *like)
{
	bool first = true;

	for (size_t i = 0, end; i < n; i = end) {
		struct str releases = STR_INIT;

		page_unmark(p);
		for (end = i; end < n && !strcmp(rows[end].mode, rows[i].mode); end++)
			if (same_output(&rows[end], like))
				page_mark(p, rows[end].go);
		page_marked(p, &releases);
		if (releases.len) {
			str_add(p->out, first ? "" : "; ");
			page_text(p, rows[i].mode);
			str_add(p->out, ": <b>");
			page_text(p, str_cstr(&releases));
			str_add(p->out, "</b>");
			first = false;
		}
		str_release(&releases);
	}
}

static void add_stream(const struct page *p, const char *name, const char *text)
{
	size_t n = strlen(or_empty(text));
	char *head;

	if (!n)
		return;
	head = xstrndup(text, n > SHOWN ? SHOWN : n);
	str_addf(p->out, "<pre title=\"%s\">", name);
	page_text(p, head);
	str_addf(p->out, "%s</pre>\n", n > SHOWN ? "\n[...]" : "");
	free(head);
}

/* True if row i prints something no row before it does. */
static bool is_new(const struct output_row *rows, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_output(&rows[k], &rows[i]))
			return false;
	return true;
}

static size_t variants(const struct output_row *rows, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += is_new(rows, i);
	return count;
}

void page_program(const struct page *p, const struct output_row *rows, size_t n)
{
	str_add(p->out, "<div class=\"variants\">\n");
	for (size_t i = 0; i < n; i++) {
		if (!is_new(rows, i))
			continue;
		str_add(p->out, "<div>");
		add_where(p, rows, n, &rows[i]);
		str_add(p->out, "\n");
		add_stream(p, "standard output", rows[i].out);
		add_stream(p, "standard error", rows[i].err);
		if (rows[i].exit_status)
			str_addf(p->out, "exit status %d\n", rows[i].exit_status);
		str_add(p->out, "</div>\n");
	}
	str_add(p->out, "</div>\n");
}

static void add_program(const struct page *p, const struct output_row *rows, size_t n)
{
	str_add(p->out, "<h3>");
	page_case_link(p, rows->case_name);
	str_add(p->out, "</h3>\n");
	page_program(p, rows, n);
}

/* Rows of one case from `from` on: they come sorted by case. */
static size_t case_end(const struct output_rows *o, size_t from)
{
	size_t end = from;

	while (end < o->len && !strcmp(o->items[end].case_name, o->items[from].case_name))
		end++;
	return end;
}

void page_outputs(const struct page *p)
{
	const struct output_rows *o = p->in->outputs;
	size_t same = 0;

	if (!o || !o->len) {
		str_add(p->out, "<p>No program was run.</p>\n");
		return;
	}
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "outputs", "Programs that print something else");
	for (size_t i = 0, end; i < o->len; i = end) {
		end = case_end(o, i);
		if (variants(&o->items[i], end - i) > 1)
			add_program(p, &o->items[i], end - i);
		else
			same++;
	}
	if (same) {
		bool first = true;

		str_addf(p->out, "<p>The same everywhere, addresses aside (%zu): ", same);
		for (size_t i = 0, end; i < o->len; i = end) {
			end = case_end(o, i);
			if (variants(&o->items[i], end - i) > 1)
				continue;
			str_add(p->out, first ? "" : ", ");
			page_case_link(p, o->items[i].case_name);
			first = false;
		}
		str_add(p->out, ".</p>\n");
	}
	str_add(p->out, "</section>\n");
}

static bool same_trouble(const struct cell_row *a, const struct cell_row *b)
{
	return !strcmp(a->case_name, b->case_name) && !strcmp(a->mode, b->mode) && !strcmp(a->status, b->status) &&
	       !strcmp(or_empty(a->reason), or_empty(b->reason));
}

static bool told_before(const struct cell_rows *c, size_t i)
{
	/* rows come sorted by case: only those of the same one matter */
	for (size_t k = i; k-- > 0 && !strcmp(c->items[k].case_name, c->items[i].case_name);)
		if (same_trouble(&c->items[k], &c->items[i]))
			return true;
	return false;
}

/* A line of the table, or one more mode in the line before it, if that says the same. */
static void add_trouble(const struct page *p, const struct cell_rows *c, size_t i, struct table *t)
{
	const struct cell_row *row = &c->items[i];
	struct str releases = STR_INIT;
	char **last =
		t->cells.len ? &t->cells.items[t->cells.len - 5] : NULL; /* case, modes, releases, status, reason */

	page_unmark(p);
	for (size_t k = i; k < c->len && !strcmp(c->items[k].case_name, row->case_name); k++)
		if (same_trouble(&c->items[k], row))
			page_mark(p, c->items[k].go);
	page_marked(p, &releases);
	if (last && !strcmp(last[0], row->case_name) && !strcmp(last[2], str_cstr(&releases)) &&
	    !strcmp(last[3], row->status) && !strcmp(last[4], or_empty(row->reason))) {
		char *modes = xasprintf("%s, %s", last[1], row->mode);

		free(last[1]);
		last[1] = modes;
	} else {
		table_cell(t, row->case_name);
		table_cell(t, row->mode);
		table_cell(t, str_cstr(&releases));
		table_cell(t, row->status);
		table_cell(t, row->reason);
	}
	str_release(&releases);
}

void page_missing(const struct page *p)
{
	const struct cell_rows *c = p->in->cells;
	struct error ignored = ERROR_INIT;
	struct table failed, unsupported;

	table_init(&failed, "Failed");
	table_init(&unsupported, "Not supported by the release");
	for (int i = 0; i < 2; i++) {
		struct table *t = i ? &unsupported : &failed;

		table_column(t, "case", "case", COLUMN_TEXT, false);
		table_column(t, "modes", "modes", COLUMN_TEXT, false);
		table_column(t, "releases", "releases", COLUMN_TEXT, false);
		table_column(t, "status", "status", COLUMN_TEXT, false);
		table_column(t, "reason", "why", COLUMN_TEXT, false);
	}
	for (size_t i = 0; c && i < c->len; i++) {
		bool is_unsupported = !strcmp(c->items[i].status, "unsupported");

		if (strcmp(c->items[i].status, "ok") != 0 && !told_before(c, i))
			add_trouble(p, c, i, is_unsupported ? &unsupported : &failed);
	}
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "missing", "Cells without a result");
	if (!table_rows(&failed) && !table_rows(&unsupported))
		str_add(p->out, "<p>None: every case ran in every mode with every release.</p>\n");
	for (int i = 0; i < 2; i++) {
		struct table *t = i ? &unsupported : &failed;

		if (table_rows(t)) {
			str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">");
			table_print(t, FORMAT_HTML, 0, p->out, &ignored); /* html cannot fail */
			str_add(p->out, "</div>\n");
		}
		table_release(t);
	}
	str_add(p->out, "</section>\n");
}
