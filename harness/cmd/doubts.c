#include "cmd/doubts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "bench/engine.h"
#include "cmd/changes.h"
#include "cmd/imported_times.h"

#define BUSY_LOAD 0.5     /* of each processor, as doctor has it */
#define COUNT_N_FACTOR 10 /* counts do not depend on N from ENGINE_MIN_N on; how often strays come by does a little */
#define TIME_N_FACTOR 2   /* what is paid once is shared by more iterations */

void doubts_init(const struct dataset *data, const struct change_list *changes, const char *old_go, const char *new_go,
                 struct doubts *d)
{
	*d = (struct doubts){ .data = data, .changes = changes, .old_go = old_go, .new_go = new_go };
}

void doubts_release(struct doubts *d)
{
	free(d->busy);
	*d = (struct doubts){ .data = NULL };
}

/* ---- what is known of both sides ---- */

struct sides {
	const char *mode, *case_name, *benchmark, *go[2];
	const struct point *points[2];
};

static void find_points(const struct dataset *data, struct sides *s)
{
	for (size_t i = 0; i < data->history.len; i++) {
		const struct series *one = &data->history.items[i];

		if (strcmp(one->case_name, s->case_name) != 0 || strcmp(one->mode, s->mode) != 0 ||
		    (*s->benchmark && strcmp(one->benchmark, s->benchmark) != 0))
			continue;
		for (int k = 0; k < 2; k++)
			s->points[k] = series_at(one, s->go[k]);
		if (s->points[0] && s->points[1])
			return;
	}
}

static bool is_of(const struct sample_row *r, const struct sides *s, int side)
{
	return !strcmp(r->case_name, s->case_name) && !strcmp(r->go, s->go[side]) && !strcmp(r->mode, s->mode) &&
	       !strcmp(r->benchmark, s->benchmark);
}

/* Rows come sorted by case: where those of this one begin. */
static size_t first_row(const struct sample_rows *rows, const char *case_name)
{
	size_t low = 0, high = rows->len;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (strcmp(rows->items[middle].case_name, case_name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct session_row *session_of(const struct dataset *data, int64_t session)
{
	for (size_t i = 0; i < data->sessions.len; i++)
		if (data->sessions.items[i].session == session)
			return &data->sessions.items[i];
	return NULL;
}

/* "0.52 0.58 0.59" on "NAME, 2 processors"; false where either is not known. */
static bool load_of(const struct session_row *s, double *load, long *processors)
{
	const char *comma = strrchr(s->cpu, ',');
	char *end;

	*load = strtod(s->load, &end);
	*processors = comma ? strtol(comma + 1, NULL, 10) : 0;
	return end != s->load && *load >= 0 && *load < 1e6 && *processors > 0;
}

static bool is_busy(const struct session_row *s)
{
	double load;
	long processors;

	return load_of(s, &load, &processors) && load >= BUSY_LOAD * (double)processors;
}

static void note_busy(struct doubts *d, const struct session_row *s)
{
	double load = 0;
	long processors = 0;
	char *one, *all;

	load_of(s, &load, &processors);
	one = xasprintf("session %" PRId64 ": load %.2f on %ld", s->session, load, processors);
	if (!d->busy) {
		d->busy = one;
		return;
	}
	if (!strstr(d->busy, one)) {
		all = xasprintf("%s; %s", d->busy, one);
		free(d->busy);
		d->busy = all;
	}
	free(one);
}

static unsigned doubts_of_session(struct doubts *d, int64_t session)
{
	const struct session_row *s = session_of(d->data, session);
	unsigned mask = 0;

	if (s && is_busy(s)) {
		note_busy(d, s);
		mask |= 1U << DOUBT_BUSY;
	}
	if (s && strstr(s->conditions, "cpu=any"))
		mask |= 1U << DOUBT_UNBOUND;
	return mask;
}

/* What the samples say: of counts, or of times. */
static unsigned doubts_of_samples(struct doubts *d, const struct sides *s, bool times)
{
	const struct sample_rows *rows = &d->data->samples;
	int64_t most[2] = { 0, 0 }, last = 0;
	unsigned mask = 0;

	for (size_t i = first_row(rows, s->case_name); i < rows->len; i++) {
		const struct sample_row *r = &rows->items[i];

		if (strcmp(r->case_name, s->case_name) != 0)
			break;
		if (times != (strcmp(r->purpose, "allocs") != 0))
			continue;
		for (int k = 0; k < 2; k++)
			if (is_of(r, s, k) && r->n > most[k])
				most[k] = r->n;
		if (times && r->session != last && (is_of(r, s, 0) || is_of(r, s, 1))) {
			last = r->session;
			mask |= doubts_of_session(d, last);
		}
	}
	if (most[0] && most[1]) {
		const int64_t low = most[0] < most[1] ? most[0] : most[1], high = most[0] < most[1] ? most[1] : most[0];
		const int64_t factor = times ? TIME_N_FACTOR : COUNT_N_FACTOR;

		if (high / factor >= low || (!times && low < ENGINE_MIN_N && high != low))
			mask |= 1U << DOUBT_N;
	}
	return mask;
}

/* ---- of a row ---- */

unsigned doubts_of_change(struct doubts *d, const struct change *c)
{
	struct sides s = {
		.mode = c->mode, .case_name = c->case_name, .benchmark = c->benchmark, .go = { c->old_go, c->new_go }
	};
	const bool count = c->metric & (METRIC_ALLOCS | METRIC_BYTES);
	unsigned mask = 0;

	find_points(d->data, &s);
	if (c->old_range.low < c->old_range.high || c->new_range.low < c->new_range.high)
		mask |= 1U << DOUBT_RANGE;
	if (s.points[0] && s.points[1] && (s.points[0]->imported || s.points[1]->imported))
		mask |= 1U << DOUBT_IMPORTED;
	if (c->epoch ||
	    (count && s.points[0] && s.points[1] && crosses_epoch(&s.points[0]->version, &s.points[1]->version)))
		mask |= 1U << DOUBT_COUNTERS;
	if (count || c->metric == METRIC_TIME)
		mask |= doubts_of_samples(d, &s, c->metric == METRIC_TIME);
	if (c->metric == METRIC_TIME && c->code == CODE_SAME)
		mask |= 1U << DOUBT_CODE;
	if (c->time.verdict == TIME_SUSPECTED)
		mask |= 1U << (c->time.again.pairs ? DOUBT_UNDECIDED : DOUBT_SUSPECTED);
	return mask;
}

unsigned doubts_of_outcome(struct doubts *d, const struct time_outcome *o)
{
	static const enum doubt of_open[] = { [OPEN_UNPAIRED] = DOUBT_UNPAIRED,
		                              [OPEN_FEW] = DOUBT_FEW,
		                              [OPEN_NOISY] = DOUBT_NOISY,
		                              [OPEN_FAMILY] = DOUBT_FAMILY,
		                              [OPEN_LAYOUT] = DOUBT_LAYOUT };
	struct sides s = {
		.mode = o->mode, .case_name = o->case_name, .benchmark = o->benchmark, .go = { o->old_go, o->new_go }
	};
	unsigned mask = doubts_of_samples(d, &s, true);
	size_t old, new;

	if (o->result.open == OPEN_UNPAIRED && imported_outcome(o, &old, &new))
		return mask | 1U << DOUBT_IMPORTED;
	if (o->result.open != OPEN_NOT)
		mask |= 1U << of_open[o->result.open];
	return mask;
}

void doubts_mark(struct doubts *d, unsigned mask, struct str *out)
{
	for (int k = 0; k < DOUBTS; k++)
		if ((mask & 1U << k) && !d->number[k])
			d->number[k] = ++d->used;
	for (int n = 1; n <= d->used; n++)
		for (int k = 0; k < DOUBTS; k++)
			if ((mask & 1U << k) && d->number[k] == n)
				str_addf(out, "[%d]", n);
}

/* ---- the footnotes ---- */

/* Words of those whose text has nothing to fill in. */
static const char *const fixed[DOUBTS] = {
	[DOUBT_RANGE] = RANGE_NOTE,
	[DOUBT_N] =
		"different N: the two sides were measured over different numbers of iterations; what happens once, or "
		"seldom, weighs more on the shorter one.",
	[DOUBT_IMPORTED] = "imported from logs, which do not say how it was measured.",
	[DOUBT_COUNTERS] =
		"Go changed its counters between the two (in 1.3, 1.4, 1.5 and 1.6): the amounts compare only "
		"roughly.",
	[DOUBT_CODE] = "the case's own machine code is the same: not the compiler's doing, but the runtime's, the "
		       "library's, or where the code lies.",
	[DOUBT_UNBOUND] = "timed without a processor of its own.",
	[DOUBT_NOISY] = "too noisy to tell: a quieter machine, or more blocks (`--verdicts` says how many).",
	[DOUBT_FAMILY] =
		"clear on its own, not as one of so many comparisons: more blocks (`--verdicts` says how many).",
	[DOUBT_LAYOUT] = "no larger than what identical code is shown to differ by here.",
};

static void add_text(const struct doubts *d, enum doubt k, struct str *out)
{
	switch (k) {
	case DOUBT_BUSY:
		str_addf(out,
		         "timed on a busy machine (%s processors at the start): `goalloc doctor` says how noisy it is.",
		         d->busy ? d->busy : "");
		break;
	case DOUBT_SUSPECTED:
	case DOUBT_UNDECIDED:
		changes_suspected_text(d->changes, d->old_go, d->new_go, k == DOUBT_UNDECIDED, out);
		break;
	case DOUBT_FEW:
		str_addf(out,
		         "too few blocks for a decision: it takes %zu; `goalloc run --only time --precision 1.5%% --go "
		         "%s,%s` takes as many as it needs.",
		         d->changes->times.needed, d->old_go, d->new_go);
		break;
	case DOUBT_UNPAIRED:
		changes_unpaired_text(d->changes, d->old_go, d->new_go, out);
		break;
	default:
		str_add(out, fixed[k]);
		break;
	}
}

void doubts_notes(const struct doubts *d, struct table *t)
{
	for (int n = 1; n <= d->used; n++)
		for (int k = 0; k < DOUBTS; k++) {
			struct str text = STR_INIT;

			if (d->number[k] != n)
				continue;
			add_text(d, (enum doubt)k, &text);
			table_note(t, "[%d] %s", n, str_cstr(&text));
			str_release(&text);
		}
}
