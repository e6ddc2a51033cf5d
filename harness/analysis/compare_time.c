/* Times between two points of the history: the pairs of each benchmark, and one verdict over all of them at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change_internal.h"
#include "analysis/stats.h"
#include "base/alloc.h"

/* Which samples: those that come first, and those of timing again what they made look like a change. */
enum { FIRST, AGAIN, PASSES };

/* Timing samples of one cell and benchmark that follow one another. */
struct time_run {
	struct ref cell; /* row: the first */
	const char *benchmark;
	int pass;
};
/* A comparison on its way to its verdict. */
struct time_pending {
	size_t series;
	const struct point *old, *new;
	double ns[PASSES][2]; /* medians of the pairs: old, new; 0 without */
	enum code_verdict code;
};
struct times {
	struct time_run *runs; /* sorted by cell, benchmark */
	size_t nruns, runs_cap;
	struct time_pending *pending;
	struct time_result *results; /* of the pending ones */
	size_t len, pending_cap, results_cap;
	struct timed *samples[2]; /* scratch: of old and new */
	size_t samples_cap[2];
	double *values; /* scratch */
	size_t values_cap;
	struct time_rules rules;
};

static int by_benchmark(const void *pa, const void *pb)
{
	const struct time_run *a = pa, *b = pb;
	int order = ref_compare(&a->cell, &b->cell);

	if (!order)
		order = text_compare(a->benchmark, b->benchmark);
	return order ? order : a->pass - b->pass;
}

static int pass_of(const struct sample_row *s)
{
	return !strcmp(s->purpose, "time") ? FIRST : !strcmp(s->purpose, "confirm") ? AGAIN : PASSES;
}

static bool same_run(const struct sample_row *a, const struct sample_row *b)
{
	return pass_of(a) == pass_of(b) && !text_compare(a->benchmark, b->benchmark) &&
	       !text_compare(a->case_name, b->case_name) && !text_compare(a->go, b->go) &&
	       !text_compare(a->mode, b->mode) && !text_compare(a->goos, b->goos) &&
	       !text_compare(a->goarch, b->goarch);
}

static struct time_run run_of(const struct sample_row *s, size_t release)
{
	return (struct time_run){ .cell = { .row = s,
		                            .n = 1,
		                            .case_name = s->case_name,
		                            .mode = s->mode,
		                            .goos = s->goos,
		                            .goarch = s->goarch,
		                            .mode_rank = mode_rank(s->mode),
		                            .release = release },
		                  .benchmark = s->benchmark,
		                  .pass = pass_of(s) };
}

struct times *times_new(const struct evidence *e, const size_t *names)
{
	struct times *t = xcalloc(1, sizeof *t);

	t->rules = e->rules ? *e->rules : time_rules_default;
	for (size_t i = 0; e->samples && i < e->samples->len; i++) {
		const struct sample_row *s = &e->samples->items[i];

		if (pass_of(s) == PASSES)
			continue;
		if (t->nruns && t->runs[t->nruns - 1].cell.row == s - t->runs[t->nruns - 1].cell.n &&
		    same_run(s - 1, s)) {
			t->runs[t->nruns - 1].cell.n++;
			continue;
		}
		t->runs = vec_grow(t->runs, &t->runs_cap, t->nruns + 1, sizeof *t->runs);
		t->runs[t->nruns++] = run_of(s, release_index(e->history, names, s->go));
	}
	if (t->nruns)
		qsort(t->runs, t->nruns, sizeof *t->runs, by_benchmark);
	return t;
}

void times_free(struct times *t)
{
	if (!t)
		return;
	free(t->runs);
	free(t->pending);
	free(t->results);
	free(t->samples[0]);
	free(t->samples[1]);
	free(t->values);
	free(t);
}

void times_restart(struct times *t)
{
	t->len = 0;
}

static const struct time_run *first_run(const struct times *t, const struct time_run *key)
{
	size_t low = 0, high = t->nruns;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_benchmark(&t->runs[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return t->runs + low;
}

/* The samples of the point into the scratch of its side; returns how many. */
static size_t gather(struct times *t, const struct series *s, const struct point *p, int pass, int side)
{
	const struct time_run key = { .cell = { .case_name = s->case_name,
		                                .mode = s->mode,
		                                .goos = s->goos,
		                                .goarch = s->goarch,
		                                .mode_rank = mode_rank(s->mode),
		                                .release = p->release },
		                      .benchmark = s->benchmark,
		                      .pass = pass };
	size_t n = 0;

	for (const struct time_run *r = first_run(t, &key); r < t->runs + t->nruns && !by_benchmark(r, &key); r++) {
		const struct sample_row *rows = r->cell.row;

		t->samples[side] =
			vec_grow(t->samples[side], &t->samples_cap[side], n + r->cell.n, sizeof *t->samples[side]);
		for (size_t i = 0; i < r->cell.n; i++)
			if (rows[i].n > 0)
				t->samples[side][n++] =
					(struct timed){ rows[i].session, rows[i].block,
					                (double)rows[i].elapsed_ns / (double)rows[i].n };
	}
	return n;
}

size_t times_gather(struct times *t, const struct series *s, const struct point *p, const struct timed **out)
{
	const size_t n = gather(t, s, p, FIRST, 0);

	*out = t->samples[0];
	return n;
}

/* The median of one side of the pairs. */
static double median_of(struct times *t, int side, size_t pairs)
{
	for (size_t i = 0; i < pairs; i++)
		t->values[i] = t->samples[side][i].ns;
	return pairs ? stats_median(t->values, pairs) : 0;
}

/* The pairs of one pass: their logarithms are left in t->values. Returns how many. */
static size_t pairs_of(struct times *t, const struct series *s, int pass, struct time_pending *p)
{
	const size_t nold = gather(t, s, p->old, pass, 0), nnew = gather(t, s, p->new, pass, 1);
	size_t pairs;

	t->values = vec_grow(t->values, &t->values_cap, (nold < nnew ? nold : nnew) + 1, sizeof *t->values);
	pairs = paired_match(t->samples[0], nold, t->samples[1], nnew);
	p->ns[pass][0] = median_of(t, 0, pairs);
	p->ns[pass][1] = median_of(t, 1, pairs);
	for (size_t i = 0; i < pairs; i++)
		t->values[i] = log(t->samples[1][i].ns) - log(t->samples[0][i].ns);
	return pairs;
}

/* The case's own code, and whether all that runs is the same: by it, or because the binary is the very same. */
static enum code_verdict code_of(const struct comparison *c, const struct series *s, const struct point *old,
                                 const struct point *new, bool *identical)
{
	const char *function = *s->benchmark ? s->benchmark : "main";
	const struct code_side before = code_find(c->codes, old->go, s->goos, s->goarch, s->mode, s->case_name),
			       after = code_find(c->codes, new->go, s->goos, s->goarch, s->mode, s->case_name);
	const enum code_verdict code = code_compare(before, after, function);

	*identical = (code == CODE_SAME && code_identical(before, after, function)) ||
	             (old->binary && *old->binary && !text_compare(old->binary, new->binary));
	return code;
}

void compare_times(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	struct times *t = c->times;
	const struct series *s = &c->history->items[index];
	struct time_pending *p;
	struct time_result *r;
	size_t n;

	t->pending = vec_grow(t->pending, &t->pending_cap, t->len + 1, sizeof *t->pending);
	t->results = vec_grow(t->results, &t->results_cap, t->len + 1, sizeof *t->results);
	p = &t->pending[t->len];
	r = &t->results[t->len++];
	*p = (struct time_pending){ .series = index, .old = old, .new = new };
	n = pairs_of(t, s, FIRST, p);
	time_measure(t->values, n, &t->rules, r);
	n = pairs_of(t, s, AGAIN, p);
	time_confirm(t->values, n, &t->rules, r);
	p->code = code_of(c, s, old, new, &r->identical);
}

char *change_time_text(double ns)
{
	return xasprintf("%.*f", ns < 10 ? 2 : ns < 100 ? 1 : 0, ns);
}

static struct time_outcome outcome_of(const struct comparison *c, const struct time_pending *p,
                                      const struct time_result *r)
{
	const struct series *s = &c->history->items[p->series];
	const int pass = time_decided_again(r) ? AGAIN : FIRST;

	return (struct time_outcome){ .mode = s->mode,
		                      .case_name = s->case_name,
		                      .benchmark = s->benchmark,
		                      .old_go = p->old->go,
		                      .new_go = p->new->go,
		                      .series = s,
		                      .old_ns = p->ns[pass][0],
		                      .new_ns = p->ns[pass][1],
		                      .code = p->code,
		                      .result = *r };
}

static void add_change(struct comparison *c, const struct time_pending *p, const struct time_outcome *o)
{
	struct finding *f = finding_add(c, METRIC_TIME, p->series, p->old, p->new);

	f->change.benchmark = xstrdup(o->benchmark);
	f->change.old_value = o->old_ns;
	f->change.new_value = o->new_ns;
	f->change.old_text = change_time_text(o->old_ns);
	f->change.new_text = change_time_text(o->new_ns);
	f->change.where = xstrdup("");
	f->change.code = o->code;
	f->change.said =
		xstrdup(o->code == CODE_SAME ? "the case's own code is the same: not the compiler's doing, but "
	                                       "the runtime's, the library's, or where the code lies"
	                                     : "");
	f->change.worse = o->result.verdict == TIME_SLOWER;
	f->change.time = o->result;
	f->size = fabs(log(o->result.told.ratio));
}

void times_finish(struct comparison *c, struct change_list *out)
{
	struct times *t = c->times;

	time_decide(t->results, t->len, &t->rules, &out->times);
	free(out->outcomes);
	out->outcomes = xcalloc(t->len + 1, sizeof *out->outcomes);
	out->noutcomes = t->len;
	for (size_t i = 0; i < t->len; i++) {
		const enum time_verdict v = t->results[i].verdict;

		out->outcomes[i] = outcome_of(c, &t->pending[i], &t->results[i]);
		if (v == TIME_SLOWER || v == TIME_FASTER || v == TIME_SUSPECTED)
			add_change(c, &t->pending[i], &out->outcomes[i]);
	}
	if (c->along)
		levels_find(c, &t->rules, &out->levels);
}
