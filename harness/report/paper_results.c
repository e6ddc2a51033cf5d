/* What was found, as a paragraph, and as commands for an author's own sentences. */
#include <stdio.h>
#include <string.h>

#include "report/figure_data.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"

struct tally {
	size_t worse, better, causes[CAUSES];
};

static void count(const struct paper_input *in, enum metric metric, struct tally *t)
{
	for (size_t i = 0; i < in->changes->len; i++) {
		const struct change *c = &in->changes->items[i];

		if (c->metric != metric)
			continue;
		t->worse += c->worse;
		t->better += !c->worse;
		t->causes[c->cause]++;
	}
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void add_causes(const struct tally *allocs, const struct tally *bytes, struct str *out)
{
	bool any = false;

	for (int c = CAUSE_UNKNOWN; c < CAUSES; c++) {
		const size_t n = allocs->causes[c] + bytes->causes[c];

		if (!n)
			continue;
		str_addf(out, "%s\\emph{%s} \\num{%zu}",
		         any ? ", " : " The causes of these changes: ", cause_info((enum cause)c)->name, n);
		any = true;
	}
	str_add(out, any ? "." : "");
}

static void add_counts(const struct paper_input *in, struct str *out)
{
	struct tally allocs = { 0 }, bytes = { 0 }, escape = { 0 }, output = { 0 }, status = { 0 };

	count(in, METRIC_ALLOCS, &allocs);
	count(in, METRIC_BYTES, &bytes);
	count(in, METRIC_ESCAPE, &escape);
	count(in, METRIC_OUTPUT, &output);
	count(in, METRIC_STATUS, &status);
	str_addf(out,
	         "\\num{%zu} benchmarks and programs were measured with both. The number of allocations per operation "
	         "differs in "
	         "\\num{%zu} benchmark%s (fewer in \\num{%zu}, more in \\num{%zu}), the bytes in \\num{%zu} (less in "
	         "\\num{%zu}, more in "
	         "\\num{%zu}).",
	         in->compared, allocs.worse + allocs.better, plural(allocs.worse + allocs.better), allocs.better,
	         allocs.worse, bytes.worse + bytes.better, bytes.better, bytes.worse);
	add_causes(&allocs, &bytes, out);
	str_addf(out, " The compiler newly moves \\num{%zu} place%s to the heap and keeps \\num{%zu} off it.",
	         escape.worse, plural(escape.worse), escape.better);
	if (output.worse + output.better)
		str_addf(out, " \\num{%zu} program%s print%s something else.", output.worse + output.better,
		         plural(output.worse + output.better), output.worse + output.better == 1 ? "s" : "");
	if (status.worse + status.better)
		str_addf(out, " \\num{%zu} case%s built or ran with one of the two only.", status.worse + status.better,
		         plural(status.worse + status.better));
	if (paper_has_counts(in))
		str_add(out, " Table~\\ref{tab:goalloc-changes} shows them.");
	str_add(out, "\n\n");
}

static void add_times(const struct paper_input *in, struct str *out)
{
	const struct time_summary *s = &in->changes->times;

	str_addf(out, "Of \\num{%zu} benchmarks timed side by side, \\num{%zu} are slower and \\num{%zu} faster by ",
	         s->paired, s->verdicts[TIME_SLOWER], s->verdicts[TIME_FASTER]);
	latex_share(out, s->threshold, 1);
	str_addf(out, " or more, confirmed by timing them again; \\num{%zu} are the same within ",
	         s->verdicts[TIME_SAME]);
	latex_share(out, s->rules.margin, 0);
	str_addf(out,
	         "; \\num{%zu} do identical work; \\num{%zu} are open (too few pairs, or too noisy to tell), "
	         "\\num{%zu} suspected and not "
	         "confirmed, \\num{%zu} cleared. The geometric mean of the ratios is \\num{%.4f} "
	         "(Table~\\ref{tab:goalloc-times}).\n",
	         s->verdicts[TIME_IDENTICAL], s->verdicts[TIME_OPEN] - s->unpaired, s->verdicts[TIME_SUSPECTED],
	         s->verdicts[TIME_CLEARED], s->ratio);
}

void paper_results(const struct paper_input *in, struct str *out)
{
	const struct history *h = in->history;

	str_add(out, "% What was found. Needs siunitx.\n");
	if (!in->pair) {
		str_add(out, "One release was measured (");
		latex_text(out, h->nreleases ? h->releases[0].go : "none");
		str_add(out,
		        "): there is nothing to compare. Table~\\ref{tab:goalloc-releases} says what was measured.\n");
		return;
	}
	str_add(out, "From ");
	latex_text(out, in->old_go);
	str_add(out, " to ");
	latex_text(out, in->new_go);
	str_add(out, ", ");
	add_counts(in, out);
	if (paper_has_times(in))
		add_times(in, out);
	else
		str_add(out, "Times were not taken side by side.\n");
}

/* ---- commands ---- */

static void add_command(struct str *out, const char *name, const char *text)
{
	str_addf(out, "\\newcommand\\goalloc%s{", name);
	latex_text(out, text);
	str_add(out, "}\n");
}

static void add_number(struct str *out, const char *name, size_t n)
{
	str_addf(out, "\\newcommand\\goalloc%s{\\num{%zu}}\n", name, n);
}

void paper_numbers(const struct paper_input *in, struct str *out)
{
	const struct history *h = in->history;
	struct paper_facts f;
	struct tally allocs = { 0 }, bytes = { 0 };

	paper_facts_read(in, &f);
	str_add(out, "% Figures of the measurement, for sentences: \\goallocReleases{} releases. Needs siunitx.\n");
	add_command(out, "Tool", in->tool);
	add_command(out, "First", h->nreleases ? h->releases[0].go : "");
	add_command(out, "Last", h->nreleases ? h->releases[h->nreleases - 1].go : "");
	add_number(out, "Releases", h->nreleases);
	add_number(out, "Families", f.families);
	add_number(out, "Cases", f.benchmark_cases + f.programs);
	add_number(out, "Benchmarks", f.benchmarks);
	if (in->pair) {
		count(in, METRIC_ALLOCS, &allocs);
		count(in, METRIC_BYTES, &bytes);
		add_command(out, "Old", in->old_go);
		add_command(out, "New", in->new_go);
		add_number(out, "Compared", in->compared);
		add_number(out, "AllocsFewer", allocs.better);
		add_number(out, "AllocsMore", allocs.worse);
		add_number(out, "BytesLess", bytes.better);
		add_number(out, "BytesMore", bytes.worse);
		add_number(out, "Slower", in->changes->times.verdicts[TIME_SLOWER]);
		add_number(out, "Faster", in->changes->times.verdicts[TIME_FASTER]);
		add_number(out, "Same", in->changes->times.verdicts[TIME_SAME]);
	}
	paper_facts_release(&f);
}
