/* The history as data: what export and status do with it. */
#include "cmd/history_data.h"

#include <stdlib.h>

#include "base/file.h"
#include "cmd/history.h"
#include "report/figure_data.h"
#include "report/history_file.h"

static int read_history(const char *path, struct history_file *f, struct error *err)
{
	struct str text = STR_INIT;
	int status = file_read(path, HISTORY_MAX_BYTES, &text, err);

	if (!status && history_parse(str_cstr(&text), text.len, f, err))
		status = error_prefix(err, "%s is no history as `goalloc export --format history` writes it", path);
	str_release(&text);
	return status;
}

static int measure(struct app *app, const struct row_filter *filter, struct dataset *d, struct history_file *f,
                   struct error *err)
{
	if (dataset_load(app, filter, DATASET_COUNTS, d, err))
		return -1;
	history_measured(&d->history, dataset_session(d), f);
	if (f->len)
		return 0;
	history_file_release(f);
	dataset_release(d);
	return error_set(err, ERR_INFRA, "no counts match in %s; run `goalloc run` first%s", app->db,
	                 filter->measured ? " (what was imported is left out without --imported)" : "");
}

int history_export(struct app *app, const struct row_filter *filter, const char *older, struct error *err)
{
	struct history_file now = HISTORY_FILE_INIT, old = HISTORY_FILE_INIT;
	struct str out = STR_INIT;
	struct dataset d;
	int status;

	if (older && read_history(older, &old, err))
		return -1;
	status = measure(app, filter, &d, &now, err);
	if (!status) {
		if (older)
			history_widen(&now, &old);
		history_join(&now);
		history_write(&now, &out);
		status = print_out(&out, err);
		history_file_release(&now);
		dataset_release(&d);
	}
	history_file_release(&old);
	str_release(&out);
	return status;
}

static void difference_table(const struct history_check *c, const char *path, struct table *t)
{
	table_init(t, "What does not reproduce the history");
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "go", "toolchain", COLUMN_TEXT, false);
	table_column(t, "expected", "in the file", COLUMN_TEXT, false);
	table_column(t, "measured", "measured", COLUMN_TEXT, false);
	for (size_t i = 0; i < c->len; i++) {
		const struct history_difference *one = &c->items[i];

		table_cell(t, one->case_name);
		table_cell(t, benchmark_label(one->benchmark));
		table_cell(t, one->mode);
		table_cell(t, one->go);
		table_cell(t, one->expected);
		table_cell(t, one->measured);
	}
	table_note(
		t,
		"%zu of the %zu figures in %s compared: %zu differences; %zu agree within a range, the others exactly.",
		c->compared, c->total, path, c->len, c->in_ranges);
}

int history_against(struct app *app, const struct row_filter *filter, const char *path, enum format format,
                    struct error *err)
{
	struct history_file file = HISTORY_FILE_INIT, now = HISTORY_FILE_INIT;
	struct history_check check = HISTORY_CHECK_INIT;
	struct dataset d;
	struct table t;
	int status;

	if (read_history(path, &file, err))
		return -1;
	status = measure(app, filter, &d, &now, err);
	if (!status) {
		history_check(&file, &now, &check);
		difference_table(&check, path, &t);
		status = check.compared || check.len
		                 ? print_table(&t, format, err)
		                 : error_set(err, ERR_INFRA, "%s and %s have no figure in common", app->db, path);
		if (!status)
			status = check.len ? 1 : 0;
		table_release(&t);
		history_check_release(&check);
		history_file_release(&now);
		dataset_release(&d);
	}
	history_file_release(&file);
	return status;
}
