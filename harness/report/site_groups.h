/*
 * Changes as lines of a page: the same change in several modes is one line. Inside report/ only.
 *
 * groups_of .. (page_group_table, groups_count) .. groups_free.
 */
#ifndef GOALLOC_REPORT_SITE_GROUPS_H
#define GOALLOC_REPORT_SITE_GROUPS_H

#include "report/site_page.h"

/* Which way it went; open: a suspected time; counters: only what Go's counters count changed. */
enum side { SIDE_BETTER, SIDE_WORSE, SIDE_DIFFERS, SIDE_OPEN, SIDE_COUNTERS, SIDES };
struct side_info {
	const char *class, *sign, *word; /* of a row and of text, "▼", "better" */
};
extern const struct side_info side_table[SIDES];
enum side change_side(const struct change *c);

struct change_group {
	const struct change *c; /* borrowed: the first of them */
	struct str modes;       /* "default, noopt" */
};
/* Of the n changes at `c`, one release's, in the order of changes_along. */
struct change_group *groups_of(const struct change *c, size_t n, size_t *count);
void groups_free(struct change_group *groups, size_t count);
/* How many of a metric (0: of any) went that way. */
size_t groups_count(const struct change_group *groups, size_t n, unsigned metrics, enum side s);
/* Where the run of changes of one release ends that begins at `from`. */
size_t changes_release_end(const struct change_list *l, size_t from);
/* Where the changes of the release begin; l->len if it has none. */
size_t changes_release_begin(const struct change_list *l, const char *go);

/* "▲ 3" in its colour. */
void page_side(const struct page *p, enum side s, size_t n);
/* old -> new; a decision that appeared or vanished has one side only. */
void page_step(const struct page *p, const struct change *c);
/* The cause and its first evidence. */
void page_why(const struct page *p, const struct change *c);
/*
 * A row of such a table: case and benchmark ("and 3 more"), modes (NULL: no such column), what, before and after, verdict, why.
 */
void page_change_row(const struct page *p, const struct change *c, size_t more, const char *modes);
/* <div class="scroll"><table class="changes">, a row a group: case, modes, what, before and after, verdict, why. */
void page_group_table(const struct page *p, const struct change_group *groups, size_t n);

#endif
