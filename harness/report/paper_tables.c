/* Tables of the paper kit: which toolchains, what each release changed, how far the alarms can be trusted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"

static const char *recorded(const char *text)
{
	return *text ? text : "not recorded";
}

void paper_toolchains(const struct paper_input *in, struct str *out)
{
	latex_table_begin(out, "toolchains",
	                  "Toolchains, with the digest of the module that each was installed from (or of the folder, "
	                  "of a local one)",
	                  "@{}lll" LATEX_NAME("0.45") "@{}", "release & platform & vouched for by & digest \\\\\n");
	for (size_t i = 0; i < in->toolchains->len; i++) {
		const struct toolchain_row *t = &in->toolchains->items[i];

		latex_text(out, t->go);
		str_add(out, " & ");
		latex_text(out, t->goos);
		str_add_char(out, '/');
		latex_text(out, t->goarch);
		str_add(out, " & ");
		latex_text(out, *t->trust ? t->trust : t->local ? "local" : "not recorded");
		str_add(out, " & ");
		latex_name(out, recorded(t->digest));
		latex_row_end(out);
	}
	latex_table_end(out);
}

/* ---- a row for each release ---- */

struct release_row {
	const char *go;
	size_t benchmarks, failed, unsupported;
	size_t fewer, more, less_bytes, more_bytes;
	size_t causes[CAUSES];
};

static void count_release(const struct paper_input *in, struct release_row *row)
{
	const struct history *h = in->history;

	for (size_t i = 0; i < h->len; i++) {
		const struct point *p = series_at(&h->items[i], row->go);

		row->benchmarks += p && p->counted;
	}
	for (size_t i = 0; i < in->cells->len; i++) {
		const struct cell_row *c = &in->cells->items[i];

		if (strcmp(c->go, row->go) != 0 || strcmp(c->mode, in->mode) != 0 || !strcmp(c->status, "ok"))
			continue;
		row->unsupported += !strcmp(c->status, "unsupported");
		row->failed += strcmp(c->status, "unsupported") != 0;
	}
	for (size_t i = 0; i < in->along->len; i++) {
		const struct change *c = &in->along->items[i];

		if (c->epoch || !(c->metric & (METRIC_ALLOCS | METRIC_BYTES)) || strcmp(c->new_go, row->go) != 0)
			continue;
		*(c->metric == METRIC_ALLOCS ? c->worse ? &row->more : &row->fewer
		  : c->worse                 ? &row->more_bytes
		                             : &row->less_bytes) += 1;
		row->causes[c->cause]++;
	}
}

void paper_releases(const struct paper_input *in, struct str *out)
{
	static const enum cause shown[] = { CAUSE_ESCAPE, CAUSE_INLINING, CAUSE_LOWERING,
		                            CAUSE_GROWTH, CAUSE_LIBRARY,  CAUSE_UNKNOWN };
	const size_t ncauses = sizeof shown / sizeof *shown;
	struct str head = STR_INIT;

	str_add(&head, "& & \\multicolumn{2}{c}{cells} & \\multicolumn{2}{c}{allocs/op} & \\multicolumn{2}{c}{B/op} & "
	               "\\multicolumn{6}{c}{cause of the changes} \\\\\n"
	               "\\cmidrule(lr){3-4}\\cmidrule(lr){5-6}\\cmidrule(lr){7-8}\\cmidrule(l){9-14}\n"
	               "release & {benchmarks} & {too old} & {failed} & {fewer} & {more} & {less} & {more}");
	for (size_t k = 0; k < ncauses; k++)
		str_addf(&head, " & {%s}", cause_info(shown[k])->name);
	str_add(&head, " \\\\\n");
	latex_table_begin(out, "releases",
	                  "What each release changed against the one before it: benchmarks whose count moved beyond "
	                  "noise, and why. "
	                  "Where Go changed its own counters, differences are left out",
	                  "@{}l*{13}{S[table-format=4.0]}@{}", str_cstr(&head));
	for (size_t i = 0; i < in->history->nreleases; i++) {
		struct release_row row = { .go = in->history->releases[i].go };

		count_release(in, &row);
		latex_text(out, release_label(row.go));
		str_addf(out, " & %zu & %zu & %zu", row.benchmarks, row.unsupported, row.failed);
		if (i)
			str_addf(out, " & %zu & %zu & %zu & %zu", row.fewer, row.more, row.less_bytes, row.more_bytes);
		else
			str_add(out, " & {--} & {--} & {--} & {--}");
		for (size_t k = 0; k < ncauses; k++)
			if (i)
				str_addf(out, " & %zu", row.causes[shown[k]]);
			else
				str_add(out, " & {--}");
		latex_row_end(out);
	}
	latex_table_end(out);
	str_release(&head);
}

/* ---- calibration ---- */

void paper_calibration(const struct paper_input *in, struct str *out)
{
	const struct calibration *c = in->calibration;

	if (!c || !c->len) {
		latex_nothing(out,
		              "How far the alarms can be trusted was not measured; \\texttt{goalloc selftest} does.");
		return;
	}
	latex_table_begin(
		out, "calibration",
		"How far the alarms can be trusted: comparisons whose truth is known, how many were flagged, and the "
		"exact \\num{95}\\,\\% interval of that share (Clopper, Pearson)",
		"@{}l" LATEX_NAME("0.38") "S[table-format=4.0]S[table-format=4.0]S[table-format=3.1]"
					  "S[table-format=3.1]@{\\,--\\,}S[table-format=3.1]S[table-format=4.0]@{}",
		"metric & compared & {comparisons} & {flagged} & {share, \\%} & \\multicolumn{2}{c}{interval, \\%} & "
		"{open} "
		"\\\\\n");
	for (size_t i = 0; i < c->len; i++) {
		const struct calibration_row *r = &c->rows[i];

		latex_text(out, r->metric);
		str_add(out, " & ");
		latex_text(out, r->what);
		str_addf(out, " & %lld & %lld", (long long)r->comparisons, (long long)r->found);
		if (!strcmp(r->metric, "gate") || !r->comparisons) /* one answer is no share */
			str_add(out, " & {--} & \\multicolumn{2}{c}{--}");
		else
			str_addf(out, " & %.1f & %.1f & %.1f", 100 * (double)r->found / (double)r->comparisons,
			         100 * r->low, 100 * r->high);
		str_addf(out, " & %lld", (long long)r->open);
		latex_row_end(out);
	}
	latex_table_end(out);
}
