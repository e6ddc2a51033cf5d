#include "analysis/nights.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change.h"
#include "analysis/nights_internal.h"
#include "analysis/stats.h"
#include "base/alloc.h"

#define MACHINE_NOISE 0.01 /* load comes and goes: from night to night a machine is never quieter than that */
#define WHOLE_NOISE 0.003  /* the same of a median of ratios */
#define MACHINE_ALARMS 0.1 /* a year */
#define FAR 0.03           /* a single night so far off, and by four times the usual, says nothing of Go */
#define YEAR 365

const struct night_rules night_rules_default = { .threshold = 0.015, .p = 0.002, .alarms = 0.03, .confirm = 4 };

/* ---- the list ---- */

const char *judgement_text(struct judgement *j, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		abort();
	va_end(args);
	strlist_take(&j->texts, text);
	return text;
}

struct night_news *judgement_report(struct judgement *j, const char *kind, const char *state)
{
	j->news = vec_grow(j->news, &j->cap, j->len + 1, sizeof *j->news);
	j->news[j->len] = (struct night_news){ .kind = kind,
		                               .state = state,
		                               .metric = "",
		                               .go = "",
		                               .old_go = "",
		                               .goarch = "",
		                               .mode = "",
		                               .case_name = "",
		                               .benchmark = "",
		                               .old_text = "",
		                               .new_text = "",
		                               .relative = NAN,
		                               .low = NAN,
		                               .high = NAN,
		                               .p = NAN,
		                               .since = "",
		                               .accepted = "",
		                               .why = "" };
	return &j->news[j->len++];
}

void judgement_add(struct judgement *j, const struct night_news *report)
{
	struct night_news r = *report;
	const char **texts[] = { &r.kind,      &r.state,     &r.metric,   &r.go,       &r.old_go, &r.goarch,   &r.mode,
		                 &r.case_name, &r.benchmark, &r.old_text, &r.new_text, &r.since,  &r.accepted, &r.why };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = judgement_text(j, "%s", *texts[i] ? *texts[i] : "");
	j->news = vec_grow(j->news, &j->cap, j->len + 1, sizeof *j->news);
	j->news[j->len++] = r;
}

void judgement_release(struct judgement *j)
{
	free(j->news);
	strlist_release(&j->texts);
	*j = (struct judgement){ .news = NULL };
}

/* ---- since when ---- */

static bool same_place(const struct night *a, const struct night *b)
{
	return !strcmp(a->machine, b->machine) && !strcmp(a->cpu, b->cpu);
}

/* The night the present levels begin at: one machine, one baseline, and nothing said of the machine since. */
static size_t levels_begin(const struct nights *n)
{
	const struct night *tonight = &n->items[n->len - 1];
	size_t first = n->len - 1;

	while (first > 0 && same_place(&n->items[first - 1], tonight) &&
	       !strcmp(n->items[first - 1].baseline, tonight->baseline) &&
	       !strcmp(n->items[first - 1].baseline_digest, tonight->baseline_digest))
		first--;
	for (size_t i = 0; i < n->nnews; i++) {
		const struct night_news *r = &n->news[i];
		size_t since = night_from(n, r->since);

		if (r->night < n->len - 1 && !strcmp(r->kind, "machine") && !*r->case_name && since < n->len &&
		    since > first)
			first = since;
	}
	return first;
}

/* The night the level of one series begins at, by what was reported of it; NULL: of the toolchain as a whole. */
static size_t level_begins(const struct nights *n, const char *go, const struct night_series *s, size_t first)
{
	for (size_t i = 0; i < n->nnews; i++) {
		const struct night_news *r = &n->news[i];
		size_t since;

		if (r->night == n->len - 1 || strcmp(r->state, "new") != 0 || strcmp(r->go, go) != 0 ||
		    strcmp(r->kind, s ? "time" : "whole") != 0)
			continue;
		if (s && (strcmp(r->case_name, s->case_name) != 0 || strcmp(r->benchmark, s->benchmark) != 0 ||
		          strcmp(r->mode, s->mode) != 0 || strcmp(r->goarch, s->goarch) != 0))
			continue;
		since = night_from(n, r->since);
		if (since < n->len && since > first)
			first = since;
	}
	return first;
}

/* ---- asking ---- */

struct question {
	const struct nights *nights;
	const struct night_rules *rules;
	struct judgement *out;
	struct changepoint_options options;
	size_t first; /* night the present levels begin at */
	/* scratch, as many as there are nights */
	double *x;
	size_t *night;
};

static struct changepoint_options options_of(const struct night_rules *rules, double alarms, double questions)
{
	return (struct changepoint_options){ .min_segment = 3,
		                             .confirm = rules->confirm,
		                             .least = log1p(rules->threshold),
		                             .penalty = changepoint_penalty(alarms, questions),
		                             .seed = 1 };
}

/* The level of a series up to yesterday. */
static double level_before(const double *x, size_t n)
{
	size_t before = n - 1 < 60 ? n - 1 : 60;

	return before ? stats_median(x + n - 1 - before, before) : 0;
}

static const char *differences(struct judgement *j, const struct night *a, const struct night *b)
{
	const struct {
		const char *name, *old, *new;
	} rows[] = { { "machine", a->machine, b->machine },
		     { "processor", a->cpu, b->cpu },
		     { "kernel", a->kernel, b->kernel },
		     { "governor", a->governor, b->governor },
		     { "conditions", a->conditions, b->conditions } };
	struct str text = STR_INIT;
	const char *out;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].old, rows[i].new) != 0)
			str_addf(&text, "%s%s: %s -> %s", text.len ? "; " : "", rows[i].name, rows[i].old, rows[i].new);
	out = judgement_text(j, "%s", text.len ? str_cstr(&text) : "nothing that goalloc records of it differs");
	str_release(&text);
	return out;
}

static void report_machine(struct question *q, size_t where, double relative, double low, double high)
{
	const struct nights *n = q->nights;
	struct night_news *r = judgement_report(q->out, "machine", "new");

	r->metric = "time";
	r->go = r->old_go = n->items[n->len - 1].baseline;
	r->relative = relative;
	r->low = low;
	r->high = high;
	r->since = n->items[where].date;
	/* one statement: judgement_text may not move the list, but a later report may */
	r->why = where ? differences(q->out, &n->items[where - 1], &n->items[n->len - 1]) : "";
	q->out->machine.changed = true;
}

static void judge_machine(struct question *q)
{
	const struct nights *n = q->nights;
	struct machine_state *m = &q->out->machine;
	struct changepoint_options o = options_of(q->rules, MACHINE_ALARMS, YEAR);
	struct common_shift common;
	struct changepoint c;
	struct band b;
	double *shift, level;
	size_t k;

	*m = (struct machine_state){ .relative = NAN, .low = NAN, .high = NAN, .noise = NAN };
	m->nights = n->len - q->first;
	m->since = n->items[q->first].date;
	if (n->len > 1 && !same_place(&n->items[n->len - 2], &n->items[n->len - 1])) {
		m->certain = true;
		report_machine(q, n->len - 1, NAN, NAN, NAN);
	}
	band_make(n, n->items[n->len - 1].baseline, true, q->first, &b);
	m->series = b.len;
	shift = xcalloc(b.len + 1, sizeof *shift);
	k = b.len ? band_common(&b, q->first, q->x, q->night) : 0;
	if (k > 1) {
		level = level_before(q->x, k);
		band_shift(&b, level, shift);
		m->noise = k > 7 ? changepoint_noise(q->x, k - 1) : NAN;
		series_common_shift(shift, b.len, fmax(FAR, k > 7 ? 4 * m->noise : 1), &common);
		m->relative = expm1(common.median);
		m->low = expm1(common.low);
		m->high = expm1(common.high);
		m->unsettled = common.common;
	}
	o.least_noise = MACHINE_NOISE;
	if (k >= NIGHTS_LEARN && !m->certain && changepoint_recent(q->x, k, 0, &o, &c) == 1 && c.known &&
	    c.p <= q->rules->p) {
		report_machine(q, q->night[c.where], c.relative, c.low, c.high);
		q->first = q->night[c.where];
		m->nights = n->len - q->first;
		m->since = n->items[q->first].date;
		m->unsettled = false;
	}
	free(shift);
	band_release(&b);
}

/* Had some night of the new level, or one just before it, another build than the one before? */
static bool was_rebuilt(const struct nights *n, const char *go, size_t where)
{
	const struct night_toolchain *last = night_toolchain_at(n, n->len - 1, go);

	for (size_t t = where > 3 ? where - 3 : 0; last && t < n->len; t++) {
		const struct night_toolchain *then = night_toolchain_at(n, t, go);

		if (then && strcmp(then->digest, last->digest) != 0)
			return true;
	}
	return false;
}

static void report_time(struct question *q, const char *go, const struct night_series *s, size_t where,
                        const struct changepoint *c)
{
	const struct nights *n = q->nights;
	const bool known = c->known && c->p <= q->rules->p;
	struct night_news *r = judgement_report(q->out, s ? "time" : "whole", known ? "new" : "open");

	r->metric = "time";
	r->go = r->old_go = go;
	if (s) {
		r->goarch = s->goarch;
		r->mode = s->mode;
		r->case_name = s->case_name;
		r->benchmark = s->benchmark;
	}
	r->old_text = judgement_text(q->out, "%.4f", exp(c->before));
	r->new_text = judgement_text(q->out, "%.4f", exp(c->after));
	r->relative = c->relative;
	r->low = c->low;
	r->high = c->high;
	r->p = c->p;
	r->since = n->items[where].date;
	r->worse = c->relative > 0;
	if (!was_rebuilt(n, go, where)) {
		r->worse = false;
		r->why = judgement_text(q->out, "%s is the same build as before: not Go's doing", go);
	} else {
		r->why = judgement_text(q->out, "ratio to %s, %zu nights", n->items[n->len - 1].baseline, c->points);
	}
}

/* The whole toolchain: one report. Returns the level that its common movement has had before tonight. */
static double judge_whole(struct question *q, const struct band *b, const char *go)
{
	struct changepoint_options o = options_of(q->rules, q->rules->alarms, YEAR);
	const size_t since = level_begins(q->nights, go, NULL, q->first);
	const size_t k = band_common(b, since, q->x, q->night);
	struct changepoint c;

	o.least_noise = WHOLE_NOISE;
	if (k >= NIGHTS_LEARN && changepoint_recent(q->x, k, 0, &o, &c) == 1) {
		report_time(q, go, NULL, q->night[c.where], &c);
		if (c.known)
			return c.after;
	}
	return k ? level_before(q->x, k) : 0;
}

static void judge_lane(struct question *q, const struct band *b, const struct lane *l, const char *go, bool common)
{
	const struct night_series *s = &q->nights->series[l->series];
	const size_t begins = level_begins(q->nights, go, s, q->first);
	struct changepoint c;
	size_t since = 0;

	for (size_t i = 0; i < l->n; i++) {
		q->x[i] = l->x[i] - (common ? b->common[l->night[i]] : 0);
		since += l->night[i] < begins;
	}
	if (l->n - since < NIGHTS_LEARN) {
		q->out->learning++;
		return;
	}
	if (changepoint_recent(q->x, l->n, since, &q->options, &c) == 1)
		report_time(q, go, s, l->night[c.where], &c);
}

static void judge_times(struct question *q, const struct night_toolchain *t)
{
	struct common_shift shift = { .common = false };
	struct band b;

	band_make(q->nights, t->go, false, q->first, &b);
	q->out->followed += b.len;
	q->options = options_of(q->rules, q->rules->alarms, (double)YEAR * (double)(b.len ? b.len : 1));
	if (b.len >= NIGHTS_COMMON) {
		double *shifts = xcalloc(b.len, sizeof *shifts);

		band_shift(&b, judge_whole(q, &b, t->go), shifts);
		series_common_shift(shifts, b.len, 0.02, &shift);
		free(shifts);
	}
	/* a night in which all moved, and nobody knows yet whether for good, accuses none of them */
	for (size_t i = 0; i < b.len && !shift.common; i++)
		judge_lane(q, &b, &b.lanes[i], t->go, b.len >= NIGHTS_COMMON);
	band_release(&b);
}

/* What the last night had doubts about, and tonight has none. */
static void clear_open(struct question *q)
{
	const struct nights *n = q->nights;

	for (size_t i = 0; i < n->nnews; i++) {
		const struct night_news *old = &n->news[i];
		bool still = false;

		if (n->len < 2 || old->night != n->len - 2 || strcmp(old->state, "open") != 0)
			continue;
		for (size_t k = 0; k < q->out->len && !still; k++) {
			const struct night_news *r = &q->out->news[k];

			still = !strcmp(r->kind, old->kind) && !strcmp(r->go, old->go) && !strcmp(r->mode, old->mode) &&
			        !strcmp(r->case_name, old->case_name) && !strcmp(r->benchmark, old->benchmark) &&
			        !strcmp(r->goarch, old->goarch);
		}
		if (!still) {
			struct night_news *r = judgement_report(q->out, old->kind, "cleared");

			*r = *old;
			r->state = "cleared";
			r->why = "it did not hold up";
		}
	}
}

void nights_judge(const struct nights *n, const struct night_rules *rules, struct judgement *out)
{
	struct question q = { .nights = n, .rules = rules, .out = out };
	const size_t tonight = n->len - 1;

	*out = (struct judgement){ .texts = STRLIST_INIT };
	q.x = xcalloc(n->len, sizeof *q.x);
	q.night = xcalloc(n->len, sizeof *q.night);
	q.first = levels_begin(n);
	judge_machine(&q);
	for (size_t i = 0; i < n->ntoolchains; i++) {
		const struct night_toolchain *t = &n->toolchains[i];

		if (t->night != tonight || !t->local || !strcmp(t->go, n->items[tonight].baseline))
			continue;
		judge_exact(n, t, out);
		if (!out->machine.changed && !out->machine.unsettled)
			judge_times(&q, t);
	}
	clear_open(&q);
	free(q.x);
	free(q.night);
}

/* ---- the verdict ---- */

static bool fails(const struct night_news *r, unsigned fail_on, double threshold)
{
	unsigned metric = 0;

	for (size_t i = 0; i < metric_count; i++)
		if (!strcmp(metric_table[i].name, r->metric))
			metric = metric_table[i].metric;
	/* what has no relative amount (from nothing to something, a status) is above every threshold */
	return (metric & fail_on) && r->worse && !*r->accepted && !(r->relative < threshold);
}

void night_conclude(const struct judgement *j, unsigned fail_on, double threshold, size_t undecided,
                    struct night_verdict *out)
{
	size_t open_times = undecided;

	*out = (struct night_verdict){ .word = "nothing new" };
	for (size_t i = 0; i < j->len; i++) {
		const struct night_news *r = &j->news[i];

		if (!strcmp(r->state, "open")) {
			out->open++;
			open_times++;
		} else if (!strcmp(r->state, "cleared")) {
			out->cleared++;
		} else if (strcmp(r->kind, "machine") != 0) {
			out->accepted += *r->accepted != '\0';
			out->failing += fails(r, fail_on, threshold);
			if (r->worse)
				out->worse++;
			else if (r->relative > 0 || !strcmp(r->metric, "output"))
				out->other++; /* slower without anybody's doing; printed otherwise */
			else
				out->better++;
		}
	}
	if (out->worse + out->better + out->other > out->accepted)
		out->word = "news";
	if (j->machine.changed)
		out->word = "machine changed";
	if ((fail_on & METRIC_TIME) && (open_times || j->machine.changed || j->machine.unsettled)) {
		out->word = "undecided";
		out->exit_code = 4;
	}
	if (out->failing) {
		out->word = "regression";
		out->exit_code = 1;
	}
}
