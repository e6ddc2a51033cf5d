/* The times of site_compare_parts.h. */
#include <math.h>
#include <string.h>

#include "report/site_compare_parts.h"

#define OPEN_ROWS 16000 /* comparisons without a finding, in all; of more only their number */

static void add_number(const struct scope *s, double value)
{
	if (isfinite(value))
		str_addf(s->out, ",%.5g", value);
	else
		str_add(s->out, ",null");
}

static bool has_finding(const struct time_result *r)
{
	return time_decided_again(r) || r->verdict == TIME_SUSPECTED;
}

static void add_time(const struct scope *s, const struct time_outcome *o, long series)
{
	const struct time_result *r = &o->result;
	const struct time_test test = time_told_test(r);

	str_addf(s->out, "\n[%ld", series);
	add_number(s, r->told.ratio);
	add_number(s, r->told.low);
	add_number(s, r->told.high);
	add_number(s, test.q);
	compare_data_string(s->out, ",", time_verdict_name(r->verdict));
	str_addf(s->out, ",%zu", test.pairs);
	add_number(s, o->old_ns);
	add_number(s, o->new_ns);
	str_addf(s->out, ",%d]", o->code == CODE_SAME);
}

/* The outcomes of this mode: where they are many, of those without a finding only how many. */
static void add_outcomes(const struct scope *s, const struct time_pair *pair, size_t *open)
{
	size_t counts[TIME_VERDICTS] = { 0 };
	bool any = false;

	str_addf(s->out, "[%zu,%zu,%zu,%.5g,[", pair->old, pair->new, pair->blocks, pair->summary.threshold);
	for (size_t i = 0; i < pair->len; i++) {
		const struct time_outcome *o = &pair->outcomes[i];
		const bool paired = o->result.pairs > 0 || o->result.again.pairs > 0;
		long of, series;

		if (strcmp(o->mode, s->mode) != 0)
			continue;
		counts[o->result.verdict]++;
		if (!paired || (!has_finding(&o->result) && *open >= OPEN_ROWS))
			continue;
		of = scope_case(s, o->case_name);
		series = of >= 0 ? scope_series(s, of, o->benchmark) : -1;
		if (series < 0)
			continue;
		*open += !has_finding(&o->result);
		str_add(s->out, any ? "," : "");
		add_time(s, o, series);
		any = true;
	}
	str_add(s->out, "],{");
	for (int v = TIME_NONE + 1; v < TIME_VERDICTS; v++)
		str_addf(s->out, "%s\"%s\":%zu", v > TIME_NONE + 1 ? "," : "", time_verdict_name((enum time_verdict)v),
		         counts[v]);
	str_add(s->out, "}]");
}

void compare_data_times(const struct scope *s, const struct time_pairs *times)
{
	size_t open = 0;
	bool any = false;

	str_add(s->out, ",\n\"pairs\":[");
	for (size_t i = 0; i < times->len; i++)
		str_addf(s->out, "%s[%zu,%zu,%zu]", i ? "," : "", times->items[i].old, times->items[i].new,
		         times->items[i].blocks);
	str_add(s->out, "],\n\"times\":[");
	/* neighbours first: there is room for those of all others, or there is not */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = times->len; i-- > 0;) {
			const struct time_pair *pair = &times->items[i];

			if (!pair->judged || (pair->old + 1 == pair->new) == (pass > 0))
				continue;
			str_add(s->out, any ? ",\n" : "\n");
			add_outcomes(s, pair, &open);
			any = true;
		}
	str_add(s->out, "]");
}
