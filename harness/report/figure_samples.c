/* The distribution of a case's times: every sample, release by release, and what is commonly said of them. */
#include <fnmatch.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/stats.h"
#include "base/alloc.h"
#include "bench/record.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"
#include "report/figures.h"

/* One timing sample of a benchmark: which of the view's releases, and how long an operation took. */
struct timed_sample {
	size_t release;
	int64_t session;
	double ns;
};
/* Those of one benchmark that are drawn: of one session, by release and in the order in which they were taken. */
struct panel {
	const struct series *series;
	struct timed_sample *items;
	size_t len;
	int64_t session;
};

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool of_series(const struct sample_row *r, const struct series *s)
{
	return !strcmp(r->benchmark, s->benchmark) && same_text(r->goos, s->goos) && same_text(r->goarch, s->goarch) &&
	       !strcmp(r->mode, s->mode) && !strcmp(r->case_name, s->case_name) &&
	       !strcmp(r->purpose, sample_purpose_name(SAMPLE_TIME));
}

/* Runs of rows of one case: the rows come sorted by it, and there may be very many. */
struct run {
	size_t from, to;
};
struct runs {
	const struct sample_rows *rows;
	struct run *items;
	size_t len, cap;
};

static void find_runs(const struct sample_rows *rows, struct runs *out)
{
	*out = (struct runs){ .rows = rows };
	for (size_t i = 0; i < rows->len; i++) {
		if (!i || strcmp(rows->items[i].case_name, rows->items[i - 1].case_name) != 0) {
			out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
			out->items[out->len++] = (struct run){ .from = i };
		}
		out->items[out->len - 1].to = i + 1;
	}
}

/* The place of a release in the view; `guess` is looked at first. v->nreleases: it has none. */
static size_t release_place(const struct view *v, const char *go, size_t guess)
{
	size_t r = 0;

	if (guess < v->nreleases && !strcmp(v->releases[guess]->go, go))
		return guess;
	while (r < v->nreleases && strcmp(v->releases[r]->go, go) != 0)
		r++;
	return r;
}

static void add_rows(const struct view *v, const struct runs *runs, const struct run *run, struct panel *p)
{
	size_t place = 0;

	p->items = xrealloc(p->items, (p->len + run->to - run->from) * sizeof *p->items);
	for (size_t i = run->from; i < run->to; i++) {
		const struct sample_row *r = &runs->rows->items[i];

		if (r->n <= 0 || r->elapsed_ns <= 0 || !of_series(r, p->series))
			continue;
		place = release_place(v, r->go, place);
		if (place < v->nreleases)
			p->items[p->len++] = (struct timed_sample){ .release = place,
				                                    .session = r->session,
				                                    .ns = (double)r->elapsed_ns / (double)r->n };
	}
}

static size_t releases_of(const struct view *v, const struct panel *p, int64_t session)
{
	bool *there = xcalloc(v->nreleases + 1, sizeof *there);
	size_t n = 0;

	for (size_t i = 0; i < p->len; i++)
		if (p->items[i].session == session && !there[p->items[i].release]) {
			there[p->items[i].release] = true;
			n++;
		}
	free(there);
	return n;
}

/* The session that has most of the benchmark's releases, of several the latest; 0 if none has it. */
static int64_t best_session(const struct view *v, const struct panel *p)
{
	int64_t best = 0, tried = INT64_MAX;
	size_t most = 0;

	for (;;) { /* from the latest to the first */
		int64_t next = 0;
		size_t n;

		for (size_t i = 0; i < p->len; i++)
			if (p->items[i].session > next && p->items[i].session < tried)
				next = p->items[i].session;
		if (!next)
			return best;
		n = releases_of(v, p, next);
		if (n > most) {
			most = n;
			best = next;
		}
		tried = next;
	}
}

static void panel_fill(const struct view *v, const struct runs *runs, const struct series *s, struct panel *out)
{
	size_t kept = 0;

	*out = (struct panel){ .series = s };
	for (size_t i = 0; i < runs->len; i++)
		if (!strcmp(runs->rows->items[runs->items[i].from].case_name, s->case_name))
			add_rows(v, runs, &runs->items[i], out);
	out->session = best_session(v, out);
	for (size_t i = 0; i < out->len; i++)
		if (out->items[i].session == out->session)
			out->items[kept++] = out->items[i];
	out->len = kept;
}

/* Two blocks: what is said of the samples, and the samples in the order in which they were taken. */
static void add_panel(struct str *out, const struct view *v, const struct panel *p)
{
	double *x = xcalloc(p->len + 1, sizeof *x);
	struct str samples = STR_INIT;

	block_head(out, "summary", "x\tn\tmedian\tq1\tq3\tmedian_low\tmedian_high\tinterval\tleast\tgreatest\tgo");
	block_head(&samples, "samples", "x\torder\tof\tns");
	for (size_t r = 0; r < v->nreleases; r++) {
		size_t n = 0;
		double low, high;
		int no_interval;

		for (size_t i = 0; i < p->len; i++)
			if (p->items[i].release == r)
				x[n++] = p->items[i].ns;
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
static void plan_case(const struct view *v, const struct panel *panels, size_t n, struct figure_list *out)
{
	const size_t pages = (n + FIGURE_PANELS - 1) / FIGURE_PANELS;
	const char *case_name = panels[0].series->case_name;

	for (size_t page = 0, from = 0; page < pages; page++) {
		const size_t take = (n - from + pages - page - 1) / (pages - page);
		struct figure *f = figure_add(out, "distribution.gp");
		char *name = figure_distribution_name(case_name);

		f->name = page ? xasprintf("%s+p%zu", name, page + 1) : xstrdup(name);
		f->title = xasprintf("%s: every sample of the times (mode %s%s)", case_name, v->mode,
		                     page ? ", continued" : "");
		free(name);
		block_releases(&f->data, v);
		block_head(&f->data, "panels", "panel\tcase\tbenchmark\tsession");
		for (size_t i = 0; i < take; i++) {
			char *label = series_label(v->h, panels[from + i].series);

			str_addf(&f->data, "%zu", i + 1);
			block_fields(&f->data, case_name, label);
			str_addf(&f->data, "\t%" PRId64 "\n", panels[from + i].session);
			free(label);
		}
		for (size_t i = 0; i < take; i++)
			add_panel(&f->data, v, &panels[from + i]);
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
static void narrow(struct view *v, struct panel *panels, size_t n)
{
	size_t *place = xcalloc(v->nreleases + 1, sizeof *place), kept = 0;

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < panels[k].len; i++)
			place[panels[k].items[i].release] = 1;
	for (size_t r = 0; r < v->nreleases; r++)
		if (place[r]) {
			v->releases[kept] = v->releases[r];
			place[r] = kept++;
		}
	v->nreleases = kept;
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < panels[k].len; i++)
			panels[k].items[i].release = place[panels[k].items[i].release];
	free(place);
}

/* The series from..to of the view are one case's. */
static void draw_case(const struct view *v, const struct runs *runs, size_t from, size_t to, struct figure_list *out)
{
	struct panel *panels = xcalloc(to - from + 1, sizeof *panels);
	struct view own = *v;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		panel_fill(v, runs, v->series[i], &panels[n]);
		if (panels[n].len)
			n++;
		else
			free(panels[n].items);
	}
	if (n) {
		own.releases = xcalloc(v->nreleases, sizeof(void *));
		memcpy(own.releases, v->releases, v->nreleases * sizeof(void *));
		narrow(&own, panels, n);
		plan_case(&own, panels, n, out);
		free(own.releases);
	}
	for (size_t i = 0; i < n; i++)
		free(panels[i].items);
	free(panels);
}

void figure_plan_distributions(const struct history *h, const struct sample_rows *samples, const char *case_glob,
                               const char *mode, struct figure_list *out)
{
	struct strlist globs = STRLIST_INIT;
	struct runs runs;
	struct view v;

	view_init(&v, h, mode);
	find_runs(samples, &runs);
	strlist_split(&globs, case_glob ? case_glob : "", ',');
	for (size_t i = 0, end; i < v.n; i = end) {
		for (end = i + 1; end < v.n && !strcmp(v.series[end]->case_name, v.series[i]->case_name);)
			end++;
		if (chosen(&globs, v.series[i]->case_name))
			draw_case(&v, &runs, i, end, out);
	}
	free(runs.items);
	strlist_release(&globs);
	view_release(&v);
}
