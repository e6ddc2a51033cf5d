/* The distribution of a case's times: every sample, release by release, and what is commonly said of them. */
#include <ctype.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/hash.h"
#include "bench/record.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"
#include "report/figures.h"

#define LONGEST_NAME 150 /* bytes; then what is left out is a digest */

char *figure_distribution_name(const char *case_name)
{
	struct str name = STR_INIT;

	str_add(&name, "distribution-");
	for (const char *p = case_name; *p; p++) {
		const bool dash = *p == '-' && (p == case_name || p[-1] == '-' || p[-1] == '/' || p[1] == '/');

		if (*p == '/')
			str_add(&name, "--");
		else if (isalnum((unsigned char)*p) || *p == '_' || (*p == '-' && !dash))
			str_add_char(&name, *p);
		else
			str_addf(&name, "+%02X", (unsigned)(unsigned char)*p);
	}
	if (name.len > LONGEST_NAME) {
		struct hash *h = hash_new();
		char hex[HASH_HEX], *cut;

		hash_add_field(h, case_name);
		hash_hex(h, hex);
		cut = xasprintf("%.*s+h%.16s", LONGEST_NAME, str_cstr(&name), hex);
		str_release(&name);
		return cut;
	}
	return str_detach(&name);
}

/* The timing samples of one case and mode, as read: by version, benchmark, session, block. */
struct case_samples {
	const struct sample_row **items;
	size_t len;
};

static void gather(const struct sample_rows *all, const char *case_name, const char *mode, struct case_samples *out)
{
	*out = (struct case_samples){ .items = xcalloc(all->len + 1, sizeof(void *)) };
	for (size_t i = 0; i < all->len; i++) {
		const struct sample_row *r = &all->items[i];

		if (r->n > 0 && r->elapsed_ns > 0 && !strcmp(r->case_name, case_name) && !strcmp(r->mode, mode) &&
		    !strcmp(r->purpose, sample_purpose_name(SAMPLE_TIME)))
			out->items[out->len++] = r;
	}
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool of_series(const struct sample_row *r, const struct series *s)
{
	return !strcmp(r->benchmark, s->benchmark) && same_text(r->goos, s->goos) && same_text(r->goarch, s->goarch);
}

/* In how many releases of the view the session timed the benchmark. */
static size_t releases_of(const struct view *v, const struct case_samples *c, const struct series *s, int64_t session)
{
	size_t n = 0;

	for (size_t r = 0; r < v->nreleases; r++)
		for (size_t i = 0; i < c->len; i++)
			if (c->items[i]->session == session && of_series(c->items[i], s) &&
			    !strcmp(c->items[i]->go, v->releases[r]->go)) {
				n++;
				break;
			}
	return n;
}

/* The session that has most of the benchmark's releases, of several the latest; 0 if none has it. */
static int64_t best_session(const struct view *v, const struct case_samples *c, const struct series *s)
{
	int64_t best = 0, tried = 0;
	size_t most = 0;

	for (;;) { /* from the latest to the first */
		int64_t next = 0;
		size_t n;

		for (size_t i = 0; i < c->len; i++)
			if (of_series(c->items[i], s) && c->items[i]->session > next &&
			    (!tried || c->items[i]->session < tried))
				next = c->items[i]->session;
		if (!next)
			return best;
		n = releases_of(v, c, s, next);
		if (n > most) {
			most = n;
			best = next;
		}
		tried = next;
	}
}

/* One panel: a block of what is said of the samples, one of the samples in the order in which they were taken. */
static void add_panel(struct str *out, const struct view *v, const struct case_samples *c, const struct series *s,
                      int64_t session)
{
	double *x = xcalloc(c->len + 1, sizeof *x);
	struct str samples = STR_INIT;

	block_head(out, "summary", "x\tn\tmedian\tq1\tq3\tmedian_low\tmedian_high\tinterval\tleast\tgreatest\tgo");
	block_head(&samples, "samples", "x\torder\tof\tns");
	for (size_t r = 0; r < v->nreleases; r++) {
		size_t n = 0;
		double low, high;
		int no_interval;

		for (size_t i = 0; i < c->len; i++)
			if (c->items[i]->session == session && of_series(c->items[i], s) &&
			    !strcmp(c->items[i]->go, v->releases[r]->go))
				x[n++] = (double)c->items[i]->elapsed_ns / (double)c->items[i]->n;
		if (!n)
			continue;
		no_interval = stats_median_interval(x, n, &low, &high);
		str_addf(out, "%zu\t%zu\t%.6g\t%.6g\t%.6g\t%.6g\t%.6g\t%d\t%.6g\t%.6g\t", r + 1, n, stats_median(x, n),
		         stats_quantile(x, n, 0.25), stats_quantile(x, n, 0.75), low, high, !no_interval,
		         stats_quantile(x, n, 0), stats_quantile(x, n, 1));
		block_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
		for (size_t i = 0; i < n; i++)
			str_addf(&samples, "%zu\t%zu\t%zu\t%.6g\n", r + 1, i + 1, n, x[i]);
	}
	str_add(out, "\n\n");
	str_add(out, str_cstr(&samples));
	str_release(&samples);
	free(x);
}

/* A figure, or several, of the case's benchmarks that were timed. */
static void plan_case(const struct view *v, const struct case_samples *c, const struct series *const *series,
                      const int64_t *sessions, size_t n, struct figure_list *out)
{
	const size_t pages = (n + FIGURE_PANELS - 1) / FIGURE_PANELS;

	for (size_t page = 0, from = 0; page < pages; page++) {
		const size_t take = (n - from + pages - page - 1) / (pages - page);
		struct figure *f = figure_add(out, "distribution.gp");
		char *name = figure_distribution_name(series[0]->case_name);

		f->name = page ? xasprintf("%s+p%zu", name, page + 1) : xstrdup(name);
		f->title = xasprintf("%s: every sample of the times (mode %s%s)", series[0]->case_name, v->mode,
		                     page ? ", continued" : "");
		free(name);
		block_releases(&f->data, v);
		block_head(&f->data, "panels", "panel\tcase\tbenchmark\tsession");
		for (size_t i = 0; i < take; i++) {
			char *label = series_label(v->h, series[from + i]);

			str_addf(&f->data, "%zu", i + 1);
			block_fields(&f->data, series[from + i]->case_name, label);
			str_addf(&f->data, "\t%" PRId64 "\n", sessions[from + i]);
			free(label);
		}
		for (size_t i = 0; i < take; i++)
			add_panel(&f->data, v, c, series[from + i], sessions[from + i]);
		from += take;
	}
}

static bool chosen(const struct strlist *globs, const char *case_name)
{
	for (size_t i = 0; i < globs->len; i++)
		if (!fnmatch(globs->items[i], case_name, 0))
			return true;
	return !globs->len;
}

/* The releases that one of the benchmarks has samples of: the others would be empty places. */
static void narrow(struct view *v, const struct case_samples *c, const struct series *const *series,
                   const int64_t *sessions, size_t n)
{
	size_t kept = 0;

	for (size_t r = 0; r < v->nreleases; r++) {
		bool any = false;

		for (size_t k = 0; k < n && !any; k++)
			for (size_t i = 0; i < c->len && !any; i++)
				any = c->items[i]->session == sessions[k] && of_series(c->items[i], series[k]) &&
				      !strcmp(c->items[i]->go, v->releases[r]->go);
		if (any)
			v->releases[kept++] = v->releases[r];
	}
	v->nreleases = kept;
}

void figure_plan_distributions(const struct history *h, const struct sample_rows *samples, const char *case_glob,
                               const char *mode, struct figure_list *out)
{
	const struct series **some;
	struct strlist globs = STRLIST_INIT;
	int64_t *sessions;
	struct view v;

	view_init(&v, h, mode);
	strlist_split(&globs, case_glob ? case_glob : "", ',');
	some = xcalloc(v.n + 1, sizeof(void *));
	sessions = xcalloc(v.n + 1, sizeof *sessions);
	for (size_t i = 0, end; i < v.n; i = end) {
		struct view own = v;
		struct case_samples c;
		size_t n = 0;

		for (end = i + 1; end < v.n && !strcmp(v.series[end]->case_name, v.series[i]->case_name);)
			end++;
		if (!chosen(&globs, v.series[i]->case_name))
			continue;
		gather(samples, v.series[i]->case_name, mode, &c);
		for (size_t k = i; k < end && c.len; k++) {
			sessions[n] = best_session(&v, &c, v.series[k]);
			some[n] = v.series[k];
			n += sessions[n] > 0;
		}
		if (n) {
			own.releases = xcalloc(v.nreleases, sizeof(void *));
			memcpy(own.releases, v.releases, v.nreleases * sizeof(void *));
			narrow(&own, &c, some, sessions, n);
			plan_case(&own, &c, some, sessions, n, out);
			free(own.releases);
		}
		free(c.items);
	}
	free(some);
	free(sessions);
	strlist_release(&globs);
	view_release(&v);
}
