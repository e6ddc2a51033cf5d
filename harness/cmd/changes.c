#include "cmd/changes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes_text.h"
#include "report/figure_data.h"

void change_difference(const struct change *c, char *buf, size_t size)
{
	double difference = c->new_value - c->old_value;

	switch (c->metric) {
	case METRIC_ALLOCS:
		snprintf(buf, size, "%+.0f", difference);
		break;
	case METRIC_TIME:
		snprintf(buf, size, "%+.1f %%", 100 * (change_time_ratio(c) - 1));
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
	enum cause order[CAUSES];

	for (size_t i = 0; i < changes->len; i++)
		counts[changes->items[i].cause]++;
	for (size_t i = 0, n = causes_by_count(counts, order); i < n; i++)
		str_addf(out, "%s%s %zu", out->len ? ", " : "", cause_info(order[i])->name, counts[order[i]]);
}

static void value_cell(struct table *t, const struct change *c, double value)
{
	if (c->metric == METRIC_OUTPUT || c->metric == METRIC_STATUS)
		table_cell(t, "");
	else
		table_cellf(t, "%.10g", value);
}

/* Of a count, both ends the same where it is deterministic; empty for all else. */
static void range_cells(struct table *t, const struct change *c)
{
	const int64_t ends[] = { c->old_range.low, c->old_range.high, c->new_range.low, c->new_range.high };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (c->metric & (METRIC_ALLOCS | METRIC_BYTES))
			table_cellf(t, "%" PRId64, ends[i]);
		else
			table_cell(t, "");
}

void changes_range_note(const struct change_list *changes, struct table *t)
{
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		if (c->old_range.low < c->old_range.high || c->new_range.low < c->new_range.high) {
			table_note(t, "%s", RANGE_NOTE);
			return;
		}
	}
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
	changes_time_columns(t);
	if (!steps) {
		table_column(t, "accepted", "accepted", COLUMN_BOOL, true);
		table_column(t, "accepted_why", "accepted because", COLUMN_TEXT, true);
		table_column(t, "code", "machine code", COLUMN_TEXT, true);
	}
	changes_again_columns(t);
	if (steps)
		changes_level_columns(t);
	table_column(t, "old_low", "old, low", COLUMN_NUMBER, true);
	table_column(t, "old_high", "old, high", COLUMN_NUMBER, true);
	table_column(t, "new_low", "new, low", COLUMN_NUMBER, true);
	table_column(t, "new_high", "new, high", COLUMN_NUMBER, true);
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
		table_cell(t, change_verdict(c));
		table_cell(t, c->where);
		table_cell(t, c->said);
		value_cell(t, c, c->old_value);
		value_cell(t, c, c->new_value);
		table_cell(t, c->worse ? "true" : "false");
		table_cell(t, c->epoch ? "true" : "false");
		table_cell(t, cause_info(c->cause)->name);
		table_cell(t, c->evidence);
		changes_why_cell(t, c);
		changes_time_cells(t, &c->time);
		if (!steps) {
			table_cell(t, c->accepted_why ? "true" : "false");
			table_cell(t, c->accepted_why);
			table_cell(t, code_verdict_name(c->code));
		}
		changes_again_cells(t, &c->time);
		if (steps)
			changes_level_cells(t, &c->level);
		range_cells(t, c);
	}
}
