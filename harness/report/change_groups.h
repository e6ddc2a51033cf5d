/*
 * Changes as pages of the report tell them: the same one in several modes once, with its direction. Inside report/ only.
 *
 * change_groups .. page_group_row .. change_groups_free. Changes are borrowed.
 */
#ifndef GOALLOC_REPORT_CHANGE_GROUPS_H
#define GOALLOC_REPORT_CHANGE_GROUPS_H

#include "report/site_page.h"

/* In the order in which a reader wants them. */
enum direction {
	DIRECTION_WORSE,
	DIRECTION_BETTER,
	DIRECTION_DIFFERS,   /* an output */
	DIRECTION_SUSPECTED, /* a time that was not confirmed */
	DIRECTION_COUNTERS,  /* Go changed what its counters count: nothing else is known of it */
	DIRECTIONS
};
struct direction_info {
	const char *class, *sign, *word;
};
const struct direction_info *direction_info(enum direction d);
enum direction change_direction(const struct change *c);

struct change_group {
	const struct change *c; /* the first of them */
	struct str modes;       /* "default, noopt" */
};
/* Of n changes, in the order of the first of each; *count groups. */
struct change_group *change_groups(const struct change *const *changes, size_t n, size_t *count);
void change_groups_free(struct change_group *groups, size_t count);

/* The columns that a row shows besides modes, before and after, cause and evidence. */
enum { GROUP_RELEASE = 1, GROUP_CASE = 2, GROUP_METRIC = 4 };
/* From <div class="scroll"><table> to <tbody>, and the end of it. */
void page_groups_open(const struct page *p, unsigned columns);
void page_group_row(const struct page *p, const struct change_group *g, unsigned columns);
void page_groups_close(const struct page *p);

#endif
