/* Times along many releases: where a benchmark came to a new level (changepoint.h). */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/change_internal.h"
#include "analysis/changepoint.h"
#include "analysis/multiple.h"
#include "analysis/stats.h"
#include "base/alloc.h"

#define NORMAL_95 1.959963984540054 /* the half width of a 95 % interval, in standard errors */
#define SEED 1                      /* of the permutations: the same rows, the same answer */

/* A benchmark's times of one session: an entry for each release. */
struct line {
	const struct point **points;
	double *x, *errors, *values; /* logarithms of medians; values: scratch */
	int64_t *sessions;           /* scratch: a session for each release that was timed in it */
	size_t n, nsessions, cap, values_cap, sessions_cap;
};
/* A new level on its way to its verdict. */
struct candidate {
	size_t series;
	const struct point *old, *new;
	struct changepoint found;
	size_t releases;
	int64_t session;
};
struct search {
	struct candidate *items;
	size_t len, cap, lines;
};

static int by_session(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The session that timed most of the releases, of several the latest; *releases gets how many. */
static int64_t best_session(struct line *l, size_t *releases)
{
	int64_t best = 0;

	*releases = 0;
	if (l->nsessions > 1)
		qsort(l->sessions, l->nsessions, sizeof *l->sessions, by_session);
	for (size_t i = 0, end; i < l->nsessions; i = end) {
		for (end = i + 1; end < l->nsessions && l->sessions[end] == l->sessions[i];)
			end++;
		if (end - i >= *releases) {
			*releases = end - i;
			best = l->sessions[i];
		}
	}
	return best;
}

/* Which sessions timed the release: each once. */
static void note_sessions(struct line *l, const struct timed *samples, size_t n)
{
	const size_t before = l->nsessions;

	for (size_t i = 0; i < n; i++) {
		size_t k = before;

		while (k < l->nsessions && l->sessions[k] != samples[i].session)
			k++;
		if (k < l->nsessions || !(samples[i].ns > 0))
			continue;
		l->sessions = vec_grow(l->sessions, &l->sessions_cap, l->nsessions + 1, sizeof *l->sessions);
		l->sessions[l->nsessions++] = samples[i].session;
	}
}

static void add_release(struct line *l, const struct point *p, const struct timed *samples, size_t n, int64_t session)
{
	double low, high;
	size_t kept = 0;

	l->values = vec_grow(l->values, &l->values_cap, n + 1, sizeof *l->values);
	for (size_t i = 0; i < n; i++)
		if (samples[i].session == session && samples[i].ns > 0)
			l->values[kept++] = log(samples[i].ns);
	if (!kept)
		return;
	stats_median_interval(l->values, kept, &low, &high);
	l->points[l->n] = p;
	l->x[l->n] = stats_median(l->values, kept);
	l->errors[l->n++] = (high - low) / 2 / NORMAL_95;
}

/* Fills the line of one series; returns its session, or 0 with fewer releases than it takes. */
static int64_t line_of(struct comparison *c, const struct series *s, struct line *l)
{
	const struct timed *samples;
	int64_t session;
	size_t releases;

	l->n = l->nsessions = 0;
	for (size_t i = 0; i < s->n; i++) {
		size_t n = times_gather(c->times, s, &s->points[i], &samples);

		note_sessions(l, samples, n);
	}
	session = best_session(l, &releases);
	if (releases < LEVELS_LEAST)
		return 0;
	if (releases > l->cap) {
		l->cap = releases;
		l->points = xreallocarray(l->points, l->cap, sizeof(void *));
		l->x = xreallocarray(l->x, l->cap, sizeof *l->x);
		l->errors = xreallocarray(l->errors, l->cap, sizeof *l->errors);
	}
	for (size_t i = 0; i < s->n; i++) {
		size_t n = times_gather(c->times, s, &s->points[i], &samples);

		add_release(l, &s->points[i], samples, n, session);
	}
	return session;
}

/* One that is edited on the way is not one case. */
static bool one_case(const struct line *l)
{
	for (size_t i = 1; i < l->n; i++)
		if (text_compare(l->points[0]->case_sha256, l->points[i]->case_sha256))
			return false;
	return true;
}

static void find_levels(struct search *all, size_t series, const struct line *l, int64_t session)
{
	const struct changepoint_options options = { .errors = l->errors, .seed = SEED };
	struct changepoint_list found = CHANGEPOINT_LIST_INIT;

	if (changepoints_find(l->x, NULL, l->n, &options, &found))
		return;
	all->lines++;
	for (size_t i = 0; i < found.len; i++) {
		const struct changepoint *p = &found.items[i];

		all->items = vec_grow(all->items, &all->cap, all->len + 1, sizeof *all->items);
		all->items[all->len++] = (struct candidate){ .series = series,
			                                     .old = l->points[p->where - 1],
			                                     .new = l->points[p->where],
			                                     .found = *p,
			                                     .releases = l->n,
			                                     .session = session };
	}
	changepoint_list_release(&found);
}

/* The finding of the same step that the pairs have made, or a new one. */
static struct finding *finding_of(struct comparison *c, const struct candidate *k)
{
	struct finding *f;

	for (size_t i = 0; i < c->len; i++)
		if (c->found[i].change.metric == METRIC_TIME && c->found[i].series == k->series &&
		    c->found[i].release == k->new->release)
			return &c->found[i];
	f = finding_add(c, METRIC_TIME, k->series, k->old, k->new);
	f->change.benchmark = xstrdup(c->history->items[k->series].benchmark);
	f->change.old_value = exp(k->found.before);
	f->change.new_value = exp(k->found.after);
	f->change.old_text = change_time_text(f->change.old_value);
	f->change.new_text = change_time_text(f->change.new_value);
	f->change.where = xstrdup("");
	f->change.said = xstrdup("");
	f->change.worse = k->found.relative > 0;
	f->size = fabs(k->found.after - k->found.before);
	return f;
}

static void add_level(struct comparison *c, const struct candidate *k, double q)
{
	struct finding *f = finding_of(c, k);
	char *said = f->change.said;

	f->change.level = (struct time_level){ .releases = k->found.points,
		                               .ratio = 1 + k->found.relative,
		                               .low = 1 + k->found.low,
		                               .high = 1 + k->found.high,
		                               .p = k->found.p,
		                               .q = q,
		                               .session = k->session };
	f->change.said = xasprintf("%s%sa new level of %zu releases: %+.1f %% (%+.1f .. %+.1f %%), p %.2g", said,
	                           *said ? "; " : "", k->found.points, 100 * k->found.relative, 100 * k->found.low,
	                           100 * k->found.high, k->found.p);
	free(said);
}

/* Is it beyond the noise: its interval beside no change, and by the threshold at least? */
static bool stands_out(const struct candidate *k, const struct time_rules *rules)
{
	return k->found.low * k->found.high > 0 && fabs(log1p(k->found.relative)) >= log1p(rules->threshold);
}

void levels_find(struct comparison *c, const struct time_rules *rules, struct level_summary *out)
{
	struct line l = { .n = 0 };
	struct search all = { .len = 0 };
	size_t family;
	double *p;

	*out = (struct level_summary){ .series = 0 };
	for (size_t i = 0; i < c->history->len; i++) {
		int64_t session = line_of(c, &c->history->items[i], &l);

		if (!session || !one_case(&l))
			continue;
		find_levels(&all, i, &l, session);
		out->sessions += session != out->session;
		out->session = session;
	}
	/* each benchmark is asked at least one question: without a change its p is 1 */
	family = all.len > all.lines ? all.len : all.lines;
	p = xcalloc(family + 1, sizeof *p);
	for (size_t i = 0; i < family; i++)
		p[i] = i < all.len ? all.items[i].found.p : 1;
	multiple_adjust(p, family, p);
	for (size_t i = 0; i < all.len; i++)
		if (p[i] <= rules->alpha && stands_out(&all.items[i], rules)) {
			add_level(c, &all.items[i], p[i]);
			out->levels++;
		}
	out->series = all.lines;
	out->family = family;
	free(p);
	free(all.items);
	free(l.points);
	free(l.x);
	free(l.errors);
	free(l.values);
	free(l.sessions);
}
