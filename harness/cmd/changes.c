#include "cmd/changes.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"

void change_difference(const struct change *c, char *buf, size_t size)
{
	double difference = c->new_value - c->old_value;

	switch (c->metric) {
	case METRIC_ALLOCS:
		snprintf(buf, size, "%+.0f", difference);
		break;
	case METRIC_TIME:
		snprintf(buf, size, "%+.1f %%", 100 * (c->time.ratio - 1));
		break;
	case METRIC_BYTES:
		if (c->old_value > 0)
			snprintf(buf, size, "%+.1f %%", 100 * difference / c->old_value);
		else
			snprintf(buf, size, "%+.0f", difference);
		break;
	case METRIC_ESCAPE:
		snprintf(buf, size, "%s", difference > 0 ? "new" : "gone");
		break;
	case METRIC_OUTPUT:
	case METRIC_STATUS:
		snprintf(buf, size, "differs");
		break;
	}
}

size_t changes_forget_counters(struct change_list *changes)
{
	struct change_list gone = CHANGE_LIST_INIT;
	size_t kept = 0;

	for (size_t i = 0; i < changes->len; i++) {
		struct change c = changes->items[i];

		if (c.epoch) {
			gone.items = vec_grow(gone.items, &gone.cap, gone.len + 1, sizeof *gone.items);
			gone.items[gone.len++] = c;
		} else {
			changes->items[kept++] = c;
		}
	}
	changes->len = kept;
	kept = gone.len;
	change_list_release(&gone);
	return kept;
}

void changes_causes(const struct change_list *changes, struct str *out)
{
	size_t counts[CAUSES] = { 0 };

	for (size_t i = 0; i < changes->len; i++)
		counts[changes->items[i].cause]++;
	for (size_t done = 0; done < CAUSES; done++) { /* the most frequent first */
		int best = CAUSE_UNKNOWN;

		for (int i = CAUSE_UNKNOWN + 1; i < CAUSES; i++)
			if (counts[i] > counts[best])
				best = i;
		if (!counts[best])
			break;
		str_addf(out, "%s%s %zu", out->len ? ", " : "", cause_info((enum cause)best)->name, counts[best]);
		counts[best] = 0;
	}
}

static void value_cell(struct table *t, const struct change *c, double value)
{
	if (c->metric == METRIC_OUTPUT || c->metric == METRIC_STATUS)
		table_cell(t, "");
	else
		table_cellf(t, "%.10g", value);
}

/* Of a time; empty for all else. */
static void time_cells(struct table *t, const struct time_result *r)
{
	const struct {
		bool number;
		double value;
	} cells[] = { { true, r->ratio }, { r->bounded, r->low },      { r->bounded, r->high },   { true, r->p },
		      { true, r->q },     { true, (double)r->family }, { true, (double)r->pairs } };

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		if (r->verdict != TIME_NONE && cells[i].number)
			table_cellf(t, "%.10g", cells[i].value);
		else
			table_cell(t, "");
	table_cell(t, time_verdict_name(r->verdict));
}

void changes_time_notes(const struct time_summary *s, const char *old_go, const char *new_go, struct table *t)
{
	const size_t open = s->verdicts[TIME_OPEN];
	struct str more = STR_INIT;

	if (!s->comparisons)
		return;
	if (s->short_of)
		str_addf(&more, " (%zu of them need at least %zu blocks)", s->short_of, s->needed);
	table_note(t,
	           "%zu time comparisons; a family of %zu, Benjamini-Hochberg at %.3g %%: %zu slower, %zu faster, by "
	           "%.3g %% "
	           "or more; %zu the same within %.3g %%; %zu open%s.",
	           s->comparisons, s->family, 100 * s->rules.alpha, s->verdicts[TIME_SLOWER], s->verdicts[TIME_FASTER],
	           100 * s->rules.threshold, s->verdicts[TIME_SAME], 100 * s->rules.margin, open,
	           more.len ? more.p : "");
	if (s->unpaired < s->comparisons)
		table_note(t, "Geometric mean of the ratios of the %zu benchmarks timed side by side: %.4f.",
		           s->comparisons - s->unpaired, s->ratio);
	if (s->unpaired)
		table_note(t,
		           "%zu were never timed side by side: time both in one session: `goalloc run --only time --go "
		           "%s,%s`.",
		           s->unpaired, old_go, new_go);
	str_release(&more);
}

void changes_why_cell(struct table *t, const struct change *c)
{
	struct str why = STR_INIT;

	if (c)
		change_why(c, &why);
	table_cell(t, str_cstr(&why));
	str_release(&why);
}

void changes_table(const struct change_list *changes, bool steps, struct table *t)
{
	table_column(t, "new_go", "release", COLUMN_TEXT, !steps);
	table_column(t, "old_go", "before", COLUMN_TEXT, !steps);
	table_column(t, "metric", "metric", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "old", "old", COLUMN_TEXT, false);
	table_column(t, "new", "new", COLUMN_TEXT, false);
	table_column(t, "difference", "difference", COLUMN_TEXT, false);
	table_column(t, "verdict", "", COLUMN_TEXT, false);
	table_column(t, "where", "where", COLUMN_TEXT, true);
	table_column(t, "said", "the compiler said", COLUMN_TEXT, true);
	table_column(t, "old_value", "old value", COLUMN_NUMBER, true);
	table_column(t, "new_value", "new value", COLUMN_NUMBER, true);
	table_column(t, "worse", "worse", COLUMN_BOOL, true);
	table_column(t, "epoch", "counters changed", COLUMN_BOOL, true);
	table_column(t, "cause", "cause", COLUMN_TEXT, false);
	table_column(t, "evidence", "evidence", COLUMN_TEXT, true);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	table_column(t, "ratio", "ratio", COLUMN_NUMBER, true);
	table_column(t, "ratio_low", "ratio, low", COLUMN_NUMBER, true);
	table_column(t, "ratio_high", "ratio, high", COLUMN_NUMBER, true);
	table_column(t, "p", "p", COLUMN_NUMBER, true);
	table_column(t, "q", "q", COLUMN_NUMBER, true);
	table_column(t, "family", "family", COLUMN_NUMBER, true);
	table_column(t, "pairs", "pairs", COLUMN_NUMBER, true);
	table_column(t, "time_verdict", "time verdict", COLUMN_TEXT, true);
	if (!steps) {
		table_column(t, "accepted", "accepted", COLUMN_BOOL, true);
		table_column(t, "accepted_why", "accepted because", COLUMN_TEXT, true);
		table_column(t, "code", "machine code", COLUMN_TEXT, true);
	}
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];
		char difference[48];

		change_difference(c, difference, sizeof difference);
		table_cell(t, c->new_go);
		table_cell(t, c->old_go);
		table_cell(t, metric_info(c->metric)->title);
		table_cell(t, c->case_name);
		table_cell(t, benchmark_label(c->benchmark));
		table_cell(t, c->mode);
		table_cell(t, c->old_text);
		table_cell(t, c->new_text);
		table_cell(t, difference);
		table_cell(t, c->epoch                     ? "counters changed"
		              : c->accepted_why            ? "accepted"
		              : c->worse                   ? "worse"
		              : c->metric == METRIC_OUTPUT ? ""
		                                           : "better");
		table_cell(t, c->where);
		table_cell(t, c->said);
		value_cell(t, c, c->old_value);
		value_cell(t, c, c->new_value);
		table_cell(t, c->worse ? "true" : "false");
		table_cell(t, c->epoch ? "true" : "false");
		table_cell(t, cause_info(c->cause)->name);
		table_cell(t, c->evidence);
		changes_why_cell(t, c);
		time_cells(t, &c->time);
		if (!steps) {
			table_cell(t, c->accepted_why ? "true" : "false");
			table_cell(t, c->accepted_why);
			table_cell(t, code_verdict_name(c->code));
		}
	}
}
