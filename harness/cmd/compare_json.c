#include "cmd/compare_json.h"

#include <stdio.h>
#include <string.h>

#include "cmd/imported_times.h"

static void add_number(struct str *out, const char *name, double value)
{
	str_addf(out, ", \"%s\": %.10g", name, value);
}

static void add_times(struct str *out, const struct change_list *l)
{
	const struct time_summary *t = &l->times;
	const struct {
		const char *name;
		double value;
	} numbers[] = { { "family", (double)t->family },
		        { "paired", (double)t->paired },
		        { "unpaired", (double)t->unpaired },
		        { "imported", (double)imported_times_of(l).comparisons },
		        { "short_of", (double)t->short_of },
		        { "needed", (double)t->needed },
		        { "ratio", t->ratio },
		        { "alpha", t->rules.alpha },
		        { "threshold", t->rules.threshold },
		        { "threshold_used", t->threshold },
		        { "margin", t->rules.margin },
		        { "confirm", t->rules.confirm },
		        { "identical_paired", (double)t->noise.comparisons },
		        { "identical_tested", (double)t->noise.tested },
		        { "identical_significant", (double)t->noise.significant },
		        { "identical_suspected", (double)t->noise.suspected },
		        { "identical_typical95", t->noise.typical95 },
		        { "identical_shown95", t->noise.shown95 } };

	if (!t->comparisons) {
		str_add(out, "null");
		return;
	}
	str_addf(out, "{\"comparisons\": %zu", t->comparisons);
	for (int v = TIME_NONE + 1; v < TIME_VERDICTS; v++)
		add_number(out, time_verdict_name((enum time_verdict)v), (double)t->verdicts[v]);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		add_number(out, numbers[i].name, numbers[i].value);
	str_add_char(out, '}');
}

/* How many changes are worse, better, otherwise, only suspected; accepted and the counters' own are counted apart. */
static void add_counts(struct str *out, const struct change_list *l)
{
	enum { WORSE, BETTER, OTHER, SUSPECTED, ACCEPTED, COUNTERS, KINDS };
	static const char *const names[KINDS] = { "worse", "better", "otherwise", "suspected", "accepted", "counters" };
	size_t n[KINDS] = { 0 };

	for (size_t i = 0; i < l->len; i++) {
		const struct change *c = &l->items[i];

		n[c->epoch                            ? COUNTERS
		  : c->accepted_why                   ? ACCEPTED
		  : c->time.verdict == TIME_SUSPECTED ? SUSPECTED
		  : c->worse                          ? WORSE
		  : c->metric == METRIC_OUTPUT        ? OTHER
		                                      : BETTER]++;
	}
	for (size_t i = 0; i < KINDS; i++)
		add_number(out, names[i], (double)n[i]);
}

int compare_json(const struct table *t, const struct compare_summary *s, struct str *out, struct error *err)
{
	bool first = true;

	str_add(out, "{\"rows\": ");
	if (table_print(t, FORMAT_JSON, 0, out, err))
		return -1;
	str_add(out, ", \"summary\": {\"old_go\": ");
	escape_json(out, s->old_go);
	str_add(out, ", \"new_go\": ");
	escape_json(out, s->new_go);
	add_number(out, "compared", (double)s->compared);
	add_counts(out, s->changes);
	add_number(out, "exit_code", s->exit_code);
	str_add(out, ", \"fail_on\": [");
	for (size_t i = 0; i < metric_count; i++)
		if (s->fail_on & metric_table[i].metric) {
			str_addf(out, "%s\"%s\"", first ? "" : ", ", metric_table[i].name);
			first = false;
		}
	str_add(out, "], \"times\": ");
	add_times(out, s->changes);
	str_add(out, "},\n \"notes\": [");
	for (size_t i = 0; i < t->notes.len; i++) {
		str_add(out, i ? ",\n  " : "\n  ");
		escape_json(out, t->notes.items[i]);
	}
	str_add(out, t->notes.len ? "\n]}\n" : "]}\n");
	return 0;
}
