/*
 * What the text of a case says about its lines, as far as joining needs it: which lines belong to one statement, and
 * which run at every operation. A reader of tokens, no compiler: where it cannot know, it says so. Pure.
 *
 * source_map_of .. source_map_release. The text must outlive it.
 */
#ifndef GOALLOC_ANALYSIS_JOIN_SOURCE_H
#define GOALLOC_ANALYSIS_JOIN_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/go_source.h"

struct source_line {
	const char *text; /* into the source, without its newline */
	size_t n;
	int statement; /* first line of the statement it belongs to; itself where it begins one */
	int closes;    /* the line where the function literal begins that ends here; 0: none of several lines does */
	bool measured; /* in a loop up to b.N, or in a function that is named in such a loop or from there on */
	bool setup;    /* in a function with such a loop, but outside of it: it runs once, not at every operation */
};
struct source_map {
	struct source_line *lines; /* line i is lines[i - 1] */
	size_t len;
	struct go_source source;
};
void source_map_of(const char *text, size_t n, struct source_map *out);
void source_map_release(struct source_map *m);
/* NULL outside the text. */
const struct source_line *source_line_at(const struct source_map *m, int line);

#endif
