/* Figures as floats, the citation, the bibliography. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/report/paper.bib.h"
#include "report/figures.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"
#include "report/table.h"

/* ---- figures.tex ---- */

/* Figures that the paper shows, in this order; a trailing '*' stands for any rest. %s: OLD to NEW. */
static const struct {
	const char *name, *caption;
	bool comparison; /* the caption goes on with the two releases */
} shown[] = {
	{ "causes", "Counts (allocs/op and B/op) that each release changed against the one before it, by cause",
	  false },
	{ "slope", "Counts that differ", true },
	{ "forest",
	  "Ratios of times, new to old, with their \\num{95}\\,\\% intervals, and those of counts, which are exact",
	  true },
	{ "distribution-*", "Single samples of one case, release by release, of one session", false },
	{ "power",
	  "Injected slowdowns that are found, by their size, and what is flagged although nothing changed, with exact "
	  "\\num{95}\\,\\% intervals",
	  false },
	{ "changes*", "Allocations per operation, release by release, of the benchmarks in which they changed", false },
};

static bool is_named(const char *name, const char *pattern)
{
	const size_t n = strcspn(pattern, "*");

	return pattern[n] ? !strncmp(name, pattern, n) : !strcmp(name, pattern);
}

/* Is it safe as an argument? Figures are named after families, which may be called anything. */
static bool is_plain(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")];
}

static void add_figure(const struct paper_input *in, const char *name, size_t k, struct str *out)
{
	const char *star = figure_is_wide(name) ? "*" : "";

	str_addf(out, "\\begin{figure%s}\n\\centering\n\\input{figures/%s-latex}\n\\caption{%s", star, name,
	         shown[k].caption);
	if (shown[k].comparison) {
		str_add(out, ", ");
		latex_text(out, in->old_go);
		str_add(out, " to ");
		latex_text(out, in->new_go);
	}
	str_addf(out, ".}\n\\label{fig:goalloc-%s}\n\\end{figure%s}\n", name, star);
}

void paper_figures(const struct paper_input *in, struct str *out)
{
	str_add(out, "% The figures that a paper begins with. In full: \\usepackage{graphicx,xcolor,amssymb}, "
	             "\\graphicspath{{figures/}}.\n");
	for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
		for (size_t i = 0; i < in->figures->len; i++)
			if (is_plain(in->figures->items[i]) && is_named(in->figures->items[i], shown[k].name))
				add_figure(in, in->figures->items[i], k, out);
	if (!in->figures->len)
		str_add(out, "% None was drawn: gnuplot was not there, or failed.\n");
}

/* ---- CITATION.cff, references.bib ---- */

/* The day the newest session began; "" if that is not recorded as one. */
static void newest_day(const struct paper_input *in, char day[11])
{
	day[0] = '\0';
	for (size_t i = 0; i < in->sessions->len; i++) {
		const char *s = in->sessions->items[i].started_at;

		if (strlen(s) >= 10 && strspn(s, "0123456789") == 4 && s[4] == '-' &&
		    strspn(s + 5, "0123456789") == 2 && s[7] == '-' && strspn(s + 8, "0123456789") >= 2 &&
		    strncmp(s, day, 10) > 0)
			str_copy(day, 11, s, 10);
	}
}

static void add_title(const struct paper_input *in, struct str *title)
{
	const struct history *h = in->history;

	str_add(title, "How Go allocates: measurements of ");
	str_add(title, h->nreleases ? h->releases[0].go : "no release");
	if (h->nreleases > 1)
		str_addf(title, " to %s", h->releases[h->nreleases - 1].go);
}

void paper_citation(const struct paper_input *in, struct str *out)
{
	struct str title = STR_INIT;
	char day[11];

	newest_day(in, day);
	add_title(in, &title);
	str_add(out,
	        "# How to cite these measurements. Put your names in for the authors, and the licence that you give.\n"
	        "cff-version: 1.2.0\nmessage: \"If you use these data, please cite them, and the program that measured "
	        "them.\"\n"
	        "type: dataset\ntitle: ");
	escape_json(out, str_cstr(&title)); /* a JSON string is a YAML one */
	str_add(out, "\nauthors:\n  - name: \"The authors of these measurements\"\n");
	if (*day)
		str_addf(out, "date-released: \"%s\"\n", day);
	str_add(out, "keywords:\n  - Go\n  - memory allocation\n  - benchmarking\n"
	             "references:\n  - type: software\n    title: \"goalloc: how Go's allocation behaviour changes "
	             "from release to release\"\n"
	             "    authors:\n      - name: \"The goalloc authors\"\n    version: ");
	escape_json(out, in->tool);
	str_add(out, "\n    license: MIT\n");
	str_release(&title);
}

void paper_bibliography(const struct paper_input *in, struct str *out)
{
	char day[11];

	newest_day(in, day);
	str_add(out, "@misc{goalloc,\n  author = {{The goalloc authors}},\n  title = {goalloc: how {Go}'s allocation "
	             "behaviour changes from "
	             "release to release},\n  note = {Version ");
	latex_text(out, in->tool);
	str_add(out, "}");
	if (*day)
		str_addf(out, ",\n  year = {%.4s}", day);
	str_add(out, "\n}\n\n");
	str_add(out, embedded_paper_bib);
}
