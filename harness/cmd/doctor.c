/* goalloc doctor: what this machine is fit for. A table of checks; so far those of confinement, and its price. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/confine.h"
#include "base/file.h"
#include "base/process.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "report/table.h"

#define CHILDREN 50
#define MOST_CHILDREN 100000
#define PRICE_GOAL_MS 3.0

struct settings {
	int children; /* to measure the price with, each way; 0: not measured */
	enum format format;
	struct strlist required;
};

/* What is printed of one check. */
struct check {
	const char *group, *name, *what;
	bool fine;
	const char *found, *lacking, *advice;
	const double *value; /* NULL: none */
	const char *unit;
};

static void add_check(struct table *t, const struct check *c)
{
	table_cell(t, c->group);
	table_cell(t, c->name);
	table_cell(t, c->fine ? "yes" : "no");
	table_cell(t, c->found);
	table_cell(t, c->what);
	table_cell(t, c->lacking);
	table_cell(t, c->advice);
	if (c->value)
		table_cellf(t, "%.3f", *c->value);
	else
		table_cell(t, "");
	table_cell(t, c->unit);
	if (*c->lacking)
		table_note(t, "%s: without %s. To do: %s.", c->name, c->lacking, c->advice);
}

/* Waits for one child that does nothing. */
static int time_child(const char *program, const char *folder, struct confinement *walls, double *ms, struct error *err)
{
	const char *const argv[] = { program, NULL }, *const env[] = { NULL };
	struct child_spec spec = { .argv = argv, .env = env, .cwd = folder, .confine = walls };
	struct child_result r;
	int64_t start = clock_ns();
	int rc = child_run(&spec, &r, err);

	*ms = (double)(clock_ns() - start) / 1e6;
	if (rc)
		return -1;
	if (!child_ok(&r)) {
		char why[128];

		rc = error_set(err, ERR_INFRA, "%s: %s", program, child_end_text(&r, why, sizeof why));
	}
	child_result_release(&r);
	return rc;
}

/* Children with and without walls in turns, so that whatever else goes on hits both. */
static int time_children(const char *folder, int n, double *plain, double *confined, struct error *err)
{
	char *program = program_find("true");
	struct confinement *walls = confinement_new();
	double warm;
	int rc = program ? 0 : error_set(err, ERR_INFRA, "there is no program `true` on PATH to start");

	confinement_write(walls, folder);
	if (!rc) /* what is made once is not the price of a child */
		rc = time_child(program, folder, walls, &warm, err);
	for (int i = 0; i < n && !rc; i++) {
		bool first = i % 2;

		rc = time_child(program, folder, first ? walls : NULL, first ? &confined[i] : &plain[i], err);
		if (!rc)
			rc = time_child(program, folder, first ? NULL : walls, first ? &plain[i] : &confined[i], err);
	}
	confinement_free(walls);
	free(program);
	return rc;
}

static int add_price(struct table *t, int children, struct error *err)
{
	const size_t n = (size_t)children;
	const char *tmp = getenv("TMPDIR");
	char *folder = xasprintf("%s/goalloc-XXXXXX", tmp && *tmp ? tmp : "/tmp"), *found = NULL;
	double *plain = xcalloc(n, sizeof *plain), *confined = xcalloc(n, sizeof *confined);
	struct error ignored = ERROR_INIT;
	int rc = -1;

	if (!mkdtemp(folder)) {
		error_errno(err, ERR_INFRA, "cannot create a folder like %s", folder);
		goto done;
	}
	rc = time_children(folder, children, plain, confined, err);
	(void)tree_remove(folder, &ignored);
	if (!rc) {
		double a = stats_median(plain, n), b = stats_median(confined, n), more = b - a;

		found = xasprintf("%.2f ms more a child: median %.2f against %.2f, p95 %.2f against %.2f, ratio %.2f",
		                  more, b, a, stats_quantile(confined, n, 0.95), stats_quantile(plain, n, 0.95), b / a);
		add_check(t, &(struct check){ .group = "confinement",
		                              .name = "price",
		                              .what = "costs less than 3 ms a child",
		                              .fine = more < PRICE_GOAL_MS,
		                              .found = found,
		                              .lacking = "",
		                              .advice = "",
		                              .value = &more,
		                              .unit = "ms" });
	}
done:
	free(found);
	free(folder);
	free(plain);
	free(confined);
	return rc;
}

static void add_walls(struct table *t)
{
	struct confine_check all[CONFINE_CHECKS];

	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++)
		add_check(t, &(struct check){ .group = "confinement",
		                              .name = all[i].name,
		                              .what = all[i].what,
		                              .fine = all[i].stands,
		                              .found = all[i].held_by,
		                              .lacking = all[i].lacking,
		                              .advice = all[i].advice,
		                              .unit = "" });
}

static int print_checks(const struct settings *s, struct error *err)
{
	struct table t;
	int rc = 0;

	table_init(&t, "Confinement of downloaded compilers and of what they build");
	table_column(&t, "group", "group", COLUMN_TEXT, true);
	table_column(&t, "check", "wall", COLUMN_TEXT, false);
	table_column(&t, "ok", "stands", COLUMN_BOOL, false);
	table_column(&t, "found", "by", COLUMN_TEXT, false);
	table_column(&t, "what", "a confined program ...", COLUMN_TEXT, false);
	table_column(&t, "lacking", "lacking", COLUMN_TEXT, true);
	table_column(&t, "advice", "to do", COLUMN_TEXT, true);
	table_column(&t, "value", "value", COLUMN_NUMBER, true);
	table_column(&t, "unit", "unit", COLUMN_TEXT, true);
	add_walls(&t);
	if (s->children)
		rc = add_price(&t, s->children, err);
	if (!rc)
		rc = print_table(&t, s->format, err);
	table_release(&t);
	return rc;
}

static int check_names(const struct strlist *required, struct error *err)
{
	struct confine_check all[CONFINE_CHECKS];
	struct str known = STR_INIT;
	int rc = 0;

	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++)
		str_addf(&known, "%s%s", i ? ", " : "", all[i].name);
	for (size_t i = 0; i < required->len && !rc; i++)
		if (!confine_find(required->items[i], NULL))
			rc = error_set(err, ERR_USAGE, "--require %.60s: none of %s", required->items[i],
			               str_cstr(&known));
	str_release(&known);
	return rc;
}

static int check_required(const struct strlist *required, struct error *err)
{
	struct str missing = STR_INIT;
	bool stands;
	int rc = 0;

	for (size_t i = 0; i < required->len; i++)
		if (confine_find(required->items[i], &stands) && !stands)
			str_addf(&missing, "%s%s", missing.len ? ", " : "", required->items[i]);
	if (missing.len)
		rc = error_set(err, ERR_INFRA, "required, but not standing: %s; the table says what to do",
		               str_cstr(&missing));
	str_release(&missing);
	return rc;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct settings s = { .children = CHILDREN, .format = FORMAT_TEXT, .required = STRLIST_INIT };
	struct strlist words = STRLIST_INIT;
	const char *format = "text", *require = "";
	const struct option_row rows[] = {
		{ "require", OPTION_TEXT, "WALL,..", "exit with 3 if one of these does not stand", &require },
		{ "children", OPTION_INT, "N", "measure the price with N children each way (50; 0: do not)",
		  &s.children },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format },
	};
	int status = options_parse(&command_doctor, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	(void)app;
	if (!status)
		status = format_parse(format, NULL, &s.format, err);
	if (!status && s.children > MOST_CHILDREN)
		status = error_set(err, ERR_USAGE, "--children %d: at most %d", s.children, MOST_CHILDREN);
	if (!status)
		strlist_split(&s.required, require, ',');
	if (!status)
		status = confine_announce(NULL, err);
	if (!status)
		status = check_names(&s.required, err);
	if (!status)
		status = print_checks(&s, err);
	if (!status)
		status = check_required(&s.required, err);
	strlist_release(&s.required);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "[OPTION ...]",
	.summary = "which walls stand around downloaded programs, and what they cost",
	.examples = "  goalloc doctor\n"
		    "  goalloc doctor --require network,files --children 0\n"
		    "  goalloc doctor --format json\n",
	.run = run,
};
