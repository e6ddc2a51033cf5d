/* Did the machine change? Asked of the baseline, which cannot have. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/nights_internal.h"
#include "base/alloc.h"

#define MACHINE_NOISE 0.01 /* load comes and goes: from night to night a machine is never quieter than that */
#define MACHINE_ALARMS 0.1 /* a year */
#define FAR 0.03           /* a single night so far off, and by four times the usual, says nothing of Go */

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

void judge_machine(struct question *q)
{
	const struct nights *n = q->nights;
	struct machine_state *m = &q->out->machine;
	struct changepoint_options o = night_question(q->rules, MACHINE_ALARMS, NIGHTS_YEAR);
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
