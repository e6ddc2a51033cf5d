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

bool same_place(const struct night *a, const struct night *b)
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

struct changepoint_options night_question(const struct night_rules *rules, double alarms, double questions)
{
	return (struct changepoint_options){ .min_segment = 3,
		                             .confirm = rules->confirm,
		                             .least = log1p(rules->threshold),
		                             .penalty = changepoint_penalty(alarms, questions),
		                             .seed = 1 };
}

/* The level of a series up to yesterday. */
double level_before(const double *x, size_t n)
{
	size_t before = n - 1 < 60 ? n - 1 : 60;

	return before ? stats_median(x + n - 1 - before, before) : 0;
}

/* What the last night had doubts about, and tonight has none. */
static void clear_open(struct question *q)
{
	const struct nights *n = q->nights;

	for (size_t i = 0; i < n->nnews; i++) {
		const struct night_news *old = &n->news[i];
		bool still = false;

		/* what a comparison of releases doubted is decided by comparing again, not by waiting */
		if (n->len < 2 || old->night != n->len - 2 || strcmp(old->state, "open") != 0 ||
		    !strcmp(old->kind, "release"))
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
