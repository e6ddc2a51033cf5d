/* Tables of the times of the two releases that are compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"

#define ROWS 24 /* in the table of one page */

/* Those with pairs; returns how many. The caller frees. */
static size_t collect(const struct paper_input *in, const struct time_outcome ***out)
{
	const struct change_list *l = in->changes;
	const struct time_outcome **order = xcalloc(l->noutcomes + 1, sizeof(void *));
	size_t n = 0;

	for (size_t i = 0; i < l->noutcomes; i++)
		if (l->outcomes[i].result.pairs)
			order[n++] = &l->outcomes[i];
	if (n > 1)
		qsort(order, n, sizeof(void *), time_outcome_order);
	*out = order;
	return n;
}

static void add_row(const struct time_outcome *o, struct str *out)
{
	const struct time_result *r = &o->result;
	const struct time_test test = time_told_test(r);
	const bool again = time_decided_again(r);
	char *old = change_time_text(o->old_ns), *new = change_time_text(o->new_ns);

	latex_name(out, o->case_name);
	str_add(out, " & ");
	latex_name(out, benchmark_label(o->benchmark));
	str_add(out, " & ");
	latex_figure(out, old);
	str_add(out, " & ");
	latex_figure(out, new);
	str_addf(out, " & %.3f", r->told.ratio);
	if (r->told.bounded)
		str_addf(out, " & %.3f & %.3f", r->told.low, r->told.high);
	else
		str_add(out, " & \\multicolumn{2}{c}{--}");
	str_addf(out, " & %zu & ", test.pairs);
	if (again || r->family)
		latex_p(out, test.p);
	else
		str_add(out, "{--}");
	str_add(out, " & ");
	if (again || r->family)
		latex_p(out, test.q);
	else
		str_add(out, "{--}");
	str_addf(out, " & %s%s", again ? "\\textsuperscript{c} " : "", time_verdict_name(r->verdict));
	latex_row_end(out);
	free(old);
	free(new);
}

enum { WIDTH_OLD, WIDTH_NEW, WIDTH_RATIO, WIDTH_LOW, WIDTH_HIGH, WIDTH_PAIRS, WIDTHS };

static void measure_row(const struct time_outcome *o, struct latex_width widths[WIDTHS])
{
	const struct time_estimate *e = &o->result.told;
	char *texts[WIDTHS] = { [WIDTH_OLD] = change_time_text(o->old_ns),
		                [WIDTH_NEW] = change_time_text(o->new_ns),
		                [WIDTH_RATIO] = xasprintf("%.3f", e->ratio),
		                [WIDTH_LOW] = xasprintf("%.3f", e->low),
		                [WIDTH_HIGH] = xasprintf("%.3f", e->high),
		                [WIDTH_PAIRS] = xasprintf("%zu", o->result.pairs + o->result.again.pairs) };

	for (size_t k = 0; k < WIDTHS; k++) {
		latex_measure(&widths[k], texts[k]);
		free(texts[k]);
	}
}

static void add_columns(const struct time_outcome *const *order, size_t n, struct str *columns)
{
	struct latex_width widths[WIDTHS] = { { .before = 1 } };

	for (size_t i = 0; i < n; i++)
		measure_row(order[i], widths);
	str_add(columns, "@{}" LATEX_NAME("0.18") LATEX_NAME("0.15"));
	for (size_t k = 0; k < WIDTHS; k++) {
		str_add(columns, k == WIDTH_HIGH ? "@{\\,--\\,}" : "");
		latex_column(columns, &widths[k]);
	}
	str_add(columns, LATEX_P_COLUMN LATEX_P_COLUMN "l@{}");
}

static const char head[] =
	"& & \\multicolumn{2}{c}{ns/op} & & \\multicolumn{2}{c}{\\num{95}\\,\\% interval} & & & & \\\\\n"
	"\\cmidrule(lr){3-4}\n"
	"case & benchmark & {old} & {new} & {ratio} & {low} & {high} & {$n$} & {$p$} & {$q$} & verdict \\\\\n";

static void add_caption(const struct paper_input *in, size_t shown, size_t n, struct str *out)
{
	str_add(out, "Times side by side, ");
	latex_text(out, in->old_go);
	str_add(out, " and ");
	latex_text(out, in->new_go);
	str_add(out,
	        ": medians, Hodges--Lehmann ratio new to old, $n$ pairs of processes; $p$ of the signed-rank test, "
	        "$q$ adjusted over the family. \\textsuperscript{c}: decided by timing it again, one-sided $p$");
	if (shown < n)
		str_addf(out, ". The first \\num{%zu} of \\num{%zu}; all are in \\texttt{data/times.csv}", shown, n);
}

static void no_times(const struct paper_input *in, struct str *out)
{
	latex_nothing(out, !in->pair ? "There is one release only: no times to compare."
	                   : !in->changes->times.comparisons
	                           ? "No benchmark was timed with both releases."
	                           : "No benchmark was timed side by side with both releases.");
}

static void write_table(const struct paper_input *in, bool all, struct str *out)
{
	struct str caption = STR_INIT, columns = STR_INIT;
	const struct time_outcome **order;
	size_t n, shown;

	if (!paper_has_times(in)) {
		no_times(in, out);
		return;
	}
	n = collect(in, &order);
	shown = all || n < ROWS ? n : ROWS;
	add_caption(in, shown, n, &caption);
	add_columns(order, shown, &columns);
	if (all)
		latex_long_begin(out, "times-all", str_cstr(&caption), str_cstr(&columns), head);
	else
		latex_table_begin(out, "times", str_cstr(&caption), str_cstr(&columns), head);
	for (size_t i = 0; i < shown; i++)
		add_row(order[i], out);
	if (all)
		latex_long_end(out);
	else
		latex_table_end(out);
	free(order);
	str_release(&caption);
	str_release(&columns);
}

void paper_times(const struct paper_input *in, struct str *out)
{
	write_table(in, false, out);
}

void paper_times_all(const struct paper_input *in, struct str *out)
{
	write_table(in, true, out);
}
