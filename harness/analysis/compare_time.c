/* Times between two points of the history: the pairs of each benchmark, and one verdict over all of them at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change_internal.h"
#include "analysis/paired.h"
#include "base/alloc.h"

/* Timing samples of one cell and benchmark that follow one another. */
struct time_run {
	struct ref cell; /* row: the first */
	const char *benchmark;
};
/* A comparison on its way to its verdict. */
struct time_pending {
	size_t series;
	const struct point *old, *new;
};
struct times {
	struct time_run *runs; /* sorted by cell, benchmark */
	size_t nruns, runs_cap;
	struct time_pending *pending;
	struct time_result *results; /* of the pending ones */
	size_t len, pending_cap, results_cap;
	struct timed *samples[2]; /* scratch: of old and new */
	size_t samples_cap[2];
	double *ratios; /* scratch */
	size_t ratios_cap;
	struct time_rules rules;
};

static int by_benchmark(const void *pa, const void *pb)
{
	const struct time_run *a = pa, *b = pb;
	int order = ref_compare(&a->cell, &b->cell);

	return order ? order : text_compare(a->benchmark, b->benchmark);
}

static bool same_run(const struct sample_row *a, const struct sample_row *b)
{
	return !text_compare(a->benchmark, b->benchmark) && !text_compare(a->case_name, b->case_name) &&
	       !text_compare(a->go, b->go) && !text_compare(a->mode, b->mode) && !text_compare(a->goos, b->goos) &&
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
		                  .benchmark = s->benchmark };
}

struct times *times_new(const struct evidence *e, const size_t *names)
{
	struct times *t = xcalloc(1, sizeof *t);

	t->rules = e->rules ? *e->rules : time_rules_default;
	for (size_t i = 0; e->samples && i < e->samples->len; i++) {
		const struct sample_row *s = &e->samples->items[i];

		if (strcmp(s->purpose, "time") != 0)
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
	free(t->ratios);
	free(t);
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
static size_t gather(struct times *t, const struct series *s, const struct point *p, int side)
{
	const struct time_run key = { .cell = { .case_name = s->case_name,
		                                .mode = s->mode,
		                                .goos = s->goos,
		                                .goarch = s->goarch,
		                                .mode_rank = mode_rank(s->mode),
		                                .release = p->release },
		                      .benchmark = s->benchmark };
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

void compare_times(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	struct times *t = c->times;
	const struct series *s = &c->history->items[index];
	size_t nold = gather(t, s, old, 0), nnew = gather(t, s, new, 1), pairs;

	t->ratios = vec_grow(t->ratios, &t->ratios_cap, (nold < nnew ? nold : nnew) + 1, sizeof *t->ratios);
	pairs = paired_log_ratios(t->samples[0], nold, t->samples[1], nnew, t->ratios);
	t->pending = vec_grow(t->pending, &t->pending_cap, t->len + 1, sizeof *t->pending);
	t->results = vec_grow(t->results, &t->results_cap, t->len + 1, sizeof *t->results);
	t->pending[t->len] = (struct time_pending){ index, old, new };
	time_measure(t->ratios, pairs, &t->rules, &t->results[t->len]);
	t->len++;
}

static enum code_verdict code_of(const struct comparison *c, const struct time_pending *p)
{
	const struct series *s = &c->history->items[p->series];

	return code_compare(code_find(c->codes, p->old->go, s->goos, s->goarch, s->mode, s->case_name),
	                    code_find(c->codes, p->new->go, s->goos, s->goarch, s->mode, s->case_name),
	                    *s->benchmark ? s->benchmark : "main");
}

static char *time_text(double ns)
{
	return xasprintf("%.*f", ns < 10 ? 2 : ns < 100 ? 1 : 0, ns);
}

void times_finish(struct comparison *c, struct time_summary *out)
{
	struct times *t = c->times;

	time_decide(t->results, t->len, &t->rules, out);
	for (size_t i = 0; i < t->len; i++) {
		const struct time_result *r = &t->results[i];
		const struct time_pending *p = &t->pending[i];
		struct finding *f;

		if (r->verdict != TIME_SLOWER && r->verdict != TIME_FASTER)
			continue;
		f = finding_add(c, METRIC_TIME, p->series, p->old, p->new);
		f->change.benchmark = xstrdup(c->history->items[p->series].benchmark);
		f->change.old_value = p->old->ns;
		f->change.new_value = p->new->ns;
		f->change.old_text = time_text(p->old->ns);
		f->change.new_text = time_text(p->new->ns);
		f->change.where = xstrdup("");
		f->change.code = code_of(c, p);
		f->change.said = xstrdup(
			f->change.code == CODE_SAME ? "the case's own code is the same: not the compiler's doing" : "");
		f->change.worse = r->verdict == TIME_SLOWER;
		f->change.time = *r;
		f->size = fabs(log(r->ratio));
	}
}
