/* The methods of the times: how they were taken, how they were judged, and how far that can be trusted. */
#include <inttypes.h>
#include <string.h>

#include "analysis/rank.h"
#include "report/paper_latex.h"
#include "report/paper_methods.h"

static void add_condition(const struct paper_input *in, const bool *marked, const char *key, const char *name,
                          struct str *out)
{
	struct strlist values = STRLIST_INIT;

	paper_condition_values(in, marked, key, &values);
	str_addf(out, "%s: ", name);
	methods_values(&values, out);
	strlist_release(&values);
}

static void add_taking(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	str_addf(out,
	         "\\paragraph{Taking times.}\nTimes are compared in pairs: within a block, both releases run one "
	         "benchmark "
	         "next to each other, each in a process of its own, in an order drawn anew from the seed. For this "
	         "comparison "
	         "there are \\num{%zu} samples of \\num{%zu} benchmarks; pairs for each: ",
	         f->time_samples, in->changes->times.paired);
	methods_spread(&f->pairs, out);
	str_add(out, ". ");
	if (!f->ntiming) {
		str_add(out, "The sessions that took them are not recorded.\n");
		return;
	}
	str_addf(out, "They were taken in \\num{%zu} session%s", f->ntiming, f->ntiming == 1 ? "" : "s");
	methods_field(in, f->timing, SESSION_CPU, ". Processor", out);
	methods_field(in, f->timing, SESSION_KERNEL, ". Kernel", out);
	methods_field(in, f->timing, SESSION_GOVERNOR, ". Frequency governor", out);
	methods_field(in, f->timing, SESSION_LOAD, ". Load averages at the start", out);
	methods_field(in, f->timing, SESSION_SEED, ". Seed", out);
	add_condition(in, f->timing, "sample", ". Aimed length of a sample", out);
	add_condition(in, f->timing, "cpu", ". Bound to processor", out);
	add_condition(in, f->timing, "GOMAXPROCS", ". \\texttt{GOMAXPROCS}", out);
	add_condition(in, f->timing, "GOGC", ". \\texttt{GOGC}", out);
	add_condition(in, f->timing, "slack", ". Timer slack", out);
	add_condition(in, f->timing, "precision",
	              ". Half width of the interval at which a comparison ended (as a share; never by significance)",
	              out);
	str_add(out, ".\n");
}

static void add_judging(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	const struct time_summary *s = &in->changes->times;

	str_add(out, "\\paragraph{Judging times.}\nThe effect is the Hodges--Lehmann estimate~\\cite{hodges1963} of "
	             "the ratio new to old, "
	             "on logarithms, with its distribution-free ");
	latex_share(out, 1 - s->rules.alpha, 0);
	str_addf(out,
	         " interval~\\cite{hollander1999}. Wilcoxon's signed-rank test of the paired "
	         "ratios~\\cite{wilcoxon1945,pratt1959}, exact "
	         "up to \\num{%d} pairs, raises a suspicion at a false discovery rate of ",
	         SIGNED_RANK_EXACT);
	latex_share(out, s->rules.alpha, 0);
	str_addf(out,
	         " (Benjamini and Hochberg~\\cite{benjamini1995}, a family of \\num{%zu} tests) where the estimate is ",
	         s->family);
	latex_share(out, s->threshold, 1);
	str_add(out, " or more");
	if (s->threshold > s->rules.threshold) {
		str_add(out, " (raised from ");
		latex_share(out, s->rules.threshold, 1);
		str_add(out, ": by so much identical machine code is shown to differ)");
	}
	str_add(out, ". What is suspected, or has an uncorrected $p$ of at most ");
	latex_share(out, s->rules.look, 0);
	str_add(out, ", is timed again in fresh processes, from a copy of the binary, and those pairs alone decide: "
	             "one-sided, at ");
	latex_share(out, s->rules.confirm, 0);
	str_addf(out, " after the same correction over all that were timed again (here \\num{%zu}", s->confirmations);
	if (f->again.n) {
		str_add(out, "; pairs for each: ");
		methods_spread(&f->again, out);
	}
	str_add(out, "). ``The same'' is a verdict of its own: two one-sided tests~\\cite{schuirmann1987} at ");
	latex_share(out, s->rules.alpha, 0);
	str_add(out, " rule out a change larger than ");
	latex_share(out, s->rules.margin, 0);
	str_addf(out,
	         ". The same machine code that calls nothing else is no change, whatever the clock "
	         "says~\\cite{mytkowicz2009} "
	         "(\\num{%zu} comparisons).\n",
	         s->verdicts[TIME_IDENTICAL]);
}

void methods_times(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	if (!paper_has_times(in)) {
		str_add(out, "\\paragraph{Times.}\n");
		str_add(out,
		        in->pair ? "No benchmark was timed side by side with both releases; nothing is said of times.\n"
		                 : "With one release there is nothing to compare times with.\n");
		return;
	}
	add_taking(in, f, out);
	add_judging(in, f, out);
}

/* ---- calibration ---- */

static const struct calibration_row *row_of(const struct calibration *c, const char *truth)
{
	for (size_t i = 0; i < c->len; i++)
		if (!strcmp(c->rows[i].truth, truth) && !strcmp(c->rows[i].metric, "time"))
			return &c->rows[i];
	return NULL;
}

static void add_rate(const struct calibration_row *r, struct str *out)
{
	str_addf(out,
	         "\\num{%" PRId64 "} of \\num{%" PRId64
	         "} (\\num{95}\\,\\%% interval \\num{%.1f} to \\num{%.1f}\\,\\%%)",
	         r->found, r->comparisons, 100 * r->low, 100 * r->high);
}

static bool same_machine(const struct paper_input *in, const struct calibration_info *i)
{
	for (size_t k = 0; k < in->sessions->len; k++)
		if (!strcmp(in->sessions->items[k].machine, i->machine) && !strcmp(in->sessions->items[k].cpu, i->cpu))
			return true;
	return false;
}

static void add_found(const struct calibration *c, struct str *out)
{
	const struct calibration_row *same = row_of(c, "all"), *report = row_of(c, "report");
	bool any = false;

	if (!same)
		same = row_of(c, "same");
	if (same) {
		str_add(out, " Of comparisons in which nothing had changed it flagged ");
		add_rate(same, out);
		if (report) {
			str_add(out, ", of whole reports ");
			add_rate(report, out);
		}
		str_add_char(out, '.');
	}
	for (size_t i = 0; i < c->len; i++) {
		const struct calibration_row *r = &c->rows[i];

		if (strcmp(r->truth, "changed") != 0 || strcmp(r->metric, "time") != 0)
			continue;
		str_add(out, any ? ", " : " Of injected slowdowns it found, at ");
		latex_text(out, r->what);
		str_add(out, ": ");
		add_rate(r, out);
		any = true;
	}
	str_add(out, any ? "." : "");
	str_add(out, " Table~\\ref{tab:goalloc-calibration} has all of it.\n");
}

void methods_calibration(const struct paper_input *in, struct str *out)
{
	const struct calibration *c = in->calibration;

	str_add(out, "\\paragraph{Calibration.}\n");
	if (!c || !c->len) {
		str_add(out, "How often these alarms are false, and what they miss, was not measured (\\texttt{goalloc "
		             "selftest} does).\n");
		return;
	}
	str_add(out,
	        "How far the alarms can be trusted was measured on comparisons whose truth is known: one toolchain (");
	latex_text(out, c->info.go);
	str_add(out, ") under two names, and programs that were given a known share more to do, from compiling to the "
	             "verdict; on ");
	latex_text(out, c->info.cpu);
	str_addf(out, " (%s), ",
	         same_machine(in, &c->info) ? "a machine of the measurement" : "not a machine of the measurement");
	latex_text(out, strlen(c->info.measured_at) >= 10 ? "" : "date not recorded");
	if (strlen(c->info.measured_at) >= 10) {
		char day[11];

		str_copy(day, sizeof day, c->info.measured_at, 10);
		latex_text(out, day);
	}
	str_add(out, c->info.loaded ? ", with the other processors kept busy" : "");
	str_add(out, ", seed ");
	latex_text(out, *c->info.seed ? c->info.seed : "not recorded");
	str_add(out, ", conditions ");
	latex_name(out, *c->info.conditions ? c->info.conditions : "not recorded");
	str_add(out, "; intervals of shares are exact~\\cite{clopper1934}.");
	add_found(c, out);
}
