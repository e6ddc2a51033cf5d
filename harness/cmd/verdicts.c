/* The list of all verdicts on times. */
#include <stdlib.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/changes_time.h"
#include "cmd/imported_times.h"
#include "report/figure_data.h"

static void needed_text(const struct time_result *r, const char *what, struct str *out)
{
	if (r->needed >= TIME_BLOCKS_MOST)
		str_addf(out, "it takes a quieter machine to %s", what);
	else
		str_addf(out, "about %zu blocks would %s", r->needed, what);
}

static void unpaired_why(const struct time_outcome *o, struct str *out)
{
	size_t old, new;

	if (imported_outcome(o, &old, &new))
		str_addf(out, "imported: not taken side by side (%zu and %zu samples)", old, new);
	else
		str_add(out, "never timed side by side");
}

static void open_why(const struct time_outcome *o, const struct time_summary *s, struct str *out)
{
	const struct time_result *r = &o->result;

	switch (r->open) {
	case OPEN_NOT:
		break;
	case OPEN_UNPAIRED:
		unpaired_why(o, out);
		break;
	case OPEN_FEW:
		str_addf(out, "too few blocks: it takes %zu", r->needed);
		break;
	case OPEN_NOISY:
		str_add(out, "too noisy: ");
		needed_text(r, "decide", out);
		break;
	case OPEN_FAMILY:
		str_addf(out, "clear on its own, not as one of %zu: ", r->family);
		needed_text(r, "decide", out);
		break;
	case OPEN_LAYOUT:
		str_addf(out, "no more than identical work is shown to differ (%.1f %%)", 100 * s->threshold);
		break;
	}
}

static void again_why(const struct time_result *r, struct str *out)
{
	char *first = time_percent(r->ratio);

	str_addf(out, "%s at first, timed again in %zu blocks (p %.2g)", first, r->again.pairs, r->again.p);
	free(first);
}

static void outcome_why(const struct time_outcome *o, const struct time_summary *s, struct str *out)
{
	const struct time_result *r = &o->result;

	switch (r->verdict) {
	case TIME_SLOWER:
	case TIME_FASTER:
	case TIME_CLEARED:
		again_why(r, out);
		break;
	case TIME_SUSPECTED:
		if (r->again.pairs)
			again_why(r, out);
		str_add(out, r->again.pairs ? ", which does not rule it out: " : "not timed again: ");
		needed_text(r, "confirm it", out);
		break;
	case TIME_SAME:
		str_addf(out, "no change larger than %.3g %%", 100 * s->rules.margin);
		break;
	case TIME_OPEN:
		open_why(o, s, out);
		break;
	case TIME_IDENTICAL:
		str_addf(out, "%s%s",
		         o->code == CODE_SAME ? "the same machine code, which calls nothing else" : "the same binary",
		         r->p <= s->rules.alpha ? ": what the clock says is noise" : "");
		break;
	case TIME_NONE:
	case TIME_VERDICTS:
		break;
	}
	if (o->code == CODE_SAME && r->look)
		str_add(out, "; its own code is the same: runtime, library or layout");
}

static void time_cell(struct table *t, double ns)
{
	char *text = ns > 0 ? change_time_text(ns) : NULL;

	table_cell(t, text);
	free(text);
}

static enum text_style style_of(enum time_verdict v)
{
	static const enum text_style styles[TIME_VERDICTS] = { [TIME_SLOWER] = TEXT_BAD,
		                                               [TIME_FASTER] = TEXT_GOOD,
		                                               [TIME_SUSPECTED] = TEXT_DOUBT,
		                                               [TIME_OPEN] = TEXT_DOUBT };

	return (size_t)v < TIME_VERDICTS ? styles[v] : TEXT_PLAIN;
}

static void verdict_row(const struct time_outcome *o, const struct time_summary *s, struct table *t)
{
	const struct time_result *r = &o->result;
	const struct time_estimate *e = &r->told;
	const struct number numbers[] = { { r->pairs > 0, e->ratio },  { e->bounded, e->low },
		                          { e->bounded, e->high },     { r->pairs > 0, o->old_ns },
		                          { r->pairs > 0, o->new_ns }, { r->pairs > 0, r->p },
		                          { r->family > 0, r->q },     { r->family > 0, (double)r->family } };
	struct str why = STR_INIT;
	char *ratio = time_percent(e->ratio), *low = time_percent(e->low), *high = time_percent(e->high);

	outcome_why(o, s, &why);
	table_cell(t, o->old_go);
	table_cell(t, o->new_go);
	table_cell(t, time_verdict_name(r->verdict));
	table_style(t, style_of(r->verdict));
	table_cell(t, o->case_name);
	table_cell(t, benchmark_label(o->benchmark));
	table_cell(t, o->mode);
	time_cell(t, o->old_ns);
	time_cell(t, o->new_ns);
	table_cell(t, r->pairs ? ratio : "");
	table_cellf(t, e->bounded ? "%s .. %s" : "", low, high);
	number_cells(t, true, numbers, sizeof numbers / sizeof *numbers);
	if (r->pairs)
		table_cellf(t, "%.2g", r->p);
	else
		table_cell(t, "");
	if (r->family)
		table_cellf(t, "%.2g", r->q);
	else
		table_cell(t, "");
	table_cellf(t, "%zu", r->pairs);
	table_cellf(t, "%zu", r->needed);
	table_cell(t, str_cstr(&why));
	table_cell(t, code_verdict_name(o->code));
	table_cell(t, r->identical ? "true" : "false");
	changes_again_cells(t, r);
	free(ratio);
	free(low);
	free(high);
	str_release(&why);
}

void verdicts_table(const struct change_list *l, struct table *t)
{
	const struct time_outcome **order = xcalloc(l->noutcomes + 1, sizeof(void *));

	table_column(t, "old_go", "before", COLUMN_TEXT, true);
	table_column(t, "new_go", "release", COLUMN_TEXT, true);
	table_column(t, "verdict", "verdict", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_heads(t);
	table_column(t, "old", "old ns/op", COLUMN_TEXT, false);
	table_column(t, "new", "new ns/op", COLUMN_TEXT, false);
	table_column(t, "difference", "difference", COLUMN_TEXT, false);
	table_column(t, "interval", "interval", COLUMN_TEXT, false);
	estimate_columns(t);
	table_column(t, "old_ns", "old, ns", COLUMN_NUMBER, true);
	table_column(t, "new_ns", "new, ns", COLUMN_NUMBER, true);
	table_column(t, "p", "p", COLUMN_NUMBER, true);
	table_column(t, "q", "q", COLUMN_NUMBER, true);
	table_column(t, "family", "family", COLUMN_NUMBER, true);
	table_column(t, "p_text", "p", COLUMN_TEXT, false);
	table_column(t, "q_text", "q", COLUMN_TEXT, false);
	table_column(t, "pairs", "blocks", COLUMN_NUMBER, false);
	table_column(t, "needed", "needed", COLUMN_NUMBER, false);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	table_flows(t);
	table_column(t, "code", "machine code", COLUMN_TEXT, true);
	table_column(t, "identical", "identical work", COLUMN_BOOL, true);
	changes_again_columns(t);
	for (size_t i = 0; i < l->noutcomes; i++)
		order[i] = &l->outcomes[i];
	if (l->noutcomes > 1)
		qsort(order, l->noutcomes, sizeof(void *), time_outcome_order);
	for (size_t i = 0; i < l->noutcomes; i++)
		verdict_row(order[i], &l->times, t);
	free(order);
}
