/*
 * goalloc explain: what is loaded, and how it is shown. explanation_load .. explain_text or explain_table .. explanation_release.
 */
#ifndef GOALLOC_CMD_EXPLAIN_H
#define GOALLOC_CMD_EXPLAIN_H

#include "analysis/change.h"
#include "analysis/explain_line.h"
#include "analysis/explained.h"
#include "cmd/command.h"
#include "cmd/history.h"

struct explain_request {
	const char *name;      /* of the case */
	const char *go;        /* SPEC,..; NULL: around the newest change, else the newest */
	const char *mode;      /* "default" */
	const char *benchmark; /* with or without "Benchmark"; NULL: all */
	unsigned width;        /* of the text; 0: the terminal's */
	bool all;              /* lines of which nothing is to be said, too */
};

struct explanation {
	struct dataset data; /* of this case and mode, every release */
	struct call_rows calls;
	struct site_rows sites;
	const struct cell_row *newest; /* of the fine cells */
	struct case_rows cases;
	const struct case_row *text; /* the case as the shown releases were measured with it */
	struct source_map source;
	struct explained *releases; /* oldest first, all of one text */
	struct site_row *wanted;    /* sites of the wanted benchmarks, release by release */
	size_t len;
	struct differences *differences; /* of release i and the one before it; [0] is empty */
	struct strlist notes;            /* what was left out, and why */
	struct change_list changes;      /* of counts, between neighbours */
};
int explanation_load(struct app *app, const struct explain_request *r, struct explanation *x, struct error *err);
void explanation_release(struct explanation *x);

/* Does the line differ between any two neighbours? A mask, DIFFERS_* of join.h. */
unsigned explanation_differs(const struct explanation *x, int line);
/* Do release i and the one before it differ there? */
unsigned explanation_step(const struct explanation *x, size_t i, int line);
bool benchmark_wanted(const struct explain_request *r, const char *name);

/* Words of `text`, made harmless, in lines of `width` columns, each behind `indent` blanks. */
void explain_wrap(struct str *out, const char *text, unsigned indent, unsigned width);
size_t text_columns(const char *s); /* of UTF-8 without control characters */
void add_blanks(struct str *out, size_t n);
/* The findings, the counts and their causes, which follow the source. */
void explain_text_end(const struct explanation *x, const struct explain_request *r, unsigned width, struct str *out);
/* For people, of `width` columns. */
void explain_text(const struct explanation *x, const struct explain_request *r, unsigned width, struct str *out);
/* A row per line, release and benchmark. */
void explain_table(const struct explanation *x, const struct explain_request *r, struct table *t);

/* ---- what was imported from logs (explain_imported.c): of many files, and without their source ---- */
bool explanation_is_imported(const struct explanation *x);
/* The whole text. */
void explain_imported_text(const struct explanation *x, const struct explain_request *r, unsigned width,
                           struct str *out);
/* The rows; explain_table() makes the columns and the notes. */
void explain_imported_rows(const struct explanation *x, struct table *t);

/* One row of the table. */
struct explained_row {
	int line;
	const char *go, *said, *emitted, *findings, *source, *file, *case_name, *mode; /* NULL: empty */
	const struct joined_site *site; /* NULL: none */
	bool changed;
};
void explain_row(const struct explained_row *row, struct table *t);

#endif
