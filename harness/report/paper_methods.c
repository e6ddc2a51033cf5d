/* The methods paragraphs: with what, on what, and how it was measured, with the parameters that the database has. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"
#include "report/paper_methods.h"

#define LISTED 4 /* values in running text; where there are more, their number */

void methods_values(const struct strlist *values, struct str *out)
{
	size_t known = 0;

	for (size_t i = 0; i < values->len; i++)
		known += *values->items[i] != '\0';
	if (!known) {
		str_add(out, "not recorded");
		return;
	}
	if (known > LISTED) {
		str_addf(out, "\\num{%zu} different ones (\\texttt{data/sessions.csv})", known);
		return;
	}
	for (size_t i = 0, k = 0; i < values->len; i++)
		if (*values->items[i]) {
			str_add(out, k++ ? "; " : "");
			latex_text(out, values->items[i]);
		}
	if (known < values->len)
		str_add(out, " (of some sessions not recorded)");
}

void methods_spread(const struct spread *s, struct str *out)
{
	str_addf(out, "\\num{%" PRId64 "}", s->low);
	if (s->low != s->high)
		str_addf(out, " to \\num{%" PRId64 "} (median \\num{%" PRId64 "})", s->high, s->median);
}

void methods_field(const struct paper_input *in, const bool *marked, enum session_field field, const char *name,
                   struct str *out)
{
	struct strlist values = STRLIST_INIT;

	paper_session_values(in, marked, field, &values);
	str_addf(out, "%s: ", name);
	methods_values(&values, out);
	strlist_release(&values);
}

/* "2026-11-25", "2026-11-25 to 2026-11-27" */
static void add_dates(const struct paper_input *in, const bool *marked, struct str *out)
{
	const char *first = NULL, *last = NULL;

	for (size_t i = 0; i < in->sessions->len; i++) {
		const char *date = in->sessions->items[i].started_at;

		if (!marked[i] || !*date)
			continue;
		if (!first || strcmp(date, first) < 0)
			first = date;
		if (!last || strcmp(date, last) > 0)
			last = date;
	}
	for (int k = 0; k < (first && strncmp(first, last, 10) != 0 ? 2 : 1); k++) {
		char day[11];

		str_copy(day, sizeof day, k ? last : first ? first : "", first ? strnlen(k ? last : first, 10) : 0);
		str_add(out, k ? " to " : "");
		latex_text(out, *day ? day : "a date that is not recorded");
	}
}

static const char *trust_word(const struct toolchain_row *t)
{
	return *t->trust ? t->trust : t->local ? "built locally" : "not recorded";
}

/* "checksum database: 24, pinned: 2" */
static void add_trust(const struct paper_input *in, struct str *out)
{
	struct strlist words = STRLIST_INIT;

	for (size_t i = 0; i < in->toolchains->len; i++)
		if (!strlist_has(&words, trust_word(&in->toolchains->items[i])))
			strlist_add(&words, trust_word(&in->toolchains->items[i]));
	for (size_t k = 0; k < words.len; k++) {
		size_t n = 0;

		for (size_t i = 0; i < in->toolchains->len; i++)
			n += !strcmp(trust_word(&in->toolchains->items[i]), words.items[k]);
		str_add(out, k ? ", " : "");
		latex_text(out, words.items[k]);
		str_addf(out, ": \\num{%zu}", n);
	}
	strlist_release(&words);
}

static void add_machine(const struct paper_input *in, const bool *marked, size_t n, struct str *out)
{
	if (!n) {
		str_add(out, "measured in sessions that are not recorded. ");
		return;
	}
	str_add(out, "measured ");
	str_addf(out, "in \\num{%zu} session%s, ", n, n == 1 ? "" : "s");
	add_dates(in, marked, out);
	methods_field(in, marked, SESSION_CPU, ". Processor", out);
	methods_field(in, marked, SESSION_MACHINE, ". Machine (fingerprint) and system", out);
	methods_field(in, marked, SESSION_KERNEL, ". Kernel", out);
	methods_field(in, marked, SESSION_GOVERNOR, ". Frequency governor", out);
	methods_field(in, marked, SESSION_LOAD,
	              ". Load averages over \\num{1}, \\num{5} and \\num{15} minutes at the start", out);
	methods_field(in, marked, SESSION_TOOL, ". Version of goalloc", out);
	methods_field(in, marked, SESSION_SEED, ". Seed of all random orders", out);
	str_add(out, ". ");
}

static void add_toolchains(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	const struct history *h = in->history;

	str_add(out, "\\paragraph{Toolchains and machine.}\n");
	str_addf(out, "We compare \\num{%zu} release%s of Go, ", h->nreleases, h->nreleases == 1 ? "" : "s");
	latex_text(out, h->nreleases ? h->releases[0].go : "");
	if (h->nreleases > 1) {
		str_add(out, " to ");
		latex_text(out, h->releases[h->nreleases - 1].go);
	}
	str_add(out, " (");
	methods_values(&f->platforms, out);
	str_add(out, "; Table~\\ref{tab:goalloc-toolchains}), with goalloc~\\cite{goalloc}. A toolchain is identified "
	             "by the digest "
	             "of its module; who vouched for it: ");
	add_trust(in, out);
	str_add(out, ". Allocations were ");
	add_machine(in, f->counting, f->ncounting, out);
	if (f->imported)
		str_addf(out,
		         "Of the \\num{%zu} cells, \\num{%zu} were not measured but imported from logs; what follows "
		         "does not "
		         "hold for them. ",
		         in->cells->len, f->imported);
	str_add(out, "\n");
}

static void add_modes(const struct paper_input *in, struct str *out)
{
	for (size_t i = 0; i < in->nmodes; i++) {
		const struct paper_mode *m = &in->modes[i];

		str_add(out, i ? ", " : "");
		latex_text(out, m->name);
		if (*m->flags || *m->environment) {
			str_add(out, " (");
			latex_name(out, m->flags);
			str_add(out, *m->flags && *m->environment ? " " : "");
			latex_name(out, m->environment);
			str_add_char(out, ')');
		}
	}
	str_add(out, in->nmodes ? "" : "not recorded");
}

static void add_cases(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	str_addf(out,
	         "\\paragraph{Cases.}\nA case is one Go file that asks one question about allocation. There are "
	         "\\num{%zu} cases with "
	         "\\num{%zu} benchmarks, and \\num{%zu} programs whose output is compared, in \\num{%zu} famil%s. "
	         "Modes (compiler "
	         "flags) measured: ",
	         f->benchmark_cases, f->benchmarks, f->programs, f->families, f->families == 1 ? "y" : "ies");
	add_modes(in, out);
	str_add(out, "; the figures and tables are of mode ");
	latex_text(out, in->mode);
	str_add(out, ". The digests of all sources are in \\texttt{lock.tsv}.\n");
}

/* ---- how allocations were counted ---- */

static const struct {
	int major, minor;
	const char *what;
} epochs[] = {
	{ 1, 3, "\\num{1.3} (tiny objects no longer count)" },
	{ 1, 4, "\\num{1.4} (they count again)" },
	{ 1, 5, "\\num{1.5} (by the block they lie in)" },
	{ 1, 6, "\\num{1.6} (by their own size)" },
};

static void add_epochs(const struct paper_input *in, struct str *out)
{
	const struct history *h = in->history;
	struct str list = STR_INIT;

	for (size_t k = 0; k < sizeof epochs / sizeof *epochs; k++) {
		bool before = false, from = false;

		for (size_t i = 0; i < h->nreleases; i++) {
			const struct go_version *v = &h->releases[i].version;

			if (h->releases[i].local)
				continue;
			if (v->major < epochs[k].major || (v->major == epochs[k].major && v->minor < epochs[k].minor))
				before = true;
			else
				from = true;
		}
		if (before && from)
			str_addf(&list, "%s%s", list.len ? ", " : "", epochs[k].what);
	}
	if (list.len)
		str_addf(out,
		         "Within these releases Go changed what its own counters count: %s; differences across these "
		         "borders are not "
		         "taken for changes",
		         str_cstr(&list));
	else
		str_add(out, "Go changed what its own counters count in \\num{1.3}, \\num{1.4}, \\num{1.5} and "
		             "\\num{1.6}; no such border "
		             "lies within the releases measured");
	if (in->pair && in->counters)
		str_addf(out, " (\\num{%zu} differences of the comparison are of that kind)", in->counters);
	str_add(out, ".\n");
	str_release(&list);
}

static void add_counts(const struct paper_input *in, const struct paper_facts *f, struct str *out)
{
	str_add(out, "\\paragraph{Counting allocations.}\n");
	if (!f->counted) {
		str_add(out, "Allocations were not counted.\n");
		return;
	}
	str_add(out, "Objects and bytes per operation are the totals of the runtime's own counters (mallocs, bytes "
	             "allocated) over $N$ "
	             "iterations, divided by $N$ and cut off to whole numbers, as \\texttt{go test -benchmem} does");
	if (f->iterations.n) {
		str_add(out, "; $N$ was ");
		methods_spread(&f->iterations, out);
		str_add(out, ", in processes that did nothing else: ");
		methods_spread(&f->processes, out);
		str_add(out, " for each benchmark and release");
	}
	str_addf(out,
	         ". The counters are process-wide and strays of the runtime only add: the sample with the fewest bytes "
	         "stands for "
	         "the benchmark. Of \\num{%zu} figures, \\num{%zu} are not the same in every process; they are given "
	         "as ranges, and "
	         "ranges that overlap in what was seen are no change. A count differs when the whole numbers do and "
	         "the unrounded ones "
	         "by a quarter of an allocation, or bytes by more than \\num{0.5}\\,\\%% (or \\num{8} bytes where "
	         "neither side varies). ",
	         f->counted, f->varying);
	add_epochs(in, out);
}

void paper_methods(const struct paper_input *in, struct str *out)
{
	struct paper_facts f;

	paper_facts_read(in, &f);
	str_add(out, "% Methods, with the parameters that are in the database. Needs siunitx; cites references.bib.\n");
	add_toolchains(in, &f, out);
	add_cases(in, &f, out);
	add_counts(in, &f, out);
	methods_times(in, &f, out);
	methods_calibration(in, out);
	paper_facts_release(&f);
}
