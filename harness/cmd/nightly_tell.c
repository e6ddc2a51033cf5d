/* The end of a night: judged, recorded, written, pruned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/nightly.h"
#include "report/night.h"

#define STAGING ".staging"

/* ---- the folder ---- */

static int write_text(const char *folder, const char *name, const struct str *text, struct error *err)
{
	char *path = xasprintf("%s/%s", folder, name);
	int status = file_write(path, str_cstr(text), text->len, err);

	free(path);
	return status;
}

static void draw(struct nightly *n, struct night_report *r, const char *folder, struct strlist *names)
{
	char *scripts = data_folder("plots");
	char *caption = xasprintf("goalloc %s; %s; night of %s", GOALLOC_VERSION,
	                          r->nights->items[r->nights->len - 1].cpu, r->nights->items[r->nights->len - 1].date);
	const struct figure_options options = { .script_dir = scripts,
		                                .output_dir = folder,
		                                .caption = caption,
		                                .formats = "svg,png",
		                                .sink = &n->app->sink };
	struct error err = ERROR_INIT;

	/* a night without figures is a night all the same */
	if (night_figures(r, &options, names, &err))
		event_warn(&n->app->sink, "no figures: %s", err.msg);
	free(scripts);
	free(caption);
}

/* `results/latest` names the newest night; replaced in one step. */
static int point_to(const char *results, const char *date, struct error *err)
{
	char *latest = xasprintf("%s/latest", results), *new = xasprintf("%s/%s-latest", results, STAGING);
	int status = 0;

	if ((unlink(new) && path_exists(new)) || symlink(date, new) || rename(new, latest))
		status = error_errno(err, ERR_INFRA, "cannot make %s a link to the newest night", latest);
	free(latest);
	free(new);
	return status;
}

/* Written aside, then put in the place of what was there. */
static int put_in_place(const char *staging, const char *folder, struct error *err)
{
	char *old = xasprintf("%s-old", staging);
	int status = tree_remove(old, err);

	if (!status && path_exists(folder) && rename(folder, old))
		status = error_errno(err, ERR_INFRA, "cannot replace %s", folder);
	if (!status && rename(staging, folder))
		status = error_errno(err, ERR_INFRA, "cannot put %s in place", folder);
	if (!status)
		status = tree_remove(old, err);
	free(old);
	return status;
}

static int write_folder(struct nightly *n, struct night_report *r, const char *date, struct str *page,
                        struct error *err)
{
	const char *results = n->config.results;
	char *staging = xasprintf("%s/" STAGING, results), *folder = xasprintf("%s/%s", results, date);
	struct strlist names = STRLIST_INIT;
	struct str json = STR_INIT;
	int status = tree_remove(staging, err) || dir_make(staging, err) ? -1 : 0;

	if (!status) {
		draw(n, r, staging, &names);
		r->figures = &names;
		night_markdown(r, page);
		night_json(r, &json);
		status = write_text(staging, "summary.md", page, err) || write_text(staging, "summary.json", &json, err)
		                 ? -1
		                 : 0;
	}
	if (!status)
		status = put_in_place(staging, folder, err);
	r->figures = NULL;
	str_release(&json);
	strlist_release(&names);
	free(staging);
	free(folder);
	return status;
}

/* ---- retention ---- */

static bool is_date(const char *name)
{
	return strlen(name) == NIGHT_DATE - 1 && strspn(name, "0123456789-") == NIGHT_DATE - 1 && name[4] == '-' &&
	       name[7] == '-';
}

/* The date so many days before; "" for none. */
static void days_before(const char *date, int days, char out[NIGHT_DATE])
{
	struct tm t = { .tm_year = atoi(date) - 1900, .tm_mon = atoi(date + 5) - 1, .tm_mday = atoi(date + 8) };
	time_t then;

	t.tm_mday -= days;
	then = timegm(&t);
	*out = '\0';
	if (days > 0 && gmtime_r(&then, &t))
		strftime(out, NIGHT_DATE, "%Y-%m-%d", &t);
}

/* Folders of nights that nobody wants any more. Nothing but what is named as a night is touched. */
static int prune_folders(struct nightly *n, struct error *err)
{
	struct strlist names = STRLIST_INIT, nights = STRLIST_INIT;
	char oldest[NIGHT_DATE];
	int status = dir_list(n->config.results, &names, err);

	for (size_t i = 0; i < names.len; i++)
		if (is_date(names.items[i]))
			strlist_add(&nights, names.items[i]);
	days_before(n->date, n->config.keep_days, oldest);
	for (size_t i = 0; i < nights.len && !status; i++) {
		const bool beyond = n->config.keep_nights > 0 && nights.len - i > (size_t)n->config.keep_nights;
		char *path = xasprintf("%s/%s", n->config.results, nights.items[i]);

		if (strcmp(nights.items[i], n->date) != 0 && (beyond || strcmp(nights.items[i], oldest) < 0))
			status = tree_remove(path, err);
		free(path);
	}
	strlist_release(&names);
	strlist_release(&nights);
	return status;
}

static int prune(struct nightly *n, struct error *err)
{
	size_t pruned = 0;

	if (prune_folders(n, err))
		return -1;
	if (n->config.keep_samples > 0 && store_night_prune(n->db, (size_t)n->config.keep_samples, &pruned, err))
		return -1;
	if (pruned)
		event_note(&n->app->sink, "timings of %zu old nights removed", pruned);
	return 0;
}

/* ---- telling ---- */

static void keep_metrics(struct judgement *j, unsigned metrics)
{
	size_t kept = 0;

	for (size_t i = 0; i < j->len; i++) {
		unsigned metric = 0;
		struct error ignored = ERROR_INIT;

		if (!strcmp(j->news[i].kind, "machine") || metrics_parse(j->news[i].metric, &metric, &ignored) ||
		    (metric & metrics))
			j->news[kept++] = j->news[i];
	}
	j->len = kept;
}

int night_tell(struct nightly *n, const char *date, bool print, struct error *err)
{
	struct night_rules rules = night_rules_default;
	struct nights nights = NIGHTS_INIT;
	struct judgement j = { .texts = STRLIST_INIT };
	struct strlist notes = STRLIST_INIT;
	struct night_verdict verdict = { .word = "" };
	struct night_report report = { .nights = &nights,
		                       .judgement = &j,
		                       .verdict = &verdict,
		                       .notes = &notes,
		                       .tool_version = GOALLOC_VERSION };
	struct str page = STR_INIT;
	int status = store_nights(n->db, NIGHTS_WINDOW, date, &nights, err);

	if (!status && (!nights.len || strcmp(nights.items[nights.len - 1].date, date) != 0))
		status = error_set(err, ERR_INFRA, "there is no night of %s in %s", date, n->app->db);
	if (!status) {
		rules.threshold = n->config.threshold > rules.threshold ? n->config.threshold : rules.threshold;
		nights_judge(&nights, &rules, &j);
		keep_metrics(&j, n->config.metrics);
		status = night_compare(n, &nights, &j, &report.undecided, &notes, err);
	}
	if (!status) {
		night_conclude(&j, n->config.fail_on, n->config.threshold, report.undecided, &verdict);
		status = store_night_judged(n->db, nights.items[nights.len - 1].id, j.news, j.len, verdict.word,
		                            verdict.exit_code, err);
	}
	if (!status)
		status = write_folder(n, &report, date, &page, err);
	if (!status && !strcmp(date, n->date))
		status = point_to(n->config.results, date, err) || prune(n, err) ? -1 : 0;
	if (!status && print && n->app->verbosity >= 0)
		status = print_lines(&page, err);
	str_release(&page);
	strlist_release(&notes);
	judgement_release(&j);
	nights_release(&nights);
	return status ? -1 : verdict.exit_code;
}
