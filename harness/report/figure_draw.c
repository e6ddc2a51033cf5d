/* Drawing a list of figures: data files, gnuplots, and whole pictures put in place. */
#include "report/figures.h"

#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"
#include "report/figure_file.h"
#include "report/table.h"

#define SLOTS 2                     /* gnuplots at a time */
#define MAX_FILE ((size_t)64 << 20) /* data files are far smaller */
#define SCRATCH ".tmp-"             /* folders named with the pid of who draws in them */

/* What gnuplot and fontconfig may know of our environment. */
static const char *const passed_on[] = {
	"PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "GDFONTPATH",
};

/* One call of figure_list_draw. */
struct pass {
	const struct figure_options *options;
	struct figure_formats formats;
	struct strlist env;
	char *gnuplot;                           /* found when the first figure needs it */
	char *scripts, *output, *data, *scratch; /* absolute: gnuplot takes "<x" and "|x" for commands */
	struct child_pool *pool;
	struct error failure; /* of the first figure that failed */
	bool hangs;           /* gnuplot did not end in time: the next one would not either */
	size_t done, total, drawn;
};

/* One figure being drawn. */
struct drawing {
	struct pass *pass;
	const struct figure *figure;
	struct str file;       /* the data file's bytes */
	char *base, *new_data; /* in the scratch folder: output without suffix, data file */
	bool ready;
};

static void pass_release(struct pass *p)
{
	struct error ignored = ERROR_INIT;

	child_pool_free(p->pool);
	if (p->scratch)
		tree_remove(p->scratch, &ignored);
	figure_formats_release(&p->formats);
	strlist_release(&p->env);
	free(p->gnuplot);
	free(p->scripts);
	free(p->output);
	free(p->data);
	free(p->scratch);
}

/* Scratch folders of processes that are no more. */
static void remove_abandoned(const char *output)
{
	struct error ignored = ERROR_INIT;
	struct strlist names = STRLIST_INIT;

	if (dir_list(output, &names, &ignored))
		error_clear(&ignored);
	for (size_t i = 0; i < names.len; i++) {
		const char *digits = names.items[i] + strlen(SCRATCH);
		char *path;
		long pid;

		if (!str_starts(names.items[i], SCRATCH) || !*digits || digits[strspn(digits, "0123456789")])
			continue;
		pid = strtol(digits, NULL, 10);
		if (pid <= 0 || pid > INT32_MAX || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
			continue;
		path = xasprintf("%s/%s", output, names.items[i]);
		tree_remove(path, &ignored);
		free(path);
	}
	strlist_release(&names);
}

static int pass_init(struct pass *p, const struct figure_options *options, struct error *err)
{
	*p = (struct pass){ .options = options, .failure = ERROR_INIT };
	if (figure_formats_choose(options, &p->formats, err))
		return -1;
	p->scripts = path_absolute(options->script_dir);
	p->output = path_absolute(options->output_dir);
	p->data = xasprintf("%s/data", p->output);
	if (dir_make(p->data, err))
		return error_prefix(err, "the figures' folder, which --output chooses");
	remove_abandoned(p->output);
	strlist_add(&p->env, "LC_ALL=C.UTF-8");
	strlist_add(&p->env, "GNUTERM=dumb");
	for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) {
		const char *value = getenv(passed_on[i]);

		if (value)
			strlist_addf(&p->env, "%s=%s", passed_on[i], value);
	}
	return 0;
}

/* What is needed to draw: found and made when the first figure is not up to date. */
static int pass_ready(struct pass *p, struct error *err)
{
	if (p->pool)
		return 0;
	p->gnuplot = program_find("gnuplot");
	if (!p->gnuplot)
		return error_set(err, ERR_INFRA,
		                 "gnuplot is not on PATH: figures need it; install it (apt-get install gnuplot-nox, "
		                 "or your system's package gnuplot) and run again: nothing is measured anew");
	p->scratch = xasprintf("%s/" SCRATCH "%ld", p->output, (long)getpid());
	if (tree_remove(p->scratch, err) || dir_make(p->scratch, err))
		return -1;
	p->pool = child_pool_new(SLOTS);
	return 0;
}

/* The data file as it is; empty where there is none. */
static void read_old(const struct pass *p, const struct figure *f, struct str *out)
{
	struct error ignored = ERROR_INIT;
	char *path = xasprintf("%s/%s.tsv", p->data, f->name);

	if (path_is_file(path) && file_read(path, MAX_FILE, out, &ignored))
		str_reset(out);
	free(path);
}

static bool up_to_date(const struct pass *p, const struct drawing *d)
{
	struct str old = STR_INIT;
	bool same;

	read_old(p, d->figure, &old);
	same = figure_file_says(&old, &d->file);
	for (size_t i = 0; same && i < p->formats.suffixes.len; i++) {
		char *picture = xasprintf("%s/%s%s", p->output, d->figure->name, p->formats.suffixes.items[i]);

		same = path_is_file(picture);
		free(picture);
	}
	str_release(&old);
	return same;
}

/* Pictures in other formats show what is no more: better none. */
static void remove_others(const struct drawing *d)
{
	const struct pass *p = d->pass;
	struct strlist formats = STRLIST_INIT, suffixes = STRLIST_INIT;
	struct str old = STR_INIT;

	read_old(p, d->figure, &old);
	figure_file_formats(&old, &formats);
	for (size_t i = 0; i < formats.len; i++)
		figure_format_suffixes(formats.items[i], &suffixes);
	for (size_t i = 0; i < suffixes.len; i++) {
		char *path = xasprintf("%s/%s%s", p->output, d->figure->name, suffixes.items[i]);

		if (!strlist_has(&p->formats.suffixes, suffixes.items[i]))
			unlink(path);
		free(path);
	}
	strlist_release(&formats);
	strlist_release(&suffixes);
	str_release(&old);
}

/* gnuplot's first complaint that is not a mere warning: `"x.gp" line 3: undefined variable: y`. */
static char *complaint(const char *text)
{
	const char *found = NULL;

	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		char *copy = xstrndup(line, strcspn(line, "\n"));
		bool message = strstr(copy, " line ") && strstr(copy, ": ") && !strstr(copy, "warning:");
		bool blank = !copy[strspn(copy, " \t\r^")];

		free(copy);
		if (message) {
			found = line;
			break;
		}
		if (!found && !blank)
			found = line;
	}
	return found ? xstrndup(found, strcspn(found, "\n")) : NULL;
}

/* Moves what was drawn into place, the data file last: it says that the figure is complete. */
static int promote(const struct drawing *d, struct error *err)
{
	const struct pass *p = d->pass;
	const struct strlist *suffixes = &p->formats.suffixes;
	char *to = NULL, *from = NULL;
	struct stat st;
	int rc = -1;

	for (size_t i = 0; i < suffixes->len; i++) {
		free(from);
		from = xasprintf("%s%s", d->base, suffixes->items[i]);
		if (stat(from, &st) || !st.st_size) {
			error_set(err, ERR_INFRA, "gnuplot wrote no %s",
			          suffixes->items[i] + (*suffixes->items[i] == '.'));
			goto out;
		}
	}
	remove_others(d);
	for (size_t i = 0; i <= suffixes->len; i++) {
		bool data = i == suffixes->len;

		free(from);
		free(to);
		from = data ? xstrdup(d->new_data) : xasprintf("%s%s", d->base, suffixes->items[i]);
		to = data ? xasprintf("%s/%s.tsv", p->data, d->figure->name)
		          : xasprintf("%s/%s%s", p->output, d->figure->name, suffixes->items[i]);
		if (rename(from, to)) {
			error_errno(err, ERR_INFRA, "cannot put %s in place", to);
			goto out;
		}
	}
	rc = 0;
out:
	free(from);
	free(to);
	return rc;
}

static void figure_finished(struct pass *p)
{
	p->done++;
	event_progress(p->options->sink, "figures", p->done, p->total, UNIT_COUNT);
}

static void drawn(void *ctx, struct child_result *r)
{
	struct drawing *d = ctx;
	struct error err = ERROR_INIT;

	if (child_ok(r)) {
		d->ready = !promote(d, &err);
	} else {
		char how[128], *said = complaint(str_cstr(&r->err));
		struct str safe = STR_INIT;

		child_end_text(r, how, sizeof how);
		escape_text(&safe, said ? said : "");
		d->pass->hangs |= r->end == CHILD_DEADLINE;
		error_set(&err, ERR_INFRA, "gnuplot: %s%s%s%s", str_cstr(&safe), said ? "; " : "", how,
		          d->pass->hangs ? "; the others were not tried" : "");
		str_release(&safe);
		free(said);
	}
	if (!d->ready) {
		error_prefix(&err, "figure %s", d->figure->name);
		if (d->pass->failure.kind == ERR_NONE)
			d->pass->failure = err;
	} else {
		d->pass->drawn++;
	}
	figure_finished(d->pass);
}

static int start(struct drawing *d, struct error *err)
{
	struct pass *p = d->pass;
	const char *caption = p->options->caption ? p->options->caption : "";
	struct strlist argv = STRLIST_INIT;
	struct str safe = STR_INIT;
	int rc = -1;

	if (pass_ready(p, err))
		return -1;
	d->base = xasprintf("%s/%s", p->scratch, d->figure->name);
	d->new_data = xasprintf("%s.tsv", d->base);
	if (file_write(d->new_data, str_cstr(&d->file), d->file.len, err))
		return -1;
	strlist_add(&argv, p->gnuplot);
	strlist_add(&argv, "-d"); /* no settings of the user's */
	strlist_add(&argv, "-c");
	strlist_addf(&argv, "%s/%s", p->scripts, d->figure->script);
	strlist_add(&argv, d->new_data);
	strlist_add(&argv,
	            d->figure->name); /* in the scratch folder: what a .tex includes is named as it is given here */
	strlist_add(&argv, str_cstr(&p->formats.pictures));
	figure_plain(&safe, d->figure->title);
	strlist_add(&argv, str_cstr(&safe));
	str_reset(&safe);
	figure_plain(&safe, caption);
	strlist_add(&argv, str_cstr(&safe));
	strlist_addf(&argv, "%g", figure_width(p->options, d->figure->name));
	strlist_addf(&argv, "%g", figure_font_pt(p->options));
	strlist_add(&argv, p->formats.font);
	{
		struct child_spec spec = {
			.argv = (const char *const *)argv.items,
			.env = (const char *const *)p->env.items,
			.cwd = p->scratch,
			.deadline_ns = 60 * INT64_C(1000000000),
		};

		rc = child_pool_start(p->pool, &spec, drawn, d, err);
	}
	str_release(&safe);
	strlist_release(&argv);
	return rc;
}

/* The data file is all that was asked for. */
static int write_data(struct drawing *d, struct error *err)
{
	struct pass *p = d->pass;
	char *path = xasprintf("%s/%s.tsv", p->data, d->figure->name);
	int rc = file_write(path, str_cstr(&d->file), d->file.len, err);

	free(path);
	if (!rc) {
		d->ready = true;
		p->drawn++;
		figure_finished(p);
	}
	return rc;
}

static bool wanted(const struct figure_options *o, const char *name)
{
	struct strlist globs = STRLIST_INIT;
	bool found = !o->only;

	strlist_split(&globs, o->only ? o->only : "", ',');
	for (size_t i = 0; !found && i < globs.len; i++)
		found = !fnmatch(globs.items[i], name, 0);
	strlist_release(&globs);
	return found;
}

static int draw_all(struct pass *p, const struct figure_list *l, struct drawing *drawings, struct error *err)
{
	for (size_t i = 0; i < l->len && !p->hangs; i++) {
		struct drawing *d = &drawings[i];

		*d = (struct drawing){ .pass = p, .figure = &l->items[i], .file = STR_INIT };
		if (!wanted(p->options, d->figure->name))
			continue;
		if (figure_file(d->figure, p->options, &p->formats, p->scripts, &d->file, err))
			return -1;
		if (up_to_date(p, d)) {
			d->ready = true;
			figure_finished(p);
		} else if (p->formats.suffixes.len ? start(d, err) : write_data(d, err)) {
			return -1;
		}
	}
	if (p->pool && child_pool_drain(p->pool, err))
		return -1;
	if (p->failure.kind != ERR_NONE) {
		*err = p->failure;
		return -1;
	}
	return 0;
}

int figure_list_draw(const struct figure_list *list, const struct figure_options *options, struct strlist *names,
                     struct error *err)
{
	struct drawing *drawings = NULL;
	char summary[64];
	struct pass p;
	int rc = pass_init(&p, options, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < list->len; i++) {
		p.total += wanted(options, list->items[i].name);
		if (options->offered)
			strlist_add(options->offered, list->items[i].name);
	}
	drawings = xcalloc(list->len + 1, sizeof *drawings);
	if (p.total)
		event_start(options->sink, "figures", p.total, UNIT_COUNT);
	rc = draw_all(&p, list, drawings, err);
	for (size_t i = 0; i < list->len; i++)
		if (drawings[i].ready)
			strlist_add(names, list->items[i].name);
	if (rc) {
		event_fail(options->sink, "figures", err->msg);
	} else if (p.total) {
		snprintf(summary, sizeof summary, "%zu drawn anew", p.drawn);
		event_done(options->sink, "figures", summary);
	}
out:
	pass_release(&p); /* first: children still running have the drawings' names */
	for (size_t i = 0; drawings && i < list->len; i++) {
		str_release(&drawings[i].file);
		free(drawings[i].base);
		free(drawings[i].new_data);
	}
	free(drawings);
	return rc;
}
