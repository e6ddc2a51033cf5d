/* The files of the paper kit. */
#include "report/paper.h"

#include <string.h>

#include "harness/report/paper.tex.h"
#include "report/table.h"

static void sample_paper(const struct paper_input *in, struct str *out)
{
	(void)in;
	str_add(out, embedded_paper_tex);
}

static void latexmk_settings(const struct paper_input *in, struct str *out)
{
	(void)in;
	str_add(out, "# `latexmk` makes paper.pdf\n$pdf_mode = 1;\n@default_files = ('paper.tex');\n");
}

static void readme(const struct paper_input *in, struct str *out);

const struct paper_part paper_parts[] = {
	{ "README.txt", readme, "this list", false },
	{ "paper.tex", sample_paper, "a sample paper that shows all of it: `latexmk` makes paper.pdf", false },
	{ "latexmkrc", latexmk_settings, "how latexmk makes it", false },
	{ "results.tex", paper_results, "what was found, as a paragraph", false },
	{ "methods.tex", paper_methods, "how it was measured, with the parameters that the database has", false },
	{ "numbers.tex", paper_numbers, "the figures as commands, for your own sentences: \\goallocReleases{}", false },
	{ "figures.tex", paper_figures, "figures as floats with captions", false },
	{ "tables/changes.tex", paper_changes, "counts that differ between the two releases, the largest", false },
	{ "tables/changes-all.tex", paper_changes_all, "everything but times that differs, with causes (longtable)",
	  false },
	{ "tables/times.tex", paper_times, "times side by side: ratios with intervals, p, q, verdicts", false },
	{ "tables/times-all.tex", paper_times_all, "all of them (longtable)", false },
	{ "tables/releases.tex", paper_releases, "what each release changed, by cause", false },
	{ "tables/calibration.tex", paper_calibration, "how far the alarms can be trusted", false },
	{ "tables/toolchains.tex", paper_toolchains, "toolchains and their digests", false },
	{ "references.bib", paper_bibliography, "what the methods cite", false },
	{ "CITATION.cff", paper_citation, "how to cite these data: put your names in", false },
	{ "lock.tsv", paper_lock, "toolchains, cases, seeds, conditions: what it was made of", false },
	{ "reproduce.sh", paper_reproduce, "measures again and compares; --check holds a machine to lock.tsv", true },
	{ .path = NULL },
};

/* What is written besides. */
static const struct {
	const char *path, *about;
} others[] = {
	{ "figures/NAME.pdf", "figures as PDF" },
	{ "figures/NAME-latex.tex, -latex.pdf", "the same for \\input, with the document's fonts (cairolatex)" },
	{ "figures/data/NAME.tsv", "what each figure shows" },
	{ "cases/FAMILY/FILE.go", "the cases as they were measured, for goalloc run --cases cases" },
	{ "data/samples.csv", "the raw samples: one process's measurement of one benchmark a row" },
	{ "data/cells.csv", "toolchain x mode x case: what was done, and how it went" },
	{ "data/changes.csv", "what differs between the two releases" },
	{ "data/times.csv", "every comparison of times, whatever came of it" },
	{ "data/history.csv", "what each release changed" },
	{ "data/history.tsv", "counts along the releases, for goalloc status --against" },
	{ "data/toolchains.csv, sessions.csv, cases.csv, calibrations.csv", "what the others refer to" },
	{ "data/dictionary.csv", "every column of every CSV file: unit and meaning" },
	{ "SHA256SUMS", "of all of these: sha256sum -c SHA256SUMS" },
};

static void readme(const struct paper_input *in, struct str *out)
{
	str_addf(out,
	         "A paper kit, written by `goalloc report --paper` (goalloc %s).\n\n"
	         "Written anew, it replaces its own files where they are still as it wrote them; what you changed, and "
	         "files of your "
	         "own, it leaves alone.\nTables and text need the LaTeX packages booktabs, siunitx, array, amssymb; "
	         "the long tables "
	         "longtable; figures graphicx and xcolor.\nBefore you publish it: data/sessions.csv and lock.tsv have "
	         "command lines as "
	         "they were typed, data/toolchains.csv paths of local toolchains.\n\n",
	         in->tool);
	for (const struct paper_part *p = paper_parts; p->path; p++)
		str_addf(out, "%-26s %s\n", p->path, p->about);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		str_addf(out, "%-26s %s\n", others[i].path, others[i].about);
	if (!in->figures->len)
		str_add(out, "\nNo figure was drawn: gnuplot was not there, or failed; install it and run the command "
		             "again.\n");
	else
		str_add(out, "\nFigures:\n");
	for (size_t i = 0; i < in->figures->len; i++) {
		str_add(out, "  ");
		escape_text(out, in->figures->items[i]);
		str_add_char(out, '\n');
	}
}
