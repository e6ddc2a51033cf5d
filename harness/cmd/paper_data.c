/* data/ and cases/ of the paper kit. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/export.h"
#include "cmd/paper_parts.h"
#include "report/history_file.h"
#include "report/paper_dictionary.h"
#include "store/view.h"

/* What writes one file at a time. */
struct writing {
	struct paper_kit *kit;
	struct table dictionary;
	const char *file; /* "samples" */
	FILE *to;
	size_t rows;
};

static int put(const struct writing *w, const char *p, size_t n, struct error *err)
{
	return n && fwrite(p, 1, n, w->to) != n ? error_errno(err, ERR_INFRA, "cannot write data/%s.csv", w->file) : 0;
}

static int begin(struct writing *w, const char *file, struct error *err)
{
	char *path = xasprintf("data/%s.csv", file);
	int status;

	w->file = file;
	w->rows = 0;
	status = paper_kit_begin(w->kit, path, &w->to, err);
	free(path);
	return status;
}

/* Closes it in any case; `status` is what became of the writing. */
static int end(struct writing *w, int status, struct error *err)
{
	struct error ignored = ERROR_INIT;
	char *path = xasprintf("data/%s.csv", w->file);
	int closed = paper_kit_end(w->kit, path, w->to, status ? &ignored : err);

	free(path);
	return status ? status : closed;
}

static void describe(struct writing *w, const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		paper_dictionary_row(&w->dictionary, w->file, t->columns[i].name);
}

/* ---- tables ---- */

static int write_table(struct writing *w, const char *file, const struct table *t, struct error *err)
{
	struct str text = STR_INIT;
	int status = begin(w, file, err);

	if (status)
		return -1;
	describe(w, t);
	status = table_print(t, FORMAT_CSV, 0, &text, err);
	if (!status)
		status = put(w, str_cstr(&text), text.len, err);
	str_release(&text);
	return end(w, status, err);
}

/* Some columns are named alike for people and have others' meaning in each list: that is the list's to know. */
typedef void list_table(const struct change_list *l, struct table *t);

static void between_table(const struct change_list *l, struct table *t)
{
	changes_table(l, false, t);
}

static void along_table(const struct change_list *l, struct table *t)
{
	changes_table(l, true, t);
}

static int write_list(struct writing *w, const char *file, const struct change_list *l, list_table *fill,
                      struct error *err)
{
	struct table t;
	int status;

	table_init(&t, "");
	fill(l, &t);
	status = write_table(w, file, &t, err);
	table_release(&t);
	return status;
}

/* ---- views ---- */

static int add_view_row(void *ctx, const char *const *cells, size_t n, struct error *err)
{
	struct writing *w = ctx;
	struct str line = STR_INIT;
	int status;

	for (size_t i = 0; i < n; i++) {
		if (!w->rows)
			paper_dictionary_row(&w->dictionary, w->file, cells[i]);
		str_add(&line, i ? "," : "");
		escape_csv(&line, cells[i] ? cells[i] : "");
	}
	str_add(&line, "\r\n");
	w->rows++;
	status = put(w, str_cstr(&line), line.len, err);
	str_release(&line);
	return status;
}

static int write_view(struct writing *w, struct store *db, const char *view, struct error *err)
{
	return begin(w, view, err) ? -1 : end(w, store_view(db, view, add_view_row, w, err), err);
}

/* ---- samples, which may be millions ---- */

static int add_samples(void *ctx, const struct sample_rows *rows, struct error *err)
{
	struct writing *w = ctx;
	struct str text = STR_INIT;
	const char *from;
	struct table t;
	int status;

	table_init(&t, "");
	sample_table(rows, &t);
	if (!w->rows)
		describe(w, &t);
	status = table_print(&t, FORMAT_CSV, 0, &text, err);
	from = w->rows ? strstr(str_cstr(&text), "\r\n") + 2 : str_cstr(&text); /* one header */
	w->rows += 1 + rows->len;
	if (!status)
		status = put(w, from, text.len - (size_t)(from - str_cstr(&text)), err);
	table_release(&t);
	str_release(&text);
	return status;
}

static int write_samples(struct writing *w, struct store *db, struct error *err)
{
	static const struct sample_rows none;
	int status;

	if (begin(w, "samples", err))
		return -1;
	status = store_samples_by_case(db, NULL, add_samples, w, err);
	if (!status && !w->rows)
		status = add_samples(w, &none, err);
	return end(w, status, err);
}

/* ---- all of it ---- */

static int write_history(struct paper_kit *kit, const struct paper_data *d, struct error *err)
{
	const struct session_rows *s = &d->counts.sessions;
	struct history_file f = HISTORY_FILE_INIT;
	struct str text = STR_INIT;
	int status;

	history_measured(&d->counts.history, s->len ? &s->items[s->len - 1] : NULL, &f);
	history_join(&f);
	history_write(&f, &text);
	status = paper_kit_add(kit, "data/history.tsv", &text, false, err);
	str_release(&text);
	history_file_release(&f);
	return status;
}

static int write_dictionary(struct writing *w, struct error *err)
{
	struct str text = STR_INIT;
	int status = table_print(&w->dictionary, FORMAT_CSV, 0, &text, err);

	if (!status)
		status = paper_kit_add(w->kit, "data/dictionary.csv", &text, false, err);
	str_release(&text);
	return status;
}

int paper_write_data(struct paper_kit *kit, const struct paper_data *d, struct error *err)
{
	static const char *const views[] = { "cells", "toolchains", "sessions", "cases", "calibrations" };
	struct writing w = { .kit = kit };
	int status;

	table_init(&w.dictionary, "");
	paper_dictionary_begin(&w.dictionary);
	status = write_samples(&w, d->all.db, err);
	for (size_t i = 0; i < sizeof views / sizeof *views && !status; i++)
		status = write_view(&w, d->all.db, views[i], err);
	if (!status)
		status = write_list(&w, "history", &d->along, along_table, err);
	if (!status && d->in.pair)
		status = write_list(&w, "changes", &d->between, between_table, err) ||
		                         write_list(&w, "times", &d->between, verdicts_table, err)
		                 ? -1
		                 : 0;
	if (!status && d->in.history_file)
		status = write_history(kit, d, err);
	if (!status)
		status = write_dictionary(&w, err);
	table_release(&w.dictionary);
	return status;
}

/* ---- cases/ ---- */

/* A name that is one file's, whatever it came from: no folders, none hidden. */
static bool is_file_name(const char *name)
{
	return *name && *name != '.' && *name != '-' && strlen(name) <= 200 &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+")];
}

/* Is the file where a case of that name is looked for? Then no two have the same. */
static bool is_where_it_belongs(const struct case_row *c)
{
	char *test = xasprintf("%s_test.go", c->case_name), *program = xasprintf("%s.go", c->case_name);
	char *path = xasprintf("%s/%s", c->family, c->file);
	const bool belongs =
		is_file_name(c->family) && is_file_name(c->file) && (!strcmp(path, test) || !strcmp(path, program));

	free(path);
	free(program);
	free(test);
	return belongs;
}

int paper_write_cases(struct app *app, struct paper_kit *kit, const struct paper_data *d, struct error *err)
{
	const struct case_rows *cases = &d->cases;
	size_t left_out = 0;
	int status = 0;

	for (size_t i = 0; i < cases->len && !status; i++) {
		const struct case_row *c = &cases->items[i];
		struct str text = STR_INIT;
		char *path;

		if (i + 1 < cases->len && !strcmp(c->case_name, cases->items[i + 1].case_name))
			continue; /* edited since: the newest of them */
		if (!*c->source || !is_where_it_belongs(c)) {
			left_out++;
			continue;
		}
		path = xasprintf("cases/%s/%s", c->family, c->file);
		str_add(&text, c->source);
		status = paper_kit_add(kit, path, &text, false, err);
		str_release(&text);
		free(path);
	}
	if (left_out && !status)
		event_warn(&app->sink,
		           "%zu cases are not in the kit's cases/: they were imported, or have names that no file "
		           "should have",
		           left_out);
	return status;
}
