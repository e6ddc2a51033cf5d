/*
 * The blocks of the data files: what is drawn of a view of the history. Pure; inside report/ only. The view borrows the
 * history; view_init .. view_release.
 */
#ifndef GOALLOC_REPORT_FIGURE_BLOCKS_H
#define GOALLOC_REPORT_FIGURE_BLOCKS_H

#include <stdbool.h>

#include "analysis/history.h"
#include "base/str.h"

/* What one drawing needs to know of the history: its mode's benchmarks and the releases they were tried on. */
struct view {
	const struct history *h;
	const char *mode;
	const struct series **series;
	size_t n;
	const size_t *alike; /* of each series, how many more of its case it stands for; NULL: none */
	const struct release **releases;
	size_t nreleases;
};

void view_init(struct view *v, const struct history *h, const char *mode);
void view_release(struct view *v);

/* Each appends the blocks of a whole file, or of one panel. */
void blocks_heatmap(struct str *out, const struct view *v);
void blocks_panel_heads(struct str *out, const struct view *v, const struct series *const *series, size_t n);
void block_counts(struct str *out, const struct view *v, const struct series *s);
void block_times(struct str *out, const struct view *v, const struct series *s);

/* What they are made of: a block's name and columns (the first of a file has no blank lines before it), fields. */
void block_head(struct str *out, const char *name, const char *columns);
void block_field(struct str *out, const char *text);
void block_fields(struct str *out, const char *a, const char *b); /* each after a tab */
void block_releases(struct str *out, const struct view *v);

/* Are the two benchmarks' cases of one family? */
bool same_family(const struct series *a, const struct series *b);

/* escape_text() for what gnuplot writes: it leaves a ">" in SVG as it is, where "]]>" would break the picture: "]] >". */
void figure_plain(struct str *out, const char *text);

#endif
